/** What the reference system's API answers to a graph with problems: scripts look for its words. */
import type { GraphProblem, GraphProblemCode } from '../model/graph.ts';

/** When it is asked: most is looked at when a graph is saved, the rest when it is installed. */
export type Moment = 'create' | 'update' | 'install';

export const TASK_FAILED = 'Failed to create a task';

type Answer = (problem: GraphProblem, moment: Moment) => string;

const WHEN_SAVED: ReadonlyMap<GraphProblemCode, Answer> = new Map<GraphProblemCode, Answer>([
  [
    'types-differ',
    (_, moment) => failed(moment, 'connection source and target ports must be of the same type'),
  ],
  ['action-unknown', (_, moment) => failed(moment, 'connection action do not includes in port actions')],
  ['action-without-actions', () => "Cannot read properties of undefined (reading 'includes')"],
  ['many-roots', ({ message }) => message],
  ['self-loop', ({ message }) => message],
]);

function failed(moment: Moment, what: string): string {
  return `Failed to ${moment === 'create' ? 'create' : 'update'} pipeline: ${what}`;
}

/**
 * Its answer to the first problem that it would refuse at that moment, null when it would go on. What it does not know
 * it cannot refuse: then, when installing, the answer is the first error in our own words.
 */
export function firstDataloopMessage(
  problems: readonly GraphProblem[],
  moment: Moment = 'update',
): string | null {
  const errors = problems.filter((problem) => problem.severity === 'error');
  for (const error of errors) {
    const answer = WHEN_SAVED.get(error.code)?.(error, moment);
    if (answer !== undefined) return answer;
  }
  const [first] = errors;
  if (moment !== 'install' || !first) return null;
  return first.code === 'pulling' ? TASK_FAILED : first.message;
}
