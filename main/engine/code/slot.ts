/**
 * One worker thread and the job in its hands. A thread that does not get on with an item within the item's time and
 * some grace is ended, whatever it does; the item is blamed, and the rest of the job handed back.
 */
import type { Worker } from 'node:worker_threads';
import { CHECK_MS, type Job, type Report } from './job.ts';
import { plainFault, type SnippetFault } from './snippet.ts';

/** What a worker sends. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'report'; readonly report: Report; readonly worn: boolean };

/** Starts a thread that marks its progress there: the item in its hands, and a count of the items it has begun. */
export type StartWorker = (progress: Int32Array<SharedArrayBuffer>) => Worker;

export type SlotOptions = {
  readonly startWorker: StartWorker;
  readonly report: (report: Report) => void;
  /** Milliseconds beyond an item's time after which its thread is ended. */
  readonly graceMs: number;
};

export type Slot = {
  /** The job in hand. */
  job(): Job | null;
  start(job: Job): void;
  /** Ends the thread and, with an empty report, the job. */
  abort(): void;
  close(): Promise<void>;
};

/** Between two looks at the thread. Looks are counted, not time: a computer that slept has not made it late. */
const LOOK_MS = 100;
/** A thread that has not begun to work by then never will. */
const START_MS = 30_000;

const NOT_STARTED = 'The thread for snippets does not start.';
const tooLong = (milliseconds: number): string =>
  `The snippet was stopped: it took longer than ${milliseconds / 1000} seconds for one item.`;

type Hand = { readonly job: Job; reported: number; looks: number; seen: number };

export function createSlot({ startWorker, report, graceMs }: SlotOptions): Slot {
  const progress = new Int32Array(new SharedArrayBuffer(8));
  const ending = new Set<Promise<unknown>>();
  let worker: Worker | null = null;
  let ready = false;
  let hand: Hand | null = null;
  let watch: NodeJS.Timeout | undefined;

  function launch(): Worker {
    const launched = startWorker(progress);
    ready = false;
    let reason = 'its thread ended';
    launched.on('message', (message: WorkerMessage) => {
      if (worker !== launched) return;
      if (message.kind === 'ready') ready = true;
      else hear(message.report, message.worn);
    });
    launched.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    launched.on('exit', () => {
      if (worker !== launched) return;
      worker = null;
      blame(plainFault('crash', `What ran the snippet has ended (${reason}).`));
    });
    return launched;
  }

  function hear(heard: Report, worn: boolean): void {
    if (heard.id !== hand?.job.id) return;
    hand.reported = heard.from + heard.outcomes.length;
    if (heard.end) release();
    if (worn) retire();
    report(heard);
  }

  function release(): void {
    clearInterval(watch);
    hand = null;
  }

  function retire(): void {
    const old = worker;
    worker = null;
    if (!old) return;
    const ended = old.terminate().catch(() => undefined);
    ending.add(ended);
    void ended.then(() => ending.delete(ended));
  }

  /** Ends the job with the fault for the item in hand. Items that were done and not reported are done again. */
  function blame(fault: SnippetFault): void {
    if (!hand) return;
    const { job, reported } = hand;
    release();
    const check = job.kind === 'check';
    report({
      id: job.id,
      from: Math.max(reported, Atomics.load(progress, 0)),
      outcomes: check ? [] : [fault],
      problem: check ? { message: fault.message, place: null } : null,
      end: true,
    });
  }

  function look(): void {
    if (!hand) return;
    const begun = Atomics.load(progress, 1);
    if (begun !== hand.seen) {
      hand.seen = begun;
      hand.looks = 0;
      return;
    }
    hand.looks++;
    const allowed = hand.job.kind === 'run' ? hand.job.limits.timeoutMs : CHECK_MS;
    if (hand.looks * LOOK_MS < (ready ? allowed + graceMs : START_MS)) return;
    retire();
    blame(ready ? plainFault('timeout', tooLong(allowed)) : plainFault('crash', NOT_STARTED));
  }

  return {
    job: () => hand?.job ?? null,
    start(job) {
      worker ??= launch();
      Atomics.store(progress, 0, 0);
      hand = { job, reported: 0, looks: 0, seen: Atomics.load(progress, 1) };
      watch = setInterval(look, LOOK_MS);
      worker.postMessage(job);
    },
    abort() {
      if (!hand) return;
      const { job } = hand;
      release();
      retire();
      report({ id: job.id, from: 0, outcomes: [], problem: null, end: true });
    },
    async close() {
      release();
      retire();
      await Promise.all(ending);
    },
  };
}
