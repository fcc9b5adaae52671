/**
 * What a cache holds: files and folders that can be made again from items. An entry is named by what it was made of and
 * how, so that it is never out of date, and clones share it.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { SluiceError } from '#core/errors.ts';
import type { WorkspaceFiles } from '../files.ts';

/** Add a name here, and what is kept under it is bounded, counted and cleared like the others. */
export const CACHE_NAMES = ['thumbs', 'renditions', 'tiles', 'proxies'] as const;
export type CacheName = (typeof CACHE_NAMES)[number];

export type CacheEntry = {
  readonly cache: CacheName;
  /** 64 lower-case hexadecimal characters: a content hash, or what `cacheKey` makes of several facts. */
  readonly key: string;
  /** With its dot; empty for a folder. */
  readonly extension: string;
};

/** One key for several facts, e.g. a content hash, a page and the settings. */
export function cacheKey(...facts: readonly (string | number | null)[]): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/** The folder of a cache. Thumbnails lie where they lay before there were others. */
export function cacheFolder(files: WorkspaceFiles, cache: CacheName): string {
  return cache === 'thumbs' ? files.thumbs : join(files.caches, cache);
}

/** The path of an entry, whether it is there or not. @throws SluiceError `internal` for a key that is none. */
export function cachePath(files: WorkspaceFiles, { cache, key, extension }: CacheEntry): string {
  if (!/^[0-9a-f]{64}$/.test(key) || !/^(\.[a-z0-9]{1,8})?$/.test(extension)) {
    throw new SluiceError('internal', `"${key}${extension}" is no name in a cache.`);
  }
  return join(cacheFolder(files, cache), key.slice(0, 2), `${key}${extension}`);
}
