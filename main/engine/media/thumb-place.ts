/** Where the small picture of an item is kept, and how large it is. */
import { createHash } from 'node:crypto';
import type { Item } from '#core/model/item.ts';
import { type CacheEntry, cacheKey } from '../cache-store/entry.ts';

/** Pixels of a thumbnail's longest side: sharp in a grid on a screen of double density. */
export const THUMB_SIZE = 400;

/** By content where that is known, so that clones share one picture; else by place: frames never change theirs. */
export function thumbEntry(
  { sha256, picture }: Pick<Item, 'sha256' | 'picture'>,
  location: string,
): CacheEntry {
  if (sha256 && picture && picture.page > 0) {
    return { cache: 'thumbs', key: cacheKey(sha256, picture.page), extension: '.webp' };
  }
  const key = sha256 ?? createHash('sha256').update(location).digest('hex');
  return { cache: 'thumbs', key, extension: '.webp' };
}
