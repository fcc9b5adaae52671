/**
 * The threads that read files. Hashing on the engine's own thread would take turns with the database: a thread that reads
 * while the engine writes rows takes in pictures twice as fast. More of them help where a disk keeps them waiting.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { fromWireError, SluiceError, type WireError } from '#core/errors.ts';
import type { FileHash } from '../media/hash.ts';
import { entryFile } from '../process-host.ts';
import type { Inspection } from './inspect.ts';

export type ToReader =
  | {
      readonly kind: 'inspect';
      readonly id: number;
      readonly paths: readonly string[];
      readonly own: readonly string[];
    }
  | { readonly kind: 'hash'; readonly id: number; readonly path: string }
  | { readonly kind: 'cancel'; readonly id: number };

export type FromReader =
  | {
      readonly kind: 'inspected';
      readonly id: number;
      readonly inspections: readonly Inspection[];
      readonly tookMs: number;
    }
  | {
      readonly kind: 'hashed';
      readonly id: number;
      readonly hash: FileHash | null;
      readonly error: WireError | null;
    };

export type ReadPool = {
  /**
   * Looks at a file and reads it. Throws `io` when the thread has ended, `aborted` when the pool is closed.
   * @param passing one of Sluice's own, which is to be read all the same
   */
  inspect(path: string, passing?: boolean): Promise<Inspection>;
  /** The hash of a file of any size. Throws `aborted`, `not-found` or `io`. */
  hash(path: string, signal: AbortSignal): Promise<FileHash>;
  /** Files that are asked for and not answered. */
  busy(): number;
  close(): Promise<void>;
};

export type ReadPoolOptions = {
  /** Folders that Sluice fills itself, absolute and without links. */
  readonly own: Promise<readonly string[]>;
  readonly threads?: number;
};

type Asked = {
  readonly path: string;
  readonly passing: boolean;
  readonly resolve: (inspection: Inspection) => void;
  readonly reject: (error: unknown) => void;
};

type Reader = {
  readonly worker: Worker;
  readonly batches: Map<number, readonly Asked[]>;
  readonly hashes: Map<number, { resolve(hash: FileHash): void; reject(error: unknown): void }>;
};

/** Files in one message: enough that messages cost little, few enough that no thread has all of a small burst. */
const BATCH = 32;
/** Messages that all threads have at once: while the engine writes and hands out nothing, the next files are read for it. */
const AHEAD = 28;
/** Milliseconds for one file of a full message: from a disk of today it is a tenth, from one over a network several times. */
const SLOW_MS = 4;
const MOST_THREADS = 4;
/** What a thread keeps is two buffers: space to let garbage pile up would only take memory. */
const LIMITS = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 128 };

/** The engine's own thread keeps one core busy. */
const usualThreads = () => Math.min(MOST_THREADS, Math.max(1, availableParallelism() - 1));

export function createReadPool({ own, threads = usualThreads() }: ReadPoolOptions): ReadPool {
  const readers = new Set<Reader>();
  const queue: Asked[] = [];
  let underWay = 0;
  let lastId = 0;
  let scheduled = false;
  let closed = false;
  /** Reading takes long. */
  let slow = false;
  let ownFolders: readonly string[] | null = null;
  void own.then((found) => {
    ownFolders = found;
    schedule();
  });

  function start(): Reader {
    const worker = new Worker(entryFile(new URL('./read-thread.ts', import.meta.url)), {
      resourceLimits: LIMITS,
      execArgv: [],
    });
    const reader: Reader = { worker, batches: new Map(), hashes: new Map() };
    readers.add(reader);
    let reason = 'the thread that read it has ended';
    worker.on('message', (message: FromReader) => receive(reader, message));
    worker.on('error', (error: Error) => {
      reason = error.message;
    });
    worker.on('exit', () => {
      readers.delete(reader);
      // Another thread is started when there is something to read again.
      const error = new SluiceError(closed ? 'aborted' : 'io', `The file could not be read: ${reason}.`);
      for (const asked of [...reader.batches.values()].flat()) asked.reject(error);
      for (const asked of reader.hashes.values()) asked.reject(error);
      underWay -= [...reader.batches.values()].flat().length;
      if (!closed) schedule();
    });
    return reader;
  }

  function receive(reader: Reader, message: FromReader): void {
    if (message.kind === 'hashed') {
      const asked = reader.hashes.get(message.id);
      reader.hashes.delete(message.id);
      if (message.hash) asked?.resolve(message.hash);
      else asked?.reject(fromWireError(message.error ?? { code: 'io', message: 'No hash.', details: {} }));
      return;
    }
    const batch = reader.batches.get(message.id) ?? [];
    slow = message.tookMs > BATCH * SLOW_MS;
    reader.batches.delete(message.id);
    underWay -= batch.length;
    for (const [at, inspection] of message.inspections.entries()) batch[at]?.resolve(inspection);
    dispatch();
  }

  /** Whoever has least to do; a new thread while those there are have something to do and there may be more. */
  function leastBusy(): Reader {
    let least: Reader | null = null;
    for (const reader of readers) if (!least || reader.batches.size < least.batches.size) least = reader;
    const most = slow ? Math.max(threads, MOST_THREADS) : threads;
    if (least && (least.batches.size === 0 || readers.size >= most)) return least;
    return start();
  }

  /** How many of the next may be in one message. */
  function alike(): number {
    const most = Math.min(BATCH, queue.length);
    const other = queue.slice(0, most).findIndex((asked) => asked.passing !== queue[0]?.passing);
    return other < 0 ? most : Math.min(most, other);
  }

  function dispatch(): void {
    scheduled = false;
    if (!ownFolders) return;
    while (!closed && queue.length > 0) {
      const reader = leastBusy();
      if (reader.batches.size * readers.size >= AHEAD) return;
      const batch = queue.splice(0, alike());
      const own = batch[0]?.passing ? [] : ownFolders;
      lastId += 1;
      reader.batches.set(lastId, batch);
      const paths = batch.map(({ path }) => path);
      reader.worker.postMessage({ kind: 'inspect', id: lastId, paths, own } satisfies ToReader);
    }
  }

  /** What is asked for in one go is sent in one go. */
  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(dispatch);
  }

  return {
    inspect: (path, passing = false) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new SluiceError('aborted', 'Cancelled.'));
        queue.push({ path, passing, resolve, reject });
        underWay += 1;
        schedule();
      }),
    async hash(path, signal) {
      signal.throwIfAborted();
      const reader = leastBusy();
      lastId += 1;
      const id = lastId;
      const cancel = () => reader.worker.postMessage({ kind: 'cancel', id } satisfies ToReader);
      signal.addEventListener('abort', cancel, { once: true });
      try {
        return await new Promise<FileHash>((resolve, reject) => {
          reader.hashes.set(id, { resolve, reject });
          reader.worker.postMessage({ kind: 'hash', id, path } satisfies ToReader);
        });
      } finally {
        signal.removeEventListener('abort', cancel);
      }
    },
    busy: () => underWay,
    async close() {
      closed = true;
      for (const asked of queue.splice(0)) asked.reject(new SluiceError('aborted', 'Cancelled.'));
      await Promise.all([...readers].map(({ worker }) => worker.terminate()));
    },
  };
}
