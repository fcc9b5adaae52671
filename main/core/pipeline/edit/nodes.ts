/** Changes of a graph's nodes. A graph goes in, another comes out; what is not meant stays as it is, key by key. */
import type { Graph, GraphNode } from '../../model/graph.ts';
import { decisionsOf } from '../build.ts';
import { type Place, placed } from '../layout.ts';
import { newRoot } from './starts.ts';

/** Another node. The first one of a graph is where cycles start. */
export function addNode(graph: Graph, node: GraphNode): Graph {
  const startNodes = graph.startNodes.length > 0 ? graph.startNodes : [newRoot(node)];
  return { ...graph, nodes: [...graph.nodes, node], startNodes };
}

/** Without these nodes and all connections to them. When the root goes, the first node that is left is the root. */
export function removeNodes(graph: Graph, nodeIds: ReadonlySet<string>): Graph {
  const stays = (nodeId: string) => !nodeIds.has(nodeId);
  const nodes = graph.nodes.filter((node) => stays(node.id));
  const startNodes = graph.startNodes.filter((start) => stays(start.nodeId));
  const hadRoot = graph.startNodes.some((start) => start.type === 'root');
  const hasRoot = startNodes.some((start) => start.type === 'root');
  const [first] = nodes;
  return {
    ...graph,
    nodes,
    connections: graph.connections.filter(({ src, tgt }) => stays(src.nodeId) && stays(tgt.nodeId)),
    startNodes:
      hadRoot && !hasRoot && first
        ? [
            { nodeId: first.id, type: 'root' },
            ...startNodes.filter((start) => start.nodeId !== first.id || start.trigger),
          ]
        : startNodes,
  };
}

/** The nodes at other places, in whole pixels. */
export function moveNodes(graph: Graph, places: ReadonlyMap<string, Place>): Graph {
  const nodes = graph.nodes.map((node) => {
    const place = places.get(node.id);
    return place ? placed(node, place) : node;
  });
  return { ...graph, nodes };
}

/**
 * The node as it is now in the place of the one with its id. Its decisions follow how it is set up, and connections that
 * waited for a decision that has another name now wait for that; connections to ports that are gone go too.
 */
export function changeNode(graph: Graph, changed: GraphNode): Graph {
  const before = graph.nodes.find((node) => node.id === changed.id);
  if (!before) return graph;
  const after = withDecisions(before, changed);
  const ports = new Set([...after.inputs, ...after.outputs].map((port) => port.portId));
  const holds = (end: { nodeId: string; portId: string }) => end.nodeId !== after.id || ports.has(end.portId);
  const renamed = renamedActions(before, after);
  return {
    ...graph,
    nodes: graph.nodes.map((node) => (node.id === after.id ? after : node)),
    connections: graph.connections
      .filter(({ src, tgt }) => holds(src) && holds(tgt))
      .map((connection) => {
        if (connection.src.nodeId !== after.id || !connection.action) return connection;
        const action = renamed.get(`${connection.src.portId} ${connection.action}`);
        return action === undefined ? connection : { ...connection, action };
      }),
  };
}

/** A node that says what is decided in it by its settings; others keep the decisions that they were given. */
function withDecisions(before: GraphNode, after: GraphNode): GraphNode {
  const now = decisionsOf(after);
  const [first, ...others] = after.outputs;
  if (!now || !first || same(decisionsOf(before) ?? [], now)) return after;
  return { ...after, outputs: [{ ...first, actions: [...now] }, ...others] };
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((word, index) => word === other[index]);
}

/** What became of each decision that is called otherwise now: the one at its place, when there are as many. */
function renamedActions(before: GraphNode, after: GraphNode): ReadonlyMap<string, string> {
  const renamed = new Map<string, string>();
  for (const port of before.outputs) {
    const actions = port.actions ?? [];
    const now = after.outputs.find((one) => one.portId === port.portId)?.actions ?? [];
    if (actions.length !== now.length) continue;
    for (const [index, action] of actions.entries()) {
      const other = now[index];
      if (other !== undefined && other !== action) renamed.set(`${port.portId} ${action}`, other);
    }
  }
  return renamed;
}

/** The name, with a number behind it when another node has it already. */
export function freeName(graph: Graph, name: string): string {
  const taken = new Set(graph.nodes.map((node) => node.name));
  if (!taken.has(name)) return name;
  const stem = name.replace(/ \d+$/, '');
  let number = 2;
  while (taken.has(`${stem} ${number}`)) number += 1;
  return `${stem} ${number}`;
}
