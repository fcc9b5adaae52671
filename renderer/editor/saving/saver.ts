/**
 * Brings changes to disk, one after the other, in the order in which they were made. A change leaves memory only
 * when the engine has stored it: what cannot be stored now is tried again with the same id, and said.
 */
import type { AnnotationMap } from '#core/annotation/diff.ts';
import { isSluiceError, SluiceError } from '#core/errors.ts';
import type { Annotation, AnnotationDiff } from '#core/model/annotation.ts';
import type { ItemId } from '#core/model/ids.ts';
import { type Change, rebase } from './rebase.ts';
import { asSluiceError, backoff, isPermanent } from './retry.ts';

export type SaverPorts = {
  /** Stores a change; answers when it is durable. Sent again with the same id it changes nothing. */
  save(change: Change): Promise<unknown>;
  /** What is stored of an item. */
  reload(itemId: ItemId): Promise<readonly Annotation[]>;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
};

export type SaverEvents = {
  saved?(change: Change): void;
  /** `permanent`: nobody tries until `retry` or `abandon`. */
  failed?(change: Change, error: SluiceError, permanent: boolean): void;
  /** Somebody else changed the item first; this is what it is now, and what of this person's work did not fit. */
  rebased?(itemId: ItemId, annotations: AnnotationMap, dropped: readonly AnnotationDiff[]): void;
  /** The change is given up: by `abandon`, or because nothing of it fitted. */
  abandoned?(change: Change): void;
};

export type Saver = {
  /** Starts to store the change at once, or as soon as those before it are stored. */
  push(change: Change): void;
  /** Runs the step after all changes before it are stored. Never runs it twice. @throws SluiceError `aborted` */
  run<T>(step: () => Promise<T>): Promise<T>;
  /** Resolves when nothing waits. @throws SluiceError when a change cannot be stored at all. */
  whenIdle(): Promise<void>;
  /** Changes of the item that are not stored yet; of all items without an id. */
  pending(itemId?: ItemId): number;
  /** Tries again at once. */
  retry(): void;
  /** Gives up all that waits. */
  abandon(): void;
  dispose(): void;
};

/** Rebases in a row without a change being stored; others would have to be faster than this person each time. */
const MOST_CONFLICTS = 5;

const closed = () => new SluiceError('aborted', 'The window was closed.');

type ChangeJob = { readonly type: 'change'; readonly change: Change };
type StepJob = { readonly type: 'step'; run(): Promise<void>; drop(error: SluiceError): void };
type Job = ChangeJob | StepJob;
type Waiter = { resolve(): void; reject(error: SluiceError): void };

export function createSaver(ports: SaverPorts, events: SaverEvents = {}): Saver {
  let queue: readonly Job[] = [];
  let waiters: readonly Waiter[] = [];
  let running = false;
  let failures = 0;
  let conflicts = 0;
  let stuck: SluiceError | null = null;
  let disposed = false;
  let pause = new AbortController();

  const changes = (itemId?: ItemId): Change[] =>
    queue.flatMap((job) =>
      job.type === 'change' && (itemId === undefined || job.change.itemId === itemId) ? [job.change] : [],
    );

  function release(settle: (waiter: Waiter) => void): void {
    const released = waiters;
    waiters = [];
    for (const waiter of released) settle(waiter);
  }

  /** Puts what was rebased in place of all that waits for the item. */
  function replaceChanges(itemId: ItemId, kept: readonly Change[]): void {
    const byId = new Map(kept.map((change) => [change.changeSetId, change]));
    const before = changes(itemId);
    queue = queue.flatMap((job): Job[] => {
      if (job.type === 'step' || job.change.itemId !== itemId) return [job];
      const change = byId.get(job.change.changeSetId);
      return change ? [{ type: 'change', change }] : [];
    });
    for (const change of before) if (!byId.has(change.changeSetId)) events.abandoned?.(change);
  }

  async function resolveConflict(itemId: ItemId): Promise<void> {
    const stored = await ports.reload(itemId);
    // From here to the end nothing else runs, so that no stroke falls between the old and the new state.
    const map = new Map(stored.map((annotation) => [annotation.id, annotation]));
    const { annotations, kept, dropped } = rebase(map, changes(itemId));
    replaceChanges(itemId, kept);
    events.rebased?.(itemId, annotations, dropped);
  }

  async function afterFailure(change: Change, thrown: unknown): Promise<void> {
    const error = asSluiceError(thrown);
    const permanent = isPermanent(error) || error.code === 'conflict';
    events.failed?.(change, error, permanent);
    if (permanent) {
      stuck = error;
      release((waiter) => waiter.reject(error));
      return;
    }
    failures += 1;
    pause = new AbortController();
    await ports.wait(backoff(failures), pause.signal);
  }

  async function saveFirst(job: ChangeJob): Promise<void> {
    const { change } = job;
    try {
      await ports.save(change);
      queue = queue.filter((each) => each !== job);
      failures = 0;
      conflicts = 0;
      events.saved?.(change);
    } catch (error) {
      try {
        // Fits what is stored and is refused all the same, again and again: waiting does not mend that.
        if (!isSluiceError(error, 'conflict') || conflicts >= MOST_CONFLICTS) throw error;
        conflicts += 1;
        await resolveConflict(change.itemId);
      } catch (cause) {
        await afterFailure(change, cause);
      }
    }
  }

  async function drain(): Promise<void> {
    if (running) return;
    running = true;
    for (let job = queue[0]; job && !stuck && !disposed; job = queue[0]) {
      if (job.type === 'change') {
        await saveFirst(job);
      } else {
        queue = queue.slice(1);
        await job.run();
      }
    }
    running = false;
    if (queue.length === 0) release((waiter) => waiter.resolve());
  }

  return {
    push(change) {
      queue = [...queue, { type: 'change', change }];
      void drain();
    },
    run(step) {
      if (disposed) return Promise.reject(closed());
      return new Promise((resolve, reject) => {
        const run = () => step().then(resolve, reject);
        queue = [...queue, { type: 'step', run, drop: reject }];
        void drain();
      });
    },
    whenIdle() {
      if (stuck) return Promise.reject(stuck);
      if (queue.length === 0 && !running) return Promise.resolve();
      return new Promise((resolve, reject) => {
        waiters = [...waiters, { resolve, reject }];
      });
    },
    pending: (itemId) => changes(itemId).length,
    retry() {
      stuck = null;
      conflicts = 0;
      pause.abort();
      void drain();
    },
    abandon() {
      const given = changes();
      queue = queue.filter((job) => job.type === 'step');
      stuck = null;
      failures = 0;
      pause.abort();
      for (const change of given) events.abandoned?.(change);
      void drain();
    },
    dispose() {
      disposed = true;
      pause.abort();
      for (const job of queue) if (job.type === 'step') job.drop(closed());
      release((waiter) => waiter.reject(closed()));
    },
  };
}
