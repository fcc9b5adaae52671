/** Parts of a graph that go from one pipeline into another, as text. */
import type { Connection, Graph, GraphNode } from '../../model/graph.ts';
import { graphMisfits } from '../../model/graph.ts';
import { nodeIdSchema } from '../../model/ids.ts';
import { type Place, placeOf } from '../layout.ts';
import { freeName, moveNodes } from './nodes.ts';

export type Clip = { readonly nodes: readonly GraphNode[]; readonly connections: readonly Connection[] };

const MARK = 'sluice/pipeline-nodes';

/** The chosen nodes and the connections between them. */
export function clipOf(graph: Graph, nodeIds: ReadonlySet<string>): Clip {
  return {
    nodes: graph.nodes.filter((node) => nodeIds.has(node.id)),
    connections: graph.connections.filter(
      ({ src, tgt }) => nodeIds.has(src.nodeId) && nodeIds.has(tgt.nodeId),
    ),
  };
}

export function writeClip(clip: Clip): string {
  return JSON.stringify({ kind: MARK, nodes: clip.nodes, connections: clip.connections });
}

/** What is in a text from the clipboard; null when it holds no part of a pipeline. */
export function readClip(text: string): Clip | null {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json !== 'object' || json === null || !('kind' in json) || json.kind !== MARK) return null;
    const { kind: _kind, ...parts } = json;
    if (graphMisfits({ startNodes: [], ...parts }).length > 0) return null;
    // Checked above; parsing by the schema would not keep the order of keys.
    const { nodes, connections } = parts as unknown as Clip;
    return { nodes, connections };
  } catch {
    return null;
  }
}

export type Pasted = { readonly graph: Graph; readonly nodeIds: readonly string[] };

/**
 * The graph with the clip in it, under ids of its own and names that are free; its upper left corner comes to `at` when it
 * is given, in pixels. Nothing in it starts cycles unless the graph was empty.
 */
export function pasteClip(graph: Graph, clip: Clip, newId: () => string, at?: Place): Pasted {
  const ids = new Map(clip.nodes.map((node) => [node.id as string, nodeIdSchema.parse(newId())]));
  const renew = (nodeId: string, portId: string) => {
    const id = ids.get(nodeId);
    // Ports of ours carry their node's id; those of other tools keep theirs, which need to differ within a node only.
    return id !== undefined && portId.startsWith(`${nodeId}-`)
      ? `${id}${portId.slice(nodeId.length)}`
      : portId;
  };
  let nodes = graph.nodes;
  for (const node of clip.nodes) {
    const ports = <P extends { portId: string }>(list: readonly P[]) =>
      list.map((port) => ({ ...port, portId: renew(node.id, port.portId) }));
    const copy = {
      ...node,
      id: ids.get(node.id) ?? node.id,
      name: freeName({ ...graph, nodes }, node.name),
      inputs: ports(node.inputs),
      outputs: ports(node.outputs),
    };
    nodes = [...nodes, copy];
  }
  const end = ({ nodeId, portId, ...rest }: Connection['src']) => ({
    ...rest,
    nodeId: ids.get(nodeId) ?? nodeId,
    portId: renew(nodeId, portId),
  });
  const connections = clip.connections.map((one) => ({ ...one, src: end(one.src), tgt: end(one.tgt) }));
  const first = nodes[0];
  const merged: Graph = {
    ...graph,
    nodes,
    connections: [...graph.connections, ...connections],
    startNodes:
      graph.startNodes.length === 0 && first ? [{ nodeId: first.id, type: 'root' }] : graph.startNodes,
  };
  const nodeIds = [...ids.values()];
  return { graph: at ? shifted(merged, nodeIds, at) : merged, nodeIds };
}

function shifted(graph: Graph, nodeIds: readonly string[], at: Place): Graph {
  const places = graph.nodes
    .filter((node) => nodeIds.includes(node.id))
    .map((node) => ({ id: node.id as string, place: placeOf(node) ?? { x: 0, y: 0 } }));
  const left = Math.min(...places.map(({ place }) => place.x));
  const top = Math.min(...places.map(({ place }) => place.y));
  return moveNodes(
    graph,
    new Map(places.map(({ id, place }) => [id, { x: place.x - left + at.x, y: place.y - top + at.y }])),
  );
}
