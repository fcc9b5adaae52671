/** A pipeline's nodes as columns from left to right, for a strip. */
import type { Graph, GraphNode } from '#core/model/pipeline.ts';
import { depths } from '#core/pipeline/graph.ts';

const rowOf = (node: GraphNode): number => {
  const position = node.metadata['position'];
  if (typeof position !== 'object' || position === null || !('y' in position)) return 0;
  return typeof position.y === 'number' ? position.y : 0;
};

/** Columns by distance from the start; within one in the order of the drawing. */
export function stripColumns(graph: Graph): readonly (readonly GraphNode[])[] {
  const depth = depths(graph);
  const columns = new Map<number, GraphNode[]>();
  for (const node of graph.nodes) {
    const at = depth.get(node.id) ?? 0;
    columns.set(at, [...(columns.get(at) ?? []), node]);
  }
  return [...columns]
    .sort(([a], [b]) => a - b)
    .map(([, nodes]) => [...nodes].sort((a, b) => rowOf(a) - rowOf(b)));
}
