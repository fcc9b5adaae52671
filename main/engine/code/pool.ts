/** The worker threads, some for each lane. They are started when they are needed. */
import type { Home, HomeEvents, Workers } from './home.ts';
import { type Job, type Lane, laneOf } from './job.ts';
import { createSlot, type Slot, type StartWorker } from './slot.ts';

export type PoolOptions = {
  readonly startWorker: StartWorker;
  readonly workers: Workers;
  readonly report: HomeEvents['report'];
  /** Milliseconds beyond an item's time after which its thread is ended; one second by default. */
  readonly graceMs?: number | undefined;
};

const GRACE_MS = 1_000;

export function createPool({ startWorker, workers, report, graceMs = GRACE_MS }: PoolOptions): Home {
  const lanes = { compute: makeLane('compute'), waiting: makeLane('waiting') };

  function makeLane(lane: Lane): { readonly slots: readonly Slot[]; readonly queue: Job[] } {
    const queue: Job[] = [];
    const slots = Array.from({ length: workers[lane] }, () =>
      createSlot({
        startWorker,
        graceMs,
        report(heard) {
          report(heard);
          if (heard.end) next(lane);
        },
      }),
    );
    return { slots, queue };
  }

  function next(name: Lane): void {
    const { slots, queue } = lanes[name];
    const free = slots.find((slot) => slot.job() === null);
    const job = free && queue.shift();
    if (job) free.start(job);
  }

  return {
    start(job) {
      const lane = laneOf(job);
      lanes[lane].queue.push(job);
      next(lane);
    },
    abort(id) {
      for (const { slots, queue } of Object.values(lanes)) {
        slots.find((slot) => slot.job()?.id === id)?.abort();
        const waiting = queue.findIndex((job) => job.id === id);
        if (waiting < 0) continue;
        queue.splice(waiting, 1);
        report({ id, from: 0, outcomes: [], problem: null, end: true });
      }
    },
    async close() {
      const all = Object.values(lanes).flatMap(({ slots, queue }) => {
        queue.length = 0;
        return slots;
      });
      await Promise.all(all.map((slot) => slot.close()));
    },
  };
}
