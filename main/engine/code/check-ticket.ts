/** A check of a snippet on its way through the workers. */
import type { Ticket } from './dispatcher.ts';
import { programOf } from './job.ts';
import type { Snippet, SnippetProblem } from './snippet.ts';

/** @param done called once with why the snippet cannot be run, or null */
export function createCheckTicket(snippet: Snippet, done: (problem: SnippetProblem | null) => void): Ticket {
  const program = programOf(snippet);
  let given = false;
  return {
    lane: 'compute',
    next(id) {
      if (given) return null;
      given = true;
      return { kind: 'check', id, program };
    },
    report({ problem }) {
      done(problem);
    },
    lost(_id, why) {
      done({
        message: `The snippet could not be checked: the process for it has ended (${why}).`,
        place: null,
      });
    },
  };
}
