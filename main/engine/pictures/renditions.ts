/** Pictures made of an item's own one, each made once: small, as a window can show it, and by tiles. */
import { stat } from 'node:fs/promises';
import { SluiceError } from '#core/errors.ts';
import type { Item } from '#core/model/item.ts';
import { isPlain, isTiled, type PictureWindow, type TilePlan, usualWindow } from '#core/model/picture.ts';
import type { EngineContext } from '../context.ts';
import { findPictureWindow } from '../db/queries/picture-windows.ts';
import { pyramidLevels, TILE_SIZE } from '../media/pyramid.ts';
import { itemFile, readableFile, rendition } from './item-file.ts';
import type { PictureTask } from './tasks.ts';

/**
 * Pixels of a preview's longest side: sharp enough for the moment before the picture itself is decoded; of a picture that
 * is shown by tiles, for the seconds until these are ready.
 */
const PREVIEW_SIZE = 1280;
const TILED_PREVIEW_SIZE = 2560;

/** A half, a quarter, … of the picture: a JPEG is decoded to those sizes in a part of the time. */
export function previewSize(item: Item): number {
  const most = isTiled(item) ? TILED_PREVIEW_SIZE : PREVIEW_SIZE;
  const longest = Math.max(item.width, item.height);
  let size = longest;
  while (size > most) size = Math.ceil(size / 2);
  return Math.max(1, size);
}

/** The window that a picture with numbers is shown through; null for one of 8 bits a sample. */
function windowOf(ctx: EngineContext, item: Item, asked: PictureWindow | null): PictureWindow | null {
  const levels = item.picture?.levels;
  if (!levels) return null;
  return asked ?? findPictureWindow(ctx.db, item.datasetId) ?? usualWindow(levels);
}

/** What a rendition of a picture with numbers is named by: the window, and that colours are those of its profile. */
function sight(window: PictureWindow | null): readonly (string | number | null)[] {
  return window ? [window.low, window.high, 'profile'] : [null, null];
}

/** The file that tasks with a window read: the numbers themselves. Without one it has to be readable as it is. */
async function source(ctx: EngineContext, item: Item, signal: AbortSignal): Promise<string> {
  return item.picture?.levels ? await itemFile(ctx, item, signal) : await readableFile(ctx, item, signal);
}

/** A preview of an image, upright and in sRGB. Throws as `itemFile` and `PicturePool.run` do. */
export async function previewFile(
  ctx: EngineContext,
  item: Item,
  asked: PictureWindow | null,
  signal: AbortSignal,
): Promise<string> {
  const window = windowOf(ctx, item, asked);
  const entry = rendition(ctx, item, 'preview', '.jpg', ...sight(window));
  return await ctx.caches.file(entry, async (output) => {
    const input = await source(ctx, item, signal);
    const task: PictureTask = { kind: 'preview', input, output, size: previewSize(item), window };
    await ctx.pictures.run(task, { urgency: 'screen', signal });
  });
}

/**
 * A file that a window can show pixel by pixel, the item's own one where it can be shown; of a very large picture, which
 * is shown by tiles, a preview. Throws as `previewFile`.
 */
export async function displayFile(
  ctx: EngineContext,
  item: Item,
  asked: PictureWindow | null,
  signal: AbortSignal,
): Promise<string> {
  if (isTiled(item)) return await previewFile(ctx, item, asked, signal);
  if (isPlain(item.picture, item.mimetype)) return await itemFile(ctx, item, signal);
  const window = windowOf(ctx, item, asked);
  const entry = rendition(ctx, item, 'display', '.img', ...sight(window));
  return await ctx.caches.file(entry, async (output) => {
    const input = await source(ctx, item, signal);
    await ctx.pictures.run(
      { kind: 'display', input, output, png: false, window },
      { urgency: 'screen', signal },
    );
  });
}

/** How numbers are kept in the pyramid, which has 16 bits a sample. */
function scaleOf(item: Item) {
  const levels = item.picture?.levels;
  if (!levels) return null;
  if (levels.bits === 16) return { factor: 1, offset: levels.sample === 'signed' ? -32_768 : 0 };
  return { factor: Math.max((levels.max - levels.min) / 65_535, Number.MIN_VALUE), offset: levels.min };
}

