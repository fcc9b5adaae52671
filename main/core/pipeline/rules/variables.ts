/** Variables that nodes name. */
import type { Graph, GraphProblem } from '../../model/graph.ts';
import { problem } from '../problem.ts';
import { runnableOf } from '../specs.ts';
import { variablesOf, variablesUsed } from '../variables.ts';

export function variableProblems(graph: Graph): GraphProblem[] {
  const variables = new Map(variablesOf(graph).map((variable) => [variable.name, variable]));
  const updaters = graph.nodes.filter((node) => runnableOf(node) === 'updateVariable');
  const written = new Set(updaters.flatMap((node) => variablesUsed(node).map(({ name }) => name)));
  return graph.nodes.flatMap((node) =>
    variablesUsed(node).flatMap(({ name, portId }) => {
      const place = portId === null ? { nodeId: node.id } : { nodeId: node.id, portId };
      const variable = variables.get(name);
      if (!variable) {
        const message = `"${node.name}" uses the variable "${name}", which the pipeline does not have.`;
        return [problem('variable-unknown', 'error', message, place)];
      }
      if (variable.value !== null || written.has(name)) return [];
      const message = `"${node.name}" uses the variable "${name}", which has no value yet.`;
      return [problem('variable-unknown', 'warning', message, place)];
    }),
  );
}
