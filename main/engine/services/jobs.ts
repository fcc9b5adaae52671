/** The jobs that go on. */
import type { Handlers } from '#contract/index.ts';
import type { JobBoard } from '../jobs/board.ts';

export function jobHandlers(jobs: JobBoard): Handlers<'jobs.list' | 'jobs.cancel'> {
  return {
    'jobs.list': () => jobs.list(),
    'jobs.cancel': ({ jobId }) => {
      jobs.cancel(jobId);
      return null;
    },
  };
}
