/** What the window needs to show exactly the frames of a video: their table, single frames, and a proxy. */
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { Item } from '#core/model/item.ts';
import { type CacheEntry, cacheKey } from '../cache-store/entry.ts';
import type { EngineContext } from '../context.ts';
import { findFrameIndex, findItem, locationOf } from '../db/queries/items.ts';
import { itemPath } from '../files.ts';
import type { FrameIndex } from '../media/frame-index.ts';
import { decodeFrameIndex } from '../media/frame-index-codec.ts';
import { probeVideo } from '../media/probe.ts';
import { writeProxy } from '../media/proxy.ts';
import { PROXY_RECIPE } from '../media/proxy-args.ts';
import { createMediaQueue } from '../media/queue.ts';
import { writeSingleFrame } from '../media/single-frame.ts';
import { createNewestFirst } from './newest-first.ts';

export type VideoPictures = {
  /** Path of a frame's PNG, made when it is not there. A newer wish for the same video takes the place of those that wait. */
  frame(item: Item, place: number): Promise<string>;
  /** Path of the proxy; null until it was made. */
  proxy(item: Item): Promise<string | null>;
  readonly handlers: Handlers<'media.frames' | 'media.prepareProxy'>;
};

/** Proxies at once: one takes all cores that there are. */
const PROXIES_AT_ONCE = 1;

export function createVideoPictures(ctx: EngineContext): VideoPictures {
  const proxies = createMediaQueue(PROXIES_AT_ONCE);
  const singles = createNewestFirst();

  function videoOf(itemId: string): { item: Item; blob: Uint8Array } {
    const item = findItem(ctx.db, itemId);
    if (!item) throw new SluiceError('not-found', 'This item is not there any more.', { itemId });
    if (item.kind !== 'video') {
      throw new SluiceError('invalid-input', `"${item.name}" is not a video: it has no frames.`, { itemId });
    }
    const blob = findFrameIndex(ctx.db, itemId);
    if (!blob) throw new SluiceError('wrong-state', `"${item.name}" has no frame index. Import it again.`);
    return { item, blob };
  }

  /** The same, fetched from its remote where it is only there: its index is made of the file. */
  async function broughtVideo(itemId: string): Promise<{ item: Item; blob: Uint8Array }> {
    const item = findItem(ctx.db, itemId);
    if (item) await ctx.remoteFiles.bring(item, ctx.closing);
    return videoOf(itemId);
  }

  async function source(item: Item, signal: AbortSignal) {
    const input = itemPath(ctx.files, item.storage, locationOf(ctx.db, item.id) ?? '');
    const tools = await ctx.mediaTools();
    return { tools, input, probe: await probeVideo(tools, input, signal) };
  }

  function makeFrame(item: Item, index: FrameIndex, place: number, entry: CacheEntry): Promise<string> {
    const signal = ctx.closing;
    return ctx.caches.file(entry, async (output) => {
      const { scratch } = ctx.files;
      await writeSingleFrame({ ...(await source(item, signal)), index, place, output, scratch, signal });
    });
  }

  async function makeProxy(item: Item, index: FrameIndex, output: string): Promise<void> {
    const cancelling = new AbortController();
    const signal = AbortSignal.any([ctx.closing, cancelling.signal]);
    const job = ctx.jobs.start({
      id: ctx.ports.ids.next(),
      kind: 'proxy',
      title: `Making a viewing copy of "${item.name}"`,
      itemId: item.id,
      unit: 'frames',
      total: index.count,
      cancel: () => cancelling.abort(),
    });
    try {
      await proxies.run(async () => {
        const onProgress = ({ done }: { readonly done: number }) => job.progress(done);
        await writeProxy({ ...(await source(item, signal)), index, output, signal, onProgress });
      }, signal);
    } finally {
      job.end();
    }
  }

  return {
    async frame(item, place) {
      const { blob } = videoOf(item.id);
      const index = decodeFrameIndex(blob);
      if (place >= index.count) {
        throw new SluiceError(
          'not-found',
          `"${item.name}" has ${index.count} frames, and no frame ${place}.`,
        );
      }
      const entry = frameEntry(item, place);
      const ready = await ctx.caches.find(entry);
      return ready ?? (await singles.run(item.id, () => makeFrame(item, index, place, entry)));
    },
    proxy: (item) => ctx.caches.find(proxyEntry(item)),
    handlers: {
      'media.frames': async ({ itemId }) => {
        const { blob } = await broughtVideo(itemId);
        return { table: Buffer.from(blob).toString('base64') };
      },
      'media.prepareProxy': async ({ itemId }) => {
        const { item, blob } = await broughtVideo(itemId);
        const index = decodeFrameIndex(blob);
        await ctx.caches.file(proxyEntry(item), (output) => makeProxy(item, index, output));
        return { frames: index.count };
      },
    },
  };
}

/** By content: a file that changed is another video, and clones share what was made. */
function proxyEntry(item: Item): CacheEntry {
  return {
    cache: 'proxies',
    key: cacheKey('proxy', PROXY_RECIPE, item.sha256 ?? item.id),
    extension: '.mp4',
  };
}

function frameEntry(item: Item, place: number): CacheEntry {
  return { cache: 'renditions', key: cacheKey('frame', item.sha256 ?? item.id, place), extension: '.png' };
}
