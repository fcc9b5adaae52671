/**
 * The thread of a folder, which lists it and is told by the system what happens in it. A thread for each folder: one that
 * waits for a disk that does not answer keeps no other waiting, nor the engine.
 */
import { Worker } from 'node:worker_threads';
import { entryFile } from '../process-host.ts';
import type { ScanChunk } from './scan.ts';
import type { Sight } from './sight.ts';
import type { Patterns } from './wanted.ts';

export type ScoutTask = {
  /** Absolute. */
  readonly root: string;
  readonly patterns: Patterns;
  /** Folders that Sluice fills itself, absolute and without links. */
  readonly own: readonly string[];
  /** False: it only lists. */
  readonly watches: boolean;
};

/** A path in the folder that something happened to, and what was there a moment later. */
export type Touch = readonly [name: string, sight: Sight];

export type ToScout =
  | { readonly kind: 'scan'; readonly id: number }
  | { readonly kind: 'taken' }
  | { readonly kind: 'stop' };

export type FromScout =
  | { readonly kind: 'chunk'; readonly id: number; readonly chunk: ScanChunk }
  | {
      readonly kind: 'scanned';
      readonly id: number;
      readonly busyMs: number;
      readonly error: { code: string; message: string } | null;
    }
  | { readonly kind: 'touched'; readonly touches: readonly Touch[] }
  | { readonly kind: 'reshaped' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'exhausted'; readonly note: string };

export type ScoutEvents = {
  /** Something happened to these files. */
  touched(touches: readonly Touch[]): void;
  /** Folders came, went or failed: what is there is best found out by listing. */
  reshaped(): void;
  /** From here on nothing is missed. */
  ready(): void;
  /** The folder is not watched any more. `note` tells a person what to do. */
  exhausted(note: string): void;
};

export type Scout = {
  /**
   * Lists the folder, part by part; the next ones wait while `take` works. One listing at a time. Answers the
   * milliseconds that the listing itself took, without any waiting. Throws what the file
   * system throws when the folder itself cannot be listed, and the signal's reason.
   */
  scan(signal: AbortSignal, take: (chunk: ScanChunk) => Promise<void>): Promise<number>;
  close(): Promise<void>;
};

export type OpenScout = (task: ScoutTask, events: ScoutEvents) => Scout;

/**
 * Megabytes that the thread gets, and gets when those were not enough. While the watch begins, 100,000 files take 90 MB;
 * with more room V8 would let 250 MB of garbage pile up.
 */
const ROOMS = [192, 1024] as const;
/** How long a thread that waits for a disk is waited for; it ends when the disk answers. */
const CLOSE_MS = 1000;

const TOO_LARGE =
  'This folder holds more than Sluice can watch at once. It looks for changes every few seconds instead. To be told at once, watch its folders one by one.';

export const openScout: OpenScout = (task, events) => {
  let worker = start(task, ROOMS[0]);
  let closed = false;
  let lastId = 0;
  let scan: {
    take(chunk: ScanChunk): Promise<void>;
    resolve(busyMs: number): void;
    reject(error: unknown): void;
  } | null = null;

  function start(wish: ScoutTask, room: (typeof ROOMS)[number]): Worker {
    const started = new Worker(entryFile(new URL('./scout-thread.ts', import.meta.url)), {
      workerData: wish,
      resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: room },
      execArgv: [],
    });
    let cause: Error = new Error('The thread that lists the folder has ended.');
    started.on('message', (message: FromScout) => void receive(message));
    started.on('error', (error: Error) => {
      cause = error;
    });
    started.on('exit', () => {
      scan?.reject(cause);
      scan = null;
      if (closed) return;
      // It has run out of memory. In the end listing, which needs next to none, goes on.
      const again = wish.watches && room === ROOMS[0];
      worker = start({ ...wish, watches: again }, ROOMS[1]);
      if (wish.watches && !again) events.exhausted(TOO_LARGE);
    });
    return started;
  }

  async function receive(message: FromScout): Promise<void> {
    if (closed) return;
    switch (message.kind) {
      case 'chunk': {
        if (message.id !== lastId) return;
        await scan?.take(message.chunk).catch((error: unknown) => scan?.reject(error));
        return send({ kind: 'taken' });
      }
      case 'scanned': {
        if (message.id !== lastId) return;
        if (message.error) {
          scan?.reject(Object.assign(new Error(message.error.message), { code: message.error.code }));
        } else scan?.resolve(message.busyMs);
        return;
      }
      case 'touched':
        return events.touched(message.touches);
      case 'reshaped':
        return events.reshaped();
      case 'ready':
        return events.ready();
      case 'exhausted':
        return events.exhausted(message.note);
    }
  }

  function send(message: ToScout): void {
    worker.postMessage(message);
  }

  return {
    async scan(signal, take) {
      signal.throwIfAborted();
      lastId += 1;
      const id = lastId;
      const abort = () => scan?.reject(signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      let last: Promise<void> = Promise.resolve();
      const taking = (chunk: ScanChunk) => {
        last = last.then(() => take(chunk));
        return last;
      };
      try {
        const busyMs = await new Promise<number>((resolve, reject) => {
          scan = { take: taking, resolve, reject };
          send({ kind: 'scan', id });
        });
        // Its last parts may still be worked on.
        await last;
        return busyMs;
      } catch (error) {
        send({ kind: 'stop' });
        throw error;
      } finally {
        scan = null;
        signal.removeEventListener('abort', abort);
      }
    },
    async close() {
      closed = true;
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise((resolve) => {
        timer = setTimeout(resolve, CLOSE_MS);
      });
      await Promise.race([worker.terminate(), patience]);
      clearTimeout(timer);
    },
  };
};
