/** Changes of a graph's connections, and which can be made at all. */
import type { Connection, Graph, GraphNode, Port } from '../../model/graph.ts';
import { sameAction } from '../routing.ts';
import { compatiblePorts } from '../rules/connections.ts';
import { addNode } from './nodes.ts';
import { isSetUp, newRoot } from './starts.ts';

export type PortEnd = { readonly nodeId: string; readonly portId: string };
export type Ends = { readonly src: PortEnd; readonly tgt: PortEnd };

/** Why nothing can be connected so, for a person; null when it can. */
export function connectionRefusal(graph: Graph, { src, tgt }: Ends): string | null {
  const source = graph.nodes.find((node) => node.id === src.nodeId);
  const target = graph.nodes.find((node) => node.id === tgt.nodeId);
  const output = source?.outputs.find((port) => port.portId === src.portId);
  const input = target?.inputs.find((port) => port.portId === tgt.portId);
  if (!source || !output) return 'A connection begins at an output.';
  if (!target || !input) return 'A connection ends at an input.';
  if (source === target) return `Items cannot go from "${source.name}" to itself.`;
  if (!compatiblePorts(output, input)) {
    return `"${source.name}" gives ${output.type}, "${target.name}" takes ${input.type}.`;
  }
  if (freeActions(graph, output, { src, tgt }).length === 0) {
    return `"${source.name}" and "${target.name}" are connected already.`;
  }
  return null;
}

/** The decisions of an output that no connection between these ends takes yet; one null for an output without any. */
function freeActions(graph: Graph, output: Port, ends: Ends): readonly (string | null)[] {
  const taken = graph.connections.filter((connection) => sameEnds(connection, ends));
  if (taken.some((connection) => !connection.action && !connection.condition)) return [];
  const actions = output.actions?.length ? output.actions : null;
  if (!actions) return taken.some((connection) => !connection.action) ? [] : [null];
  return actions.filter((action) => !taken.some((one) => one.action && sameAction(one.action, action)));
}

function sameEnds(connection: Connection, { src, tgt }: Ends): boolean {
  return (
    connection.src.nodeId === src.nodeId &&
    connection.src.portId === src.portId &&
    connection.tgt.nodeId === tgt.nodeId &&
    connection.tgt.portId === tgt.portId
  );
}

/**
 * Another connection; the same graph when `connectionRefusal` says no. Of the decisions of the output it takes the first that
 * leads nowhere yet, else the first. When items can get to the root now, cycles start at the source instead.
 */
export function addConnection(graph: Graph, ends: Ends): Graph {
  const { src, tgt } = ends;
  const source = graph.nodes.find((node) => node.id === src.nodeId);
  const output = source?.outputs.find((port) => port.portId === src.portId);
  if (!source || !output || connectionRefusal(graph, ends) !== null) return graph;
  const free = freeActions(graph, output, ends);
  const unused = free.find((action) => action !== null && !isActionTaken(graph, src, action));
  const action = unused ?? free[0] ?? null;
  const connection = { src: { ...src }, tgt: { ...tgt }, ...(action ? { action } : {}) } as Connection;
  return { ...withRootAt(graph, source, tgt.nodeId), connections: [...graph.connections, connection] };
}

/** True when a connection takes the items that leave an output with a decision. */
export function isActionTaken(graph: Graph, src: PortEnd, action: string): boolean {
  return graph.connections.some(
    (one) =>
      one.src.nodeId === src.nodeId &&
      one.src.portId === src.portId &&
      one.action &&
      sameAction(one.action, action),
  );
}

/** The start goes from a node that is fed to the one that feeds it, unless that is fed itself or somebody set up a trigger. */
function withRootAt(graph: Graph, source: GraphNode, targetId: string): Graph {
  const root = graph.startNodes.find((start) => start.type === 'root');
  const fed = graph.connections.some((connection) => connection.tgt.nodeId === source.id);
  if (root?.nodeId !== targetId || fed || isSetUp(root)) return graph;
  const own = graph.startNodes.find((start) => start.nodeId === source.id);
  const now = own ? { ...own, type: 'root' as const } : newRoot(source);
  const startNodes = graph.startNodes
    .filter((start) => start !== own)
    .map((start) => (start === root ? now : start));
  return { ...graph, startNodes };
}

/** Without the connections at these places of the list. */
export function removeConnections(graph: Graph, indexes: ReadonlySet<number>): Graph {
  return { ...graph, connections: graph.connections.filter((_, index) => !indexes.has(index)) };
}

export type ConnectionChange = {
  /** Null: whatever is decided. */
  readonly action?: string | null;
  /** DQL as JSON text; null or empty: everything. */
  readonly condition?: string | null;
};

export function changeConnection(graph: Graph, index: number, change: ConnectionChange): Graph {
  const connections = graph.connections.map((connection, at) => {
    if (at !== index) return connection;
    const { action = connection.action, condition = connection.condition } = change;
    const { action: _action, condition: _condition, ...rest } = connection;
    return { ...rest, ...(condition ? { condition } : {}), ...(action ? { action } : {}) } as Connection;
  });
  return { ...graph, connections };
}

/**
 * Puts a new node into a connection: it takes over the way in with its decision and condition; what leaves the node goes
 * to where the connection went. Null when the node does not fit there.
 */
export function insertOnConnection(graph: Graph, index: number, node: GraphNode): Graph | null {
  const connection = graph.connections[index];
  if (!connection) return null;
  const source = graph.nodes.find((one) => one.id === connection.src.nodeId);
  const output = source?.outputs.find((port) => port.portId === connection.src.portId);
  const input = output && node.inputs.find((port) => compatiblePorts(output, port));
  if (!input) return null;
  const { src, tgt } = connection;
  const first = { ...connection, tgt: { nodeId: node.id, portId: input.portId } };
  const connections = graph.connections.map((one, at) => (at === index ? first : one));
  const added = addNode({ ...graph, connections }, node);
  for (const out of node.outputs) {
    const ends = { src: { nodeId: node.id, portId: out.portId }, tgt };
    if (src.nodeId !== node.id && connectionRefusal(added, ends) === null) return addConnection(added, ends);
  }
  return null;
}
