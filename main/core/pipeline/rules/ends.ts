/** Decisions with which items go nowhere, though others go on. */
import type { Graph, GraphNode, GraphProblem, Port } from '../../model/graph.ts';
import { problem } from '../problem.ts';
import { sameAction } from '../routing.ts';
import { parseConfig, runnableOf } from '../specs.ts';

export function endProblems(graph: Graph): GraphProblem[] {
  return graph.nodes.flatMap((node) => [
    ...node.outputs.flatMap((port) => deadEnds(graph, node, port)),
    ...lostGroups(node),
  ]);
}

function deadEnds(graph: Graph, node: GraphNode, port: Port): GraphProblem[] {
  const taken = graph.connections
    .filter(({ src }) => src.nodeId === node.id && src.portId === port.portId)
    .map((connection) => connection.action || null);
  // A port without connections is an end of the pipeline, and what waits for others is meant to end.
  if (taken.length === 0 || taken.includes(null) || runnableOf(node) === 'wait') return [];
  const lost = (port.actions ?? []).filter(
    (action) => !taken.some((one) => one !== null && sameAction(one, action)),
  );
  return lost.map((action) => {
    const message = `Items with "${action}" end here: no connection takes them on from "${node.name}".`;
    return problem('dead-end', 'warning', message, { nodeId: node.id, portId: port.portId });
  });
}

function lostGroups(node: GraphNode): GraphProblem[] {
  if (runnableOf(node) !== 'split') return [];
  const [port] = node.outputs;
  const groups = parseConfig('split', node).data?.customNodeConfig.groups ?? [];
  const lost = groups.filter(({ name, distribution }) => distribution > 0 && !port?.actions?.includes(name));
  return lost.map(({ name }) => {
    const message = `Items of the group "${name}" end here: it is not among the actions of "${node.name}".`;
    return problem('group-unknown', 'warning', message, { nodeId: node.id });
  });
}
