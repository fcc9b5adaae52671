/**
 * What is committed is on disk in the write-ahead log, and moved into the database's file later. The engine's own thread
 * would do that at the end of some transaction; while very many files come in, a thread beside does it instead. Only
 * then: the runner's small rows are written a tenth faster when the log stays short.
 */
import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { entryFile } from '../process-host.ts';
import type { ToCheckpointer } from './checkpoint-thread.ts';
import type { Database } from './driver.ts';

export type Checkpoints = {
  /** Files were written down, and more may come. Cheap. */
  committed(): void;
  close(): Promise<void>;
};

/** Milliseconds from a commit to a look at the log. */
const LOOK_MS = 100;
/** A log that has never been larger than this is left to the engine: most workspaces most of the time. */
const SMALL_BYTES = 4 * 1024 * 1024;
/** Pages of 4 KB after which the engine does it itself: by itself, and where the thread is long done by then. */
const USUAL_LOG = 4000;
const LONGEST_LOG = 16_000;
/** Milliseconds without a commit after which the engine is by itself again. */
const REST_MS = 2000;
/** Next to nothing is kept. */
const LIMITS = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 32 };

/** @param path of the database's file */
export function createCheckpoints(db: Database, path: string): Checkpoints {
  let worker: Worker | null = null;
  let ended: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  let closed = false;
  let lastAt = 0;

  function start(): Worker {
    const file = entryFile(new URL('./checkpoint-thread.ts', import.meta.url));
    const started = new Worker(file, { workerData: path, resourceLimits: LIMITS, execArgv: [] });
    ended = new Promise((resolve) => {
      started.on('exit', () => {
        worker = null;
        resolve();
      });
    });
    // A failing disk is met, and told, by the engine as well.
    started.on('error', () => undefined);
    started.unref();
    return started;
  }

  function look(): void {
    timer = null;
    if (closed) return;
    if (performance.now() - lastAt > REST_MS) {
      db.script(`PRAGMA wal_autocheckpoint = ${USUAL_LOG}`);
      return;
    }
    waitAndLook();
    if (sizeOf(`${path}-wal`) < SMALL_BYTES) return;
    worker ??= start();
    worker.postMessage('look' satisfies ToCheckpointer);
  }

  function waitAndLook(): void {
    timer = setTimeout(look, LOOK_MS);
    timer.unref();
  }

  return {
    committed() {
      if (closed) return;
      lastAt = performance.now();
      if (timer) return;
      db.script(`PRAGMA wal_autocheckpoint = ${LONGEST_LOG}`);
      waitAndLook();
    },
    async close() {
      closed = true;
      if (timer) clearTimeout(timer);
      worker?.ref();
      worker?.postMessage('end' satisfies ToCheckpointer);
      await ended;
    },
  };
}

/** Bytes; 0 when nothing can be found out, as on a disk that was pulled out: the engine meets that itself. */
function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
