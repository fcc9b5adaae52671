/** Where cycles start. */
import type { Graph, GraphProblem } from '../../model/graph.ts';
import { problem } from '../problem.ts';

export function startProblems(graph: Graph): GraphProblem[] {
  const found: GraphProblem[] = [];
  if (graph.nodes.length === 0) found.push(problem('no-nodes', 'error', 'The pipeline has no nodes.'));
  const roots = graph.startNodes.filter((start) => start.type === 'root');
  for (const { nodeId } of roots.slice(1)) {
    found.push(problem('many-roots', 'error', 'Pipeline may only include 1 root node', { nodeId }));
  }
  if (graph.nodes.length > 0 && graph.startNodes.length === 0) {
    found.push(problem('no-start', 'error', 'The pipeline has no start node.'));
  }
  for (const { nodeId } of graph.startNodes) {
    if (graph.nodes.some((node) => node.id === nodeId)) continue;
    const message = `The start node ${nodeId} is not in the pipeline.`;
    found.push(problem('start-missing', 'error', message, { nodeId }));
  }
  return found;
}