const pyramidEntry = (ctx: EngineContext, item: Item) => ({
  ...rendition(ctx, item, 'pyramid', '.tif', TILE_SIZE, ...(item.picture?.levels ? ['profile'] : [])),
  cache: 'tiles' as const,
});

/** True when the tiles of a large picture are there, which are thereby used. */
export async function hasPyramid(ctx: EngineContext, item: Item): Promise<boolean> {
  return (await ctx.caches.find(pyramidEntry(ctx, item))) !== null;
}

/** Makes the tiles of a large picture when there are none. Throws as `previewFile`. */
export async function preparePyramid(ctx: EngineContext, item: Item, signal: AbortSignal): Promise<void> {
  await pyramidFile(ctx, item, signal);
}

/** About as many as a pyramid takes: all smaller sizes together are a third of the picture. */
export function pyramidBytes({ width, height, picture }: Item): number {
  return width * height * 3 * (picture?.levels ? 2 : 1) * (4 / 3);
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
const WATCH_MS = 500;

/** The pyramid of a large picture, made now when there is none, as a job that people see. Throws as `previewFile`. */
async function pyramidFile(ctx: EngineContext, item: Item, signal: AbortSignal): Promise<string> {
  return await ctx.caches.file(pyramidEntry(ctx, item), async (output) => {
    const cancel = new AbortController();
    const ends = AbortSignal.any([signal, cancel.signal]);
    const job = ctx.jobs.start({
      id: ctx.ports.ids.next(),
      kind: 'tiles',
      title: `Prepare ${item.name} for zooming`,
      itemId: item.id,
      unit: 'MB',
      total: megabytes(pyramidBytes(item)),
      cancel: () => cancel.abort(),
    });
    // The library tells nothing while it writes, but the file grows.
    const watch = setInterval(async () => {
      const { size } = await stat(output).catch(() => ({ size: 0 }));
      job.progress(Math.min(megabytes(size), megabytes(pyramidBytes(item))));
    }, WATCH_MS);
    try {
      const input = await source(ctx, item, ends);
      const task: PictureTask = { kind: 'pyramid', input, output, scale: scaleOf(item) };
      await ctx.pictures.run(task, { urgency: 'background', signal: ends });
    } finally {
      clearInterval(watch);
      job.end();
    }
  });
}

/** Read once, and not for every tile; what a path holds never changes. */
const plans = new Map<string, TilePlan>();
const MOST_PLANS = 100;

/** Answers once the tiles are ready. @throws SluiceError `wrong-state` for a picture that is shown at once. */
export async function tilePlan(ctx: EngineContext, item: Item, signal: AbortSignal): Promise<TilePlan> {
  if (!isTiled(item))
    throw new SluiceError('wrong-state', `"${item.name}" is small enough to be shown at once.`);
  const path = await pyramidFile(ctx, item, signal);
  const known = plans.get(path);
  if (known) return known;
  const plan = { tileSize: TILE_SIZE, levels: await pyramidLevels(path) };
  if (plans.size >= MOST_PLANS) plans.clear();
  plans.set(path, plan);
  return plan;
}

export type TilePlace = { readonly level: number; readonly x: number; readonly y: number };

/** The bytes of a tile. @throws SluiceError `not-found` for a place that the picture does not have. */
export async function tileBytes(
  ctx: EngineContext,
  item: Item,
  { level, x, y }: TilePlace,
  asked: PictureWindow | null,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { levels, tileSize } = await tilePlan(ctx, item, signal);
  const size = levels[level];
  if (!size || x * tileSize >= size.width || y * tileSize >= size.height) {
    throw new SluiceError('not-found', `"${item.name}" has no tile ${level}/${x}/${y}.`);
  }
  const entry = pyramidEntry(ctx, item);
  const release = ctx.caches.hold(entry);
  try {
    const input = await pyramidFile(ctx, item, signal);
    const task: PictureTask = {
      kind: 'tile',
      input,
      level,
      x,
      y,
      window: windowOf(ctx, item, asked),
      scale: scaleOf(item),
    };
    const bytes = await ctx.pictures.run(task, { urgency: 'screen', signal });
    if (!bytes) throw new SluiceError('internal', 'A tile came without bytes.');
    return bytes;
  } finally {
    release();
  }
}
