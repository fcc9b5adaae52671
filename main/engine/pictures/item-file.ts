/** The file that holds an item's picture and nothing else, whatever the item's own file is. */

import type { Item } from '#core/model/item.ts';
import { isPlain, usualWindow } from '#core/model/picture.ts';
import { type CacheEntry, cacheKey } from '../cache-store/entry.ts';
import type { EngineContext } from '../context.ts';
import { locationOf } from '../db/queries/items.ts';
import { itemPath } from '../files.ts';
import { mediaKind } from '../media/kind.ts';
import { decodeFrame, writePage } from '../media/pages.ts';

/** The path of the item's own file, wherever it is; of a page or a frame, the file that has it among others. */
export function ownFile(ctx: EngineContext, item: Item): string {
  return itemPath(ctx.files, item.storage, locationOf(ctx.db, item.id) ?? '');
}

/** What the pixels of an item are named by in a cache: its content and page; for a frame of a video, its place. */
export function pixelsOf(ctx: EngineContext, item: Item): readonly (string | number | null)[] {
  return [item.sha256 ?? locationOf(ctx.db, item.id) ?? item.id, item.picture?.page ?? 0];
}

/**
 * A file with the item's picture alone and without any loss: its own file, or for one of several pictures of a file a
 * page (TIFF) or frame (PNG) taken out of it. Throws `media-unreadable`, `not-found`, `disk-full`, `tool-missing`, `aborted`.
 */
export async function itemFile(ctx: EngineContext, given: Item, signal?: AbortSignal): Promise<string> {
  const item = await ctx.remoteFiles.bring(given, signal ?? ctx.closing);
  const input = ownFile(ctx, item);
  const { picture } = item;
  if (!picture || picture.pages === 1) return input;
  const extension = item.mimetype === 'image/tiff' ? '.tif' : '.png';
  const entry = rendition(ctx, item, 'page', extension);
  return await ctx.caches.file(entry, async (output) => {
    const { mimetype } = await mediaKind(input);
    await writePage({ input, mimetype, page: picture.page, output, tools: ctx.mediaTools, signal });
  });
}

/**
 * A file that the picture library reads as people see it: for a BMP a PNG of it, for numbers that are no brightness of
 * their own (12 bits in 16, floats, …) a picture of them through their usual window. Throws as `itemFile` does.
 */
export async function readableFile(ctx: EngineContext, item: Item, signal?: AbortSignal): Promise<string> {
  const input = await itemFile(ctx, item, signal);
  if (isPlain(item.picture, item.mimetype)) return input;
  if (item.mimetype === 'image/bmp') {
    return await ctx.caches.file(rendition(ctx, item, 'png', '.png'), (output) =>
      decodeFrame({ input, page: 0, output, tools: ctx.mediaTools, signal }),
    );
  }
  const levels = item.picture?.levels;
  if (!levels) return input;
  const window = usualWindow(levels);
  if (levels.sample === 'unsigned' && window.low === 0 && window.high === 65_535) return input;
  const entry = rendition(ctx, item, 'window', '.png', window.low, window.high);
  return await ctx.caches.file(entry, async (output) => {
    await ctx.pictures.run(
      { kind: 'display', input, output, png: true, window },
      { urgency: 'grid', signal },
    );
  });
}

/** The place in the cache of something made of an item's pixels in a way. */
export function rendition(
  ctx: EngineContext,
  item: Item,
  way: string,
  extension: string,
  ...settings: readonly (string | number | null)[]
): CacheEntry {
  const key = cacheKey(...pixelsOf(ctx, item), way, ...settings);
  return { cache: 'renditions', key, extension };
}
