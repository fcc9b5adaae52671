/**
 * A few processes that decode pictures, and the order in which they are wanted. What is on the screen comes first, and of
 * that the newest; what has been scrolled away is dropped before it is begun. A picture that crashes its process is tried
 * once more, and then counts as unreadable: no other suffers.
 */
import { availableParallelism, constants, setPriority } from 'node:os';
import { basename } from 'node:path';
import { SluiceError } from '#core/errors.ts';
import type { Logger } from '#core/ports.ts';
import { abortedError } from '../media/run-tool.ts';
import { unreadable } from '../media/tool-errors.ts';
import { currentHostWay, entryFile, type HostWay } from '../process-host.ts';
import { type PictureChild, PictureCrash, startPictureChild } from './picture-child.ts';
import type { PictureTask } from './tasks.ts';

/** `screen`: a person looks at it now; `grid`: one of many small ones; `background`: nobody waits, one at a time. */
export type Urgency = 'screen' | 'grid' | 'background';

export type PictureRun = { readonly urgency: Urgency; readonly signal?: AbortSignal | undefined };

export type PicturePool = {
  /**
   * Answers the bytes of a tile, else null. Throws what the task throws, `aborted` at once when the signal fires, and
   * `media-unreadable` for a picture that has crashed two processes.
   */
  run(task: PictureTask, run: PictureRun): Promise<Uint8Array | null>;
  /** Tasks that were begun since the start, that wait, and process ids. */
  state(): { readonly begun: number; readonly waiting: number; readonly pids: readonly number[] };
  /** Ends all processes; settles when they are gone. What waits fails with `aborted`. */
  close(): Promise<void>;
};

export type PicturePoolOptions = {
  readonly logger: Logger;
  readonly way?: HostWay | undefined;
  /** Processes; by default one less than there are cores, but two at least and six at most. */
  readonly size?: number;
  /** Milliseconds without work after which a process is ended: each holds about 80 MB. */
  readonly idleMs?: number;
  /** Longest time for a task that is no pyramid, in milliseconds. */
  readonly taskMs?: number;
  /** The file to start instead of the real one. */
  readonly entry?: string;
};

type Waiting = {
  readonly task: PictureTask;
  readonly urgency: Urgency;
  readonly attempt: number;
  readonly signal: AbortSignal | undefined;
  resolve(bytes: Uint8Array | null): void;
  reject(error: unknown): void;
};

type Slot = { child: PictureChild; work: Waiting | null; idle: NodeJS.Timeout | undefined };

const ORDER = { screen: 2, grid: 1, background: 0 } as const satisfies Record<Urgency, number>;
const IDLE_MS = 60_000;
const TASK_MS = 120_000;
const PYRAMID_MS = 30 * 60_000;

/** The process gets the time that no other wants. */
function yieldCores(pid: number | null): void {
  if (pid === null) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the system does not allow it: then it works as all others do.
  }
}

/** Starts no process before the first task. */
export function createPicturePool(options: PicturePoolOptions): PicturePool {
  const { logger, way = currentHostWay(), idleMs = IDLE_MS, taskMs = TASK_MS } = options;
  const size = options.size ?? Math.min(6, Math.max(2, availableParallelism() - 1));
  const slots = new Set<Slot>();
  const ending = new Set<Promise<void>>();
  let waiting: Waiting[] = [];
  let begun = 0;
  let closed = false;

  function startSlot(): Slot {
    const child = startPictureChild({
      entry: options.entry ?? entryFile(new URL('./picture-process.ts', import.meta.url)),
      way,
      limitMs: (task) => (task.kind === 'pyramid' ? PYRAMID_MS : taskMs),
      log: (line) => logger.log('debug', line, { process: 'pictures' }),
      onGone() {
        clearTimeout(slot.idle);
        slots.delete(slot);
      },
    });
    const slot: Slot = { child, work: null, idle: undefined };
    slots.add(slot);
    return slot;
  }

  function end(slot: Slot): void {
    slots.delete(slot);
    clearTimeout(slot.idle);
    const gone = slot.child.kill();
    ending.add(gone);
    void gone.finally(() => ending.delete(gone));
  }

  /** The newest of the most urgent; of the background one at a time, so that a process is left for who looks. */
  function take(): Waiting | undefined {
    const busy = [...slots].some(({ work }) => work?.urgency === 'background');
    let best: Waiting | undefined;
    for (const one of waiting) {
      if (one.urgency === 'background' && busy) continue;
      if (!best || ORDER[one.urgency] >= ORDER[best.urgency]) best = one;
    }
    if (best) waiting = waiting.filter((one) => one !== best);
    return best;
  }

  function pump(): void {
    while (!closed) {
      let slot = [...slots].find(({ work }) => work === null);
      if (!slot && slots.size >= size) return;
      const next = take();
      if (!next) return;
      slot ??= startSlot();
      begin(slot, next);
    }
  }

  function begin(slot: Slot, work: Waiting): void {
    begun += 1;
    slot.work = work;
    clearTimeout(slot.idle);
    const isBackground = work.urgency === 'background';
    if (isBackground) yieldCores(slot.child.pid);
    slot.child
      .run(work.task)
      .then(work.resolve, (error: unknown) => crashed(work, error))
      .finally(() => {
        slot.work = null;
        // What has lowered its priority cannot raise it again.
        if (isBackground) end(slot);
        if (slots.has(slot)) {
          slot.idle = setTimeout(() => end(slot), idleMs);
          slot.idle.unref();
        }
        pump();
      });
  }

  function crashed(work: Waiting, error: unknown): void {
    const { input } = work.task;
    if (!(error instanceof PictureCrash)) {
      work.reject(error);
      return;
    }
    if (closed || work.signal?.aborted) {
      work.reject(abortedError(`the picture "${basename(input)}"`));
      return;
    }
    logger.log('warn', 'a picture ended its process', { input, how: error.message, attempt: work.attempt });
    if (work.attempt === 0) waiting.push({ ...work, attempt: 1 });
    else {
      const what =
        'makes its decoder crash. It is damaged, or meant to do harm; save it anew from where it came from.';
      work.reject(unreadable(input, what, { how: error.message }));
    }
  }

  return {
    run: (task, { urgency, signal }) =>
      new Promise((resolve, reject) => {
        const giveUp = () => {
          waiting = waiting.filter((one) => one.reject !== settle.reject);
          // A pyramid takes too long to be finished for nobody.
          const slot = [...slots].find(({ work }) => work?.reject === settle.reject);
          if (slot && task.kind === 'pyramid') end(slot);
          settle.reject(abortedError(`the picture "${basename(task.input)}"`));
        };
        const settle = {
          resolve(bytes: Uint8Array | null) {
            signal?.removeEventListener('abort', giveUp);
            resolve(bytes);
          },
          reject(error: unknown) {
            signal?.removeEventListener('abort', giveUp);
            reject(error);
          },
        };
        if (signal?.aborted || closed) {
          giveUp();
          return;
        }
        signal?.addEventListener('abort', giveUp, { once: true });
        waiting.push({ task, urgency, attempt: 0, signal, ...settle });
        pump();
      }),
    state: () => ({
      begun,
      waiting: waiting.length,
      pids: [...slots].flatMap(({ child }) => child.pid ?? []),
    }),
    async close() {
      closed = true;
      const error = new SluiceError('aborted', 'Sluice is being closed.');
      for (const one of waiting.splice(0)) one.reject(error);
      for (const slot of [...slots]) end(slot);
      await Promise.all(ending);
    },
  };
}
