/** Caches on disk: an entry is whole or not there, made once at a time, and the longest unused go first. */
import { rm, stat, utimes } from 'node:fs/promises';
import type { WorkspaceFiles } from '../files.ts';
import { writeFileAtomically } from '../media/atomic-file.ts';
import { abandonFolder, beginFolder, commitFolder, partialFolder } from '../media/atomic-folder.ts';
import { writeError } from '../media/tool-errors.ts';
import { type CacheEntry, type CacheName, cachePath } from './entry.ts';
import { type CacheUse, cacheSizes, type Trimmed, trimCaches } from './trim.ts';

export type CacheStore = {
  /** The path of an entry that is there, which is thereby used; else null. */
  find(entry: CacheEntry): Promise<string | null>;
  /**
   * The path of a file, made when it is not there. `make` fills the passing file that it is given; of several callers at
   * once one makes it and the others wait, and take over when that one fails. Errors of `make` go on, those of the file
   * system as `disk-full` or `io`.
   */
  file(entry: CacheEntry, make: (passingPath: string) => Promise<void>): Promise<string>;
  /** The same for a folder with many files. */
  folder(entry: CacheEntry, fill: (partialPath: string) => Promise<void>): Promise<string>;
  /** Keeps the entry from being removed until the answer is called: for one that is read over a long time. */
  hold(entry: CacheEntry): () => void;
  /** Removes the entry, e.g. one that proved damaged; it is made again when somebody asks. */
  drop(entry: CacheEntry): Promise<void>;
  /** Entries written since the last trim: whether it is time for one. */
  written(): number;
  /** Removes the longest unused entries until all take at most so many bytes. @throws SluiceError `aborted`. */
  trim(limit: number, signal: AbortSignal): Promise<Trimmed>;
  sizes(signal: AbortSignal): Promise<Readonly<Record<CacheName, CacheUse>>>;
};

/** Milliseconds in which a use is not noted again: the order of hours is enough, and notes cost writes. */
const NOTE_PERIOD = 15 * 60_000;
const NOTES_KEPT = 20_000;

export function createCacheStore(files: WorkspaceFiles): CacheStore {
  const making = new Map<string, Promise<void>>();
  const held = new Map<string, number>();
  const noted = new Map<string, number>();
  let written = 0;

  async function find(entry: CacheEntry): Promise<string | null> {
    const path = cachePath(files, entry);
    const stats = await stat(path).catch(() => null);
    if (!stats || stats.isDirectory() !== (entry.extension === '')) return null;
    const now = Date.now();
    if (now - (noted.get(path) ?? stats.mtimeMs) > NOTE_PERIOD) {
      if (noted.size >= NOTES_KEPT) noted.clear();
      noted.set(path, now);
      const time = new Date(now);
      // Where it cannot be noted (a disk that is read-only by now) the entry serves all the same.
      await utimes(path, time, time).catch(() => undefined);
    }
    return path;
  }

  async function ensure(entry: CacheEntry, make: (path: string) => Promise<void>): Promise<string> {
    const path = cachePath(files, entry);
    for (;;) {
      const ready = await find(entry);
      if (ready !== null) return ready;
      const other = making.get(path);
      if (!other) break;
      await other.catch(() => undefined);
    }
    const work = make(path).finally(() => making.delete(path));
    making.set(path, work);
    await work;
    written += 1;
    return path;
  }

  return {
    find,
    file: (entry, make) =>
      ensure(entry, async (path) => {
        await writeFileAtomically(path, make);
      }),
    folder: (entry, fill) =>
      ensure(entry, async (path) => {
        const partial = partialFolder(path);
        try {
          await beginFolder(partial);
          await fill(partial);
          await commitFolder(partial, path);
        } catch (error) {
          await abandonFolder(partial);
          throw writeError(path, error);
        }
      }),
    hold(entry) {
      const path = cachePath(files, entry);
      held.set(path, (held.get(path) ?? 0) + 1);
      let released = false;
      return () => {
        if (released) return;
        released = true;
        const left = (held.get(path) ?? 1) - 1;
        if (left > 0) held.set(path, left);
        else held.delete(path);
      };
    },
    async drop(entry) {
      await rm(cachePath(files, entry), { recursive: true, force: true });
    },
    written: () => written,
    async trim(limit, signal) {
      written = 0;
      const inUse = (path: string) => held.has(path) || making.has(path);
      return await trimCaches({ files, limit, inUse, signal });
    },
    sizes: (signal) => cacheSizes(files, signal),
  };
}
