/** Where snippets run: in a process of their own, or in threads of this one. Both are used in the same way. */
import type { Job, Lane, Report } from './job.ts';

export type Home = {
  /** Starts a job; a free worker of its lane takes it, or it waits for one. */
  start(job: Job): void;
  /** Ends a job that was started; its last report follows. */
  abort(id: number): void;
  close(): Promise<void>;
};

export type HomeEvents = {
  report(report: Report): void;
  /** Everything that was started and has not ended is gone; `why` is a piece of a sentence. */
  lost(why: string): void;
};

/** Workers of each lane. */
export type Workers = Readonly<Record<Lane, number>>;
