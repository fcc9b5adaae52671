/** Work that a person watches and may cancel, for as long as its call runs. */
import type { Job } from '#core/model/job.ts';
import type { EngineContext } from '../context.ts';
import type { JobHandle } from './board.ts';

export type Watched = { readonly kind: Job['kind']; readonly title: string; readonly unit: string };

/** Runs the work as a job; its signal is aborted when the person cancels it or the engine closes. */
export async function watched<T>(
  ctx: Pick<EngineContext, 'jobs' | 'ports' | 'closing'>,
  { kind, title, unit }: Watched,
  work: (job: JobHandle, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const cancelling = new AbortController();
  const job = ctx.jobs.start({
    id: ctx.ports.ids.next(),
    kind,
    title,
    unit,
    total: null,
    cancel: () => cancelling.abort(),
  });
  try {
    return await work(job, AbortSignal.any([ctx.closing, cancelling.signal]));
  } finally {
    job.end();
  }
}
