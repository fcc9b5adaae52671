/** Where the items at a place of a graph can come from. */
import type { Graph } from '../model/graph.ts';
import { variableValues, withVariables } from './variables.ts';

/** The datasets of the dataset nodes from which items can get to a node, its own included. */
export function datasetsBefore(graph: Graph, nodeId: string): readonly string[] {
  const seen = new Set([nodeId]);
  for (const id of seen) {
    for (const { src, tgt } of graph.connections) if (tgt.nodeId === id) seen.add(src.nodeId);
  }
  const values = variableValues(graph);
  const found = graph.nodes.flatMap((node) => {
    if (!seen.has(node.id) || node.type !== 'storage') return [];
    const { datasetId } = withVariables(node, values).metadata;
    return typeof datasetId === 'string' && datasetId !== '' ? [datasetId] : [];
  });
  return [...new Set(found)];
}
