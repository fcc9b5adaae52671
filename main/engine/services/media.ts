/** Where the bytes of items are, and the small pictures of them, made when somebody first asks. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import type { CallOutput, Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { Item } from '#core/model/item.ts';
import { type CacheEntry, cacheKey } from '../cache-store/entry.ts';
import type { EngineContext } from '../context.ts';
import { findItem, locationOf, setStorage } from '../db/queries/items.ts';
import { itemPath } from '../files.ts';
import { look, type Sight } from '../ingest/sight.ts';
import { probeVideo } from '../media/probe.ts';
import { createMediaQueue } from '../media/queue.ts';
import { makeThumbnail, makeVideoPoster } from '../media/thumbnail.ts';
import { itemFile, readableFile } from '../pictures/item-file.ts';
import { MACHINE } from '../unit.ts';
import { createVideoPictures } from './video-pictures.ts';

type Media = CallOutput<'media.resolve'>;

/** Pixels of a thumbnail's longest side: sharp in a grid on a screen of double density. */
const THUMB_SIZE = 400;

export function mediaHandlers(
  ctx: EngineContext,
): Handlers<'media.resolve' | 'media.frames' | 'media.prepareProxy'> {
  const video = createVideoPictures(ctx);
  const queue = createMediaQueue();

  /** The path of an item's own file, known to be there. */
  async function original(item: Item, location: string): Promise<{ path: string; size: number }> {
    const path = itemPath(ctx.files, item.storage, location);
    const sight = await look(path);
    if (!ctx.closing.aborted) noteWhetherThere(ctx, item, location, sight);
    if (sight.kind === 'file') return { path, size: sight.stamp.size };
    if (sight.kind === 'unknown') {
      throw new SluiceError('io', `The file of "${item.name}" cannot be read: ${sight.reason}`, { path });
    }
    throw new SluiceError(
      'not-found',
      `The file of "${item.name}" is not at ${path} any more. Put it back there, or into a watched folder.`,
      { itemId: item.id, path },
    );
  }

  async function makeThumb(item: Item, location: string, output: string): Promise<void> {
    const { path: own } = await original(item, location);
    const path = item.kind === 'image' ? await readableFile(ctx, item, ctx.closing) : own;
    const options = { input: path, output, size: THUMB_SIZE, signal: ctx.closing };
    if (item.kind === 'image') {
      await makeThumbnail(options);
      return;
    }
    const tools = await ctx.mediaTools();
    const probe = await probeVideo(tools, path, ctx.closing);
    await makeVideoPoster(tools, { ...options, probe });
  }

  async function thumb(item: Item, location: string): Promise<Media> {
    const path = await ctx.caches.file(thumbEntry(item, location), (passing) =>
      queue.run(() => makeThumb(item, location, passing), ctx.closing),
    );
    const made = await look(path);
    if (made.kind === 'file') return { path, mimetype: 'image/webp', size: made.stamp.size };
    throw new SluiceError('io', `The thumbnail of "${item.name}" was removed while it was made. Try again.`);
  }

  /** A picture or a copy that was made of a video. */
  async function ofVideo(item: Item, path: string | null, mimetype: string): Promise<Media> {
    const made = path === null ? null : await look(path);
    if (path !== null && made?.kind === 'file') return { path, mimetype, size: made.stamp.size };
    throw new SluiceError('not-found', `The viewing copy of "${item.name}" is not made yet.`, {
      itemId: item.id,
    });
  }

  return {
    ...video.handlers,
    'media.resolve': async ({ itemId, variant }) => {
      const item = findItem(ctx.db, itemId);
      const location = locationOf(ctx.db, itemId);
      if (!item || location === null) {
        throw new SluiceError('not-found', 'This item is not there any more.', { itemId });
      }
      if (variant === 'thumb') return await thumb(item, location);
      if (variant === 'proxy') return await ofVideo(item, await video.proxy(item), 'video/mp4');
      if (variant !== 'original') {
        const place = Number(variant.slice('frame/'.length));
        return await ofVideo(item, await video.frame(item, place), 'image/png');
      }
      const own = await original(item, location);
      if (!item.picture || item.picture.pages === 1) return { ...own, mimetype: item.mimetype };
      const path = await itemFile(ctx, item, ctx.closing);
      return { path, mimetype: item.mimetype, size: (await stat(path)).size };
    },
  };
}

/** By content where that is known, so that clones share one picture; else by place: frames never change theirs. */
function thumbEntry(item: Item, location: string): CacheEntry {
  if (item.sha256 && item.picture && item.picture.page > 0) {
    return { cache: 'thumbs', key: cacheKey(item.sha256, item.picture.page), extension: '.webp' };
  }
  const key = item.sha256 ?? createHash('sha256').update(location).digest('hex');
  return { cache: 'thumbs', key, extension: '.webp' };
}

/** A linked file that is gone makes its item `missing`; one of the right size that is there again mends it. */
function noteWhetherThere(ctx: EngineContext, item: Item, location: string, sight: Sight): void {
  const gone = sight.kind === 'gone' || sight.kind === 'other';
  const back = sight.kind === 'file' && sight.stamp.size === item.size;
  if (item.storage === 'linked' && gone) note(ctx, item, 'missing', `Its file is gone: ${location}`);
  if (item.storage === 'missing' && back && isAbsolute(location)) {
    note(ctx, item, 'linked', `Its file is back: ${location}`);
  }
}

function note(ctx: EngineContext, item: Item, storage: 'missing' | 'linked', text: string): void {
  ctx.unit(MACHINE, (tx) => {
    if (findItem(tx.db, item.id)?.storage === storage) return;
    setStorage(tx.db, item.id, storage, tx.now);
    tx.changes.dataset(item.datasetId);
    tx.explain({ itemId: item.id, kind: storage === 'missing' ? 'missing' : 'returned', text });
  });
}
