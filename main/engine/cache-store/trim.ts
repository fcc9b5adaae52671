/** How much space the caches take, and making it less: the longest unused entries go first. */
import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkspaceFiles } from '../files.ts';
import { filesBelow } from '../workspace-check/walk.ts';
import { pause } from '../workspace-check/work.ts';
import { CACHE_NAMES, type CacheName, cacheFolder } from './entry.ts';

export type CacheUse = { readonly entries: number; readonly bytes: number };
export type Trimmed = { readonly removed: number; readonly bytes: number };

export type TrimOptions = {
  readonly files: WorkspaceFiles;
  /** Bytes that all caches may take together. */
  readonly limit: number;
  /** True for the path of an entry that is being made or read. */
  readonly inUse: (path: string) => boolean;
  readonly signal: AbortSignal;
};

/** `used`: when it was made or last asked for, in milliseconds. */
type Found = {
  readonly path: string;
  readonly bytes: number;
  readonly used: number;
  readonly halfDone: boolean;
};

const PAUSE_EVERY = 200;
/** Milliseconds after which nobody goes on with what is half done, whatever its writer was. */
const HALF_DONE_KEPT = 3_600_000;

/** Sizes are read again each time: nothing is kept that could be wrong after a crash. */
export async function cacheSizes(
  files: WorkspaceFiles,
  signal: AbortSignal,
): Promise<Record<CacheName, CacheUse>> {
  const uses = CACHE_NAMES.map(async (cache) => {
    let [entries, bytes] = [0, 0];
    for await (const found of entriesOf(cacheFolder(files, cache), signal)) {
      entries += 1;
      bytes += found.bytes;
    }
    return [cache, { entries, bytes }] as const;
  });
  return Object.fromEntries(await Promise.all(uses)) as Record<CacheName, CacheUse>;
}

/** What cannot be removed now (a file that is open, on Windows) is left for the next time. */
export async function trimCaches({ files, limit, inUse, signal }: TrimOptions): Promise<Trimmed> {
  const all: Found[] = [];
  let total = 0;
  for (const cache of CACHE_NAMES) {
    for await (const found of entriesOf(cacheFolder(files, cache), signal)) {
      total += found.bytes;
      all.push(found);
    }
  }
  const over = total - limit;
  const old = Date.now() - HALF_DONE_KEPT;
  let [removed, bytes] = [0, 0];
  for (const found of all.toSorted((a, b) => a.used - b.used)) {
    const abandoned = found.halfDone && found.used < old;
    if (!abandoned && (bytes >= over || found.halfDone)) continue;
    if (inUse(found.path) || inUse(found.path.replace(/\.partial$/, ''))) continue;
    const gone = await rm(found.path, { recursive: true, force: true }).then(
      () => true,
      () => false,
    );
    if (!gone) continue;
    removed += 1;
    bytes += found.bytes;
    if (removed % PAUSE_EVERY === 0) await pause(signal);
  }
  return { removed, bytes };
}

/** Entries lie two folders deep; one of many files counts as one. */
async function* entriesOf(folder: string, signal: AbortSignal): AsyncGenerator<Found> {
  let count = 0;
  for (const part of await listing(folder)) {
    if (!part.isDirectory()) continue;
    for (const entry of await listing(join(folder, part.name))) {
      const path = join(folder, part.name, entry.name);
      const stats = await lstat(path).catch(() => null);
      if (stats) yield await measured(path, entry, stats);
      count += 1;
      if (count % PAUSE_EVERY === 0) await pause(signal);
    }
  }
}

async function measured(path: string, entry: Dirent, stats: Stats): Promise<Found> {
  const halfDone = entry.name.startsWith('.') || entry.name.endsWith('.partial');
  let bytes = stats.size;
  if (entry.isDirectory()) {
    for await (const file of filesBelow(path)) bytes += (await lstat(file).catch(() => null))?.size ?? 0;
  }
  return { path, bytes, used: stats.mtimeMs, halfDone };
}

async function listing(folder: string): Promise<Dirent[]> {
  return await readdir(folder, { withFileTypes: true }).catch(() => []);
}
