/** Changes of where and by what cycles start. */
import type { Graph, StartNode } from '../../model/graph.ts';

/** What starts cycles at a node by itself, as the graph keeps it. */
export type StoredTrigger = NonNullable<StartNode['trigger']>;

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
