/** What is wrong with a graph: every problem at once, each with its place. */
import type { Graph, GraphProblem } from '../model/graph.ts';
import { connectionProblems } from './rules/connections.ts';
import { endProblems } from './rules/ends.ts';
import { idProblems } from './rules/ids.ts';
import { inputProblems } from './rules/inputs.ts';
import { loopProblems } from './rules/loops.ts';
import { nodeProblems } from './rules/nodes.ts';
import { remoteProblems } from './rules/remote.ts';
import { startProblems } from './rules/starts.ts';
import { triggerProblems } from './rules/triggers.ts';
import { variableProblems } from './rules/variables.ts';

const RULES = [
  startProblems,
  idProblems,
  nodeProblems,
  variableProblems,
  triggerProblems,
  connectionProblems,
  inputProblems,
  loopProblems,
  endProblems,
  remoteProblems,
] as const satisfies readonly ((graph: Graph) => GraphProblem[])[];

/** All problems of the graph; it can be installed when none is an error. */
export function validateGraph(graph: Graph): GraphProblem[] {
  return RULES.flatMap((rule) => rule(graph));
}

/** Why the graph cannot be installed, all in one text for a person; null when it can. */
export function installRefusal(problems: readonly GraphProblem[]): string | null {
  const errors = problems.filter((problem) => problem.severity === 'error');
  const sentences = [
    ...new Set(errors.map(({ message }) => (message.endsWith('.') ? message : `${message}.`))),
  ];
  return sentences.length > 0 ? sentences.join(' ') : null;
}
