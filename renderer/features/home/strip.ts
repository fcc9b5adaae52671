/** A pipeline's nodes as columns from left to right, for a strip. */
import type { Graph, GraphNode } from '#core/model/graph.ts';

const rowOf = (node: GraphNode): number => {
  const position = node.metadata['position'];
  if (typeof position !== 'object' || position === null || !('y' in position)) return 0;
  return typeof position.y === 'number' ? position.y : 0;
};

/**
 * How many steps each node is from a start over the longest way, so that what comes last stands last. A way back is
 * followed no further than there are nodes.
 */
function columnsOf(graph: Graph): ReadonlyMap<string, number> {
  const columns = new Map<string, number>(graph.nodes.map((node) => [node.id, 0]));
  for (let round = 0; round < graph.nodes.length; round += 1) {
    let moved = false;
    for (const { src, tgt } of graph.connections) {
      const [from, to] = [columns.get(src.nodeId), columns.get(tgt.nodeId)];
      if (from === undefined || to === undefined || to > from) continue;
      columns.set(tgt.nodeId, from + 1);
      moved = true;
    }
    if (!moved) break;
  }
  return columns;
}

/** Columns by distance from the start; within one in the order of the drawing. */
export function stripColumns(graph: Graph): readonly (readonly GraphNode[])[] {
  const at = columnsOf(graph);
  const columns = new Map<number, GraphNode[]>();
  for (const node of graph.nodes) {
    const column = at.get(node.id) ?? 0;
    columns.set(column, [...(columns.get(column) ?? []), node]);
  }
  return [...columns]
    .sort(([a], [b]) => a - b)
    .map(([, nodes]) => [...nodes].sort((a, b) => rowOf(a) - rowOf(b)));
}
