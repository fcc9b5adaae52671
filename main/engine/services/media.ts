/** Where the bytes of items are, and the small pictures of them, made when somebody first asks. */
import { isAbsolute } from 'node:path';
import type { CallOutput, Handlers } from '#contract/index.ts';
import type { MediaWish, TileWish } from '#contract/items.ts';
import { SluiceError } from '#core/errors.ts';
import { datasetIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import { hasGlance, usualWindow } from '#core/model/picture.ts';
import type { EngineContext } from '../context.ts';
import { findItem, locationOf, setStorage } from '../db/queries/items.ts';
import { findPictureWindow, setPictureWindow } from '../db/queries/picture-windows.ts';
import { findDataset } from '../db/queries/projects.ts';
import { itemPath } from '../files.ts';
import { look, type Sight } from '../ingest/sight.ts';
import { isBmp } from '../media/bmp.ts';
import { mediaKind } from '../media/kind.ts';
import { probeVideo } from '../media/probe.ts';
import { createMediaQueue } from '../media/queue.ts';
import { THUMB_SIZE, thumbEntry } from '../media/thumb-place.ts';
import { makeVideoPoster } from '../media/thumbnail.ts';
import { itemFile, readableFile } from '../pictures/item-file.ts';
import { displayFile, previewFile, tileBytes, tilePlan } from '../pictures/renditions.ts';
import type { PictureTask } from '../pictures/tasks.ts';
import { MACHINE } from '../unit.ts';
import { createVideoPictures } from './video-pictures.ts';

type Media = CallOutput<'media.resolve'>;

type Tile = CallOutput<'media.tile'>;
type MediaCalls = `media.${'frames' | 'prepareProxy' | 'resolve' | 'tile' | 'drop' | 'window' | 'setWindow'}`;

export function mediaHandlers(ctx: EngineContext): Handlers<MediaCalls> {
  const video = createVideoPictures(ctx);
  const posters = createMediaQueue();
  const tickets = new Map<string, AbortController>();

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

  /** @throws SluiceError `media-unreadable` naming the item when its stored file is not what it was. */
  async function requireWhole(item: Item, location: string, signal: AbortSignal): Promise<void> {
    const { sha256, storage } = item;
    if (sha256 === null || storage !== 'stored') return;
    if ((await ctx.blobs.verify({ location, sha256 }, signal)) === 'whole') return;
    throw new SluiceError(
      'media-unreadable',
      `The file of "${item.name}" is damaged. Repair the workspace: it is taken from a backup if there is one.`,
      { itemId: item.id, location },
    );
  }

  async function makeThumb(item: Item, location: string, output: string, signal: AbortSignal): Promise<void> {
    const { path } = await original(item, location);
    if (item.kind === 'image') {
      await ctx.pictures.run(await thumbTask(item, output, signal), { urgency: 'grid', signal });
      return;
    }
    await posters.run(async () => {
      const tools = await ctx.mediaTools();
      const probe = await probeVideo(tools, path, signal);
      await makeVideoPoster(tools, { input: path, output, size: THUMB_SIZE, signal, probe });
    }, signal);
  }

  async function thumbTask(item: Item, output: string, signal: AbortSignal): Promise<PictureTask> {
    const levels = item.picture?.levels;
    if (!levels) {
      return { kind: 'thumb', input: await readableFile(ctx, item, signal), output, size: THUMB_SIZE };
    }
    const input = await itemFile(ctx, item, signal);
    return { kind: 'preview', input, output, size: THUMB_SIZE, window: usualWindow(levels) };
  }

  async function thumb(item: Item, location: string, signal: AbortSignal): Promise<Media> {
    const path = await ctx.caches.file(thumbEntry(item, location), (passing) =>
      makeThumb(item, location, passing, signal),
    );
    return await made(path, 'image/webp', item);
  }

  /** Before its file is here: the hub has made one already. */
  async function remoteThumb(item: Item, signal: AbortSignal): Promise<Media | null> {
    const entry = thumbEntry(item, `remote ${item.id}`);
    let isThere = true;
    const path = await ctx.caches
      .file(entry, async (passing) => {
        isThere = await ctx.remoteFiles.thumb(item, passing, signal);
        if (!isThere) throw new SluiceError('not-found', `The hub has no small picture of "${item.name}".`);
      })
      .catch((error: unknown) => {
        if (isThere) throw error;
        return null;
      });
    return path === null ? null : await made(path, 'image/webp', item);
  }

  async function made(path: string, mimetype: string, item: Item): Promise<Media> {
    const sight = await look(path);
    if (sight.kind === 'file') return { path, mimetype, size: sight.stamp.size };
    throw new SluiceError('io', `A picture of "${item.name}" was removed while it was made. Try again.`);
  }

  /** The item with its file here, or on a disk that it is linked to. */
  async function here(itemId: string, signal: AbortSignal): Promise<{ item: Item; location: string }> {
    const { item, location } = found(itemId);
    if (item.storage !== 'remote') return { item, location };
    await ctx.remoteFiles.bring(item, signal);
    return found(itemId);
  }

  function found(itemId: string): { item: Item; location: string } {
    const item = findItem(ctx.db, itemId);
    const location = locationOf(ctx.db, itemId);
    if (item && location !== null) return { item, location };
    throw new SluiceError('not-found', 'This item is not there any more.', { itemId });
  }

  async function resolve(wish: MediaWish, signal: AbortSignal): Promise<Media> {
    const away = wish.variant === 'thumb' ? found(wish.itemId).item : null;
    const small = away?.storage === 'remote' ? await remoteThumb(away, signal) : null;
    if (small) return small;
    const { item, location } = await here(wish.itemId, signal);
    if (wish.variant === 'thumb') return await thumb(item, location, signal);
    if (wish.variant === 'proxy') return await ofVideo(item, await video.proxy(item), 'video/mp4');
    if (wish.variant.startsWith('frame/')) {
      const place = Number(wish.variant.slice('frame/'.length));
      return await ofVideo(item, await video.frame(item, place), 'image/png');
    }
    const own = await original(item, location);
    if (wish.variant === 'original') {
      if (wish.verify === true) await requireWhole(item, location, signal);
      if (!item.picture || item.picture.pages === 1) return { ...own, mimetype: item.mimetype };
      return await made(await itemFile(ctx, item, signal), item.mimetype, item);
    }
    const window = wish.window ?? null;
    if (wish.variant === 'glance' && (item.kind === 'video' || !hasGlance(item))) {
      throw new SluiceError('wrong-state', `"${item.name}" needs no glance.`, { itemId: item.id });
    }
    // Windows play videos from the file itself.
    if (item.kind === 'video') return { ...own, mimetype: item.mimetype };
    if (wish.variant === 'preview' || wish.variant === 'glance') {
      return await made(await previewFile(ctx, item, window, signal), 'image/jpeg', item);
    }
    const path = await displayFile(ctx, item, window, signal);
    return await made(path, (await mediaKind(path)).mimetype, item);
  }

  async function tile({ itemId, place, window }: TileWish, signal: AbortSignal): Promise<Tile> {
    const { item, location } = await here(itemId, signal);
    await original(item, location);
    if (place) {
      const bytes = await tileBytes(ctx, item, place, window ?? null, signal);
      return {
        data: Buffer.from(bytes).toString('base64'),
        mimetype: isBmp(bytes) ? 'image/bmp' : 'image/png',
      };
    }
    const plan = await tilePlan(ctx, item, signal);
    const data = Buffer.from(JSON.stringify(plan)).toString('base64');
    return { data, mimetype: 'application/json' };
  }

  /** Work that ends with the engine, or when its question is dropped. */
  async function droppable<T>(
    ticket: string | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (ticket === undefined) return await work(ctx.closing);
    const dropped = new AbortController();
    tickets.set(ticket, dropped);
    try {
      return await work(AbortSignal.any([dropped.signal, ctx.closing]));
    } finally {
      tickets.delete(ticket);
    }
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
    'media.resolve': ({ ticket, ...wish }) => droppable(ticket, (signal) => resolve(wish, signal)),
    'media.tile': ({ ticket, ...wish }) => droppable(ticket, (signal) => tile(wish, signal)),
    'media.drop': ({ ticket }) => {
      tickets.get(ticket)?.abort();
      return null;
    },
    'media.window': ({ datasetId }) => findPictureWindow(ctx.db, datasetId),
    'media.setWindow': ({ datasetId, window }) => {
      if (!findDataset(ctx.db, datasetId)) {
        throw new SluiceError('not-found', 'This dataset is not there any more.', { datasetId });
      }
      ctx.unit(ctx.settings().person, (tx) => {
        setPictureWindow(tx.db, datasetId, window);
        tx.changes.dataset(datasetIdSchema.parse(datasetId));
      });
      return null;
    },
  };
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
