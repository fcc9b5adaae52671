/** What an engine that died had begun: back to the queue, or aside when it has died too often with it. */
import type { EngineContext } from '../context.ts';
import { listStale } from '../db/queries/queue.ts';
import { MACHINE } from '../unit.ts';
import { MAX_CRASHES } from './finished.ts';
import { stop } from './steps.ts';
import { requeue } from './transitions.ts';

/** Takes over from engines before this one. Answers how many executions go on. */
export function recover(ctx: EngineContext): number {
  return ctx.unit(MACHINE, (tx) => {
    let requeued = 0;
    for (const work of listStale(tx.db, ctx.epoch)) {
      if (work.crashes >= MAX_CRASHES) {
        const text = `Sluice ended unexpectedly ${work.crashes} times while working on this; it was set aside.`;
        stop(tx, { work, stored: true }, 'bury', text);
      } else {
        requeue(tx, work, 'crash');
        requeued += 1;
      }
    }
    return requeued;
  });
}
