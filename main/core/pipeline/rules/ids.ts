/** Ids that must differ. */
import type { Graph, GraphProblem } from '../../model/graph.ts';
import { problem } from '../problem.ts';

export function idProblems(graph: Graph): GraphProblem[] {
  const nodes = twice(graph.nodes.map((node) => node.id)).map((nodeId) =>
    problem('node-twice', 'error', `Two nodes have the id ${nodeId}.`, { nodeId }),
  );
  const ports = graph.nodes.flatMap((node) =>
    [node.inputs, node.outputs].flatMap((side) =>
      twice(side.map((port) => port.portId)).map((portId) => {
        const message = `Two ports of "${node.name}" have the id ${portId}.`;
        return problem('port-twice', 'error', message, { nodeId: node.id, portId });
      }),
    ),
  );
  return [...nodes, ...ports];
}

function twice<T>(ids: readonly T[]): readonly T[] {
  return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
}
