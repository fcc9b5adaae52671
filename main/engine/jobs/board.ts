/** The jobs a person can watch and cancel, with their rate and time left. In memory: what survives is the work itself. */
import { SluiceError } from '#core/errors.ts';
import { itemIdSchema, type JobId, jobIdSchema } from '#core/model/ids.ts';
import type { Job } from '#core/model/job.ts';
import type { Clock } from '#core/ports.ts';

export type JobStart = {
  readonly id: string;
  readonly kind: Job['kind'];
  readonly title: string;
  readonly itemId?: string;
  readonly unit: string;
  readonly total?: number | null;
  /** Absent: the job cannot be cancelled. */
  readonly cancel?: () => void;
};

export type JobHandle = {
  /** `done` of `total` units; the rate is worked out over the last seconds. */
  progress(done: number, total?: number | null): void;
  /** So much was done before: it counts as done, and the rate begins here. */
  resume(done: number, total?: number | null): void;
  /** From here on it cannot be cancelled any more. */
  settle(): void;
  end(): void;
};

export type JobBoard = {
  start(job: JobStart): JobHandle;
  list(): Job[];
  /** @throws SluiceError `not-found` when it has ended, `wrong-state` when it cannot be cancelled (any more). */
  cancel(id: JobId): void;
  close(): void;
};

/** Milliseconds: how far back the rate looks, and how often listeners are told. */
const RATE_WINDOW = 5000;
const TELL_PERIOD = 250;

type Entry = { job: Job; cancel: (() => void) | null; samples: { at: number; done: number }[] };

export function createJobBoard(clock: Clock, tell: (jobs: Job[]) => void): JobBoard {
  const entries = new Map<string, Entry>();
  let timer: NodeJS.Timeout | null = null;
  let stale = false;

  const list = () => [...entries.values()].map((entry) => entry.job);

  function announce(): void {
    if (timer) {
      stale = true;
      return;
    }
    tell(list());
    timer = setTimeout(() => {
      timer = null;
      if (!stale) return;
      stale = false;
      announce();
    }, TELL_PERIOD);
  }

  function update(id: string, change: Partial<Job>): void {
    const entry = entries.get(id);
    if (!entry) return;
    entry.job = { ...entry.job, ...change };
    announce();
  }

  return {
    list,
    start(start) {
      const job: Job = {
        id: jobIdSchema.parse(start.id),
        kind: start.kind,
        title: start.title,
        itemId: start.itemId ? itemIdSchema.parse(start.itemId) : null,
        done: 0,
        total: start.total ?? null,
        unit: start.unit,
        rate: null,
        secondsLeft: null,
        cancellable: start.cancel !== undefined,
        startedAt: clock.now(),
      };
      const entry: Entry = { job, cancel: start.cancel ?? null, samples: [{ at: job.startedAt, done: 0 }] };
      entries.set(start.id, entry);
      announce();
      return {
        progress(done, total = entry.job.total) {
          const now = clock.now();
          entry.samples = [
            ...entry.samples.filter((sample) => now - sample.at < RATE_WINDOW),
            { at: now, done },
          ];
          const first = entry.samples[0];
          const seconds = first ? (now - first.at) / 1000 : 0;
          const rate = first && seconds > 0 ? Math.max(0, (done - first.done) / seconds) : null;
          const secondsLeft = rate && total !== null ? Math.max(0, (total - done) / rate) : null;
          update(start.id, { done, total, rate, secondsLeft });
        },
        resume(done, total = entry.job.total) {
          entry.samples = [{ at: clock.now(), done }];
          update(start.id, { done, total, rate: null, secondsLeft: null });
        },
        settle() {
          entry.cancel = null;
          update(start.id, { cancellable: false });
        },
        end() {
          // The last progress may wait for its turn; without it nobody could tell done from cancelled.
          if (stale) tell(list());
          if (entries.delete(start.id)) announce();
        },
      };
    },
    cancel(id) {
      const entry = entries.get(id);
      if (!entry) throw new SluiceError('not-found', 'This job has already ended.', { jobId: id });
      if (!entry.cancel) {
        throw new SluiceError(
          'wrong-state',
          `"${entry.job.title}" is nearly done and can no longer be cancelled.`,
        );
      }
      entry.cancel();
    },
    close() {
      if (timer) clearTimeout(timer);
      timer = null;
      entries.clear();
    },
  };
}
