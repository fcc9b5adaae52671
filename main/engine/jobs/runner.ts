/**
 * The runner: keeps both lanes going while there is work. It leases, retries, backs off and recovers; what the work
 * means is the nodes' business.
 */
import { toWireError } from '#core/errors.ts';
import type { EngineContext } from '../context.ts';
import { nextDue, recoverRunning } from '../db/queries/executions.ts';
import { MACHINE } from '../unit.ts';
import type { Graphs } from './graphs.ts';
import { runInlineBatch } from './inline.ts';
import { createLongLane } from './long.ts';
import { placeOf, settleCycle } from './steps.ts';

export type Runner = {
  /** There may be work: call it after anything that makes some. Cheap. */
  wake(): void;
  close(): Promise<void>;
};

/** An execution that was running in this many engines when they died is set aside. */
const MAX_CRASHES = 3;
/** Milliseconds to wait after the database refused a whole batch (a full disk, say). */
const TROUBLE_PAUSE = 5000;
/** Longest delay that a timer takes (2^31 - 1 ms). */
const LONGEST_TIMER = 0x7fff_ffff;

/** Takes over what an engine that died had begun. Answers how many executions go on. */
export function recover(ctx: EngineContext): number {
  return ctx.unit(MACHINE, (tx) => {
    const { requeued, dead } = recoverRunning(tx.db, {
      epoch: ctx.epoch,
      maxCrashes: MAX_CRASHES,
      at: tx.now,
    });
    for (const work of dead) {
      tx.explain({
        ...placeOf(work),
        kind: 'execution-dead',
        text: 'Set aside: it took Sluice down too often',
      });
      settleCycle(tx, work.cycleId);
    }
    return requeued;
  });
}

export function createRunner(ctx: EngineContext, graphs: Graphs): Runner {
  const long = createLongLane(ctx, graphs, wake);
  let scheduled: NodeJS.Immediate | null = null;
  let timer: NodeJS.Timeout | null = null;
  let closed = false;

  function wake(): void {
    if (closed || scheduled) return;
    // One batch a turn of the event loop, so that calls of people come in between.
    scheduled = setImmediate(() => {
      scheduled = null;
      turn();
    });
  }

  function turn(): void {
    if (closed) return;
    try {
      long.fill();
      if (runInlineBatch(ctx, graphs)) wake();
      else sleepUntilDue();
    } catch (error) {
      const wire = toWireError(error);
      ctx.ports.logger.log('error', 'the runner pauses', { error: wire.message });
      ctx.emit({ name: 'problem', payload: { error: wire } });
      wakeIn(TROUBLE_PAUSE);
    }
  }

  function sleepUntilDue(): void {
    const now = ctx.ports.clock.now();
    const due = nextDue(ctx.db, now);
    if (due !== null) wakeIn(due - now);
  }

  function wakeIn(ms: number): void {
    if (timer) clearTimeout(timer);
    timer = setTimeout(wake, Math.min(Math.max(1, ms), LONGEST_TIMER));
  }

  return {
    wake,
    async close() {
      closed = true;
      if (scheduled) clearImmediate(scheduled);
      if (timer) clearTimeout(timer);
      await long.close();
    },
  };
}
