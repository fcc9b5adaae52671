/** Frames whose files are gone, made of their video again: all of one way of splitting at once, as decoding is what takes long. */
import { rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isSluiceError } from '#core/errors.ts';
import { findFrameIndex, findItem, locationOf } from '../db/queries/items.ts';
import { findFramePlace } from '../db/queries/repair-items.ts';
import type { ItemFile } from '../db/queries/workspace-check.ts';
import { itemPath } from '../files.ts';
import { extractFrames } from '../media/extract.ts';
import { decodeFrameIndex } from '../media/frame-index-codec.ts';
import { probeVideo } from '../media/probe.ts';
import { type Found, fileSource } from './sources.ts';
import type { RepairWork } from './work.ts';

export type FrameMaker = {
  /** The frame as the video gives it now; null when it cannot be made, or is another picture than it was. */
  find(item: ItemFile): Promise<Found | null>;
  close(): Promise<void>;
};

type Way = { readonly videoId: string; readonly every: number; readonly quality: number };

export function createFrameMaker(work: RepairWork): FrameMaker {
  const { ctx } = work;
  const made = new Map<string, Promise<string | null>>();

  return {
    async find(item) {
      const [, folder = '', file = ''] = item.location.split('/');
      const place = findFramePlace(ctx.db, item.id);
      const way = wayOf(folder);
      if (!place || !way || way.videoId !== place.videoId) return null;
      const making = made.get(folder) ?? makeFolder(work, way, folder);
      made.set(folder, making);
      const path = await making;
      if (path === null) return null;
      const stats = await stat(join(path, basename(file))).catch(() => null);
      return stats?.size === item.size ? fileSource('its video', join(path, basename(file))) : null;
    },
    async close() {
      for (const making of made.values()) {
        const path = await making;
        if (path !== null) await rm(path, { recursive: true, force: true });
      }
    },
  };
}

/** How the frames of a folder were made stands in its name. */
function wayOf(folder: string): Way | null {
  const [, videoId, every, quality] = /^([0-9a-f]{24})-n(\d+)-q(\d+)$/.exec(folder) ?? [];
  if (!videoId) return null;
  return { videoId, every: Number(every), quality: Number(quality) };
}

async function makeFolder({ ctx, signal }: RepairWork, way: Way, folder: string): Promise<string | null> {
  const video = findItem(ctx.db, way.videoId);
  const location = locationOf(ctx.db, way.videoId);
  const blob = findFrameIndex(ctx.db, way.videoId);
  if (!video || location === null || !blob) return null;
  const outputDir = join(ctx.files.scratch, `repair-${folder}`);
  try {
    const tools = await ctx.mediaTools();
    const input = itemPath(ctx.files, video.storage, location);
    const probe = await probeVideo(tools, input, signal);
    const { every, quality } = way;
    await extractFrames({
      tools,
      input,
      outputDir,
      probe,
      index: decodeFrameIndex(blob),
      every,
      quality,
      signal,
    });
    return outputDir;
  } catch (error) {
    if (isSluiceError(error, 'not-found', 'media-unreadable', 'tool-failed', 'tool-missing')) return null;
    throw error;
  }
}
