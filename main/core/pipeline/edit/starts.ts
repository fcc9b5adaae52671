/** Changes of where and by what cycles start. */
import type { Graph, GraphNode, StartNode } from '../../model/graph.ts';

/** What starts cycles at a node by itself, as the graph keeps it. */
export type StoredTrigger = NonNullable<StartNode['trigger']>;

/** Each item that comes starts a cycle, once. */
const ITEM_COMES: StoredTrigger = {
  type: 'Event',
  spec: { resource: 'Item', actions: ['Created'], executionMode: 'Once', filter: '' },
};

/** The start of a graph at a node: of a dataset, items that come to it start cycles by themselves. */
export function newRoot(node: GraphNode): StartNode {
  const root = { nodeId: node.id, type: 'root' as const };
  return node.type === 'storage' ? { ...root, trigger: ITEM_COMES } : root;
}

/** False when nobody has said otherwise of a start than what `newRoot` makes of it. */
export function isSetUp(start: StartNode): boolean {
  return start.trigger !== undefined && JSON.stringify(start.trigger) !== JSON.stringify(ITEM_COMES);
}

/** The start node entry of a node; null when no cycle begins there. */
export function startAt(graph: Graph, nodeId: string): StartNode | null {
  return graph.startNodes.find((start) => start.nodeId === nodeId) ?? null;
}

/** Cycles that name no node begin here from now on; the root before keeps its trigger, if it has one. */
export function setRoot(graph: Graph, nodeId: string): Graph {
  const here = startAt(graph, nodeId);
  const others = graph.startNodes.flatMap((start): StartNode[] => {
    if (start.nodeId === nodeId) return [];
    if (start.type !== 'root') return [start];
    return start.trigger ? [{ ...start, type: 'trigger' }] : [];
  });
  return {
    ...graph,
    startNodes: [{ ...here, nodeId: nodeId as StartNode['nodeId'], type: 'root' }, ...others],
  };
}

/** With a trigger at the node, or without one. */
export function setTrigger(graph: Graph, nodeId: string, trigger: StoredTrigger | null): Graph {
  const here = startAt(graph, nodeId);
  if (trigger === null) {
    const startNodes = graph.startNodes.flatMap((start): StartNode[] => {
      if (start !== here) return [start];
      const { trigger: _trigger, ...rest } = start;
      return start.type === 'root' ? [rest] : [];
    });
    return { ...graph, startNodes };
  }
  if (!here) {
    const start: StartNode = { nodeId: nodeId as StartNode['nodeId'], type: 'trigger', trigger };
    return { ...graph, startNodes: [...graph.startNodes, start] };
  }
  return {
    ...graph,
    startNodes: graph.startNodes.map((start) => (start === here ? { ...start, trigger } : start)),
  };
}
