/** Frames whose files are gone, made of their video again: all of one way of splitting at once, as decoding is what takes long. */
import { rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isSluiceError } from '#core/errors.ts';
import type { VideoSplitConfig } from '#core/pipeline/functions/video-split.ts';
import type { ReadableDb } from '../db/driver.ts';
import { findFrameSet } from '../db/queries/frame-sets.ts';
import { findFrameIndex, findItem, locationOf } from '../db/queries/items.ts';
import { findFramePlace } from '../db/queries/repair-items.ts';
import type { ItemFile } from '../db/queries/workspace-check.ts';
import { itemPath } from '../files.ts';
import { extractFrames } from '../media/extract.ts';
import { decodeFrameIndex } from '../media/frame-index-codec.ts';
import { probeVideo } from '../media/probe.ts';
import { pictureOf, plannedFrames } from '../nodes/split-way.ts';
import { type Found, fileSource } from './sources.ts';
import type { RepairWork } from './work.ts';

export type FrameMaker = {
  /** The frame as the video gives it now; null when it cannot be made, or is another picture than it was. */
  find(item: ItemFile): Promise<Found | null>;
  close(): Promise<void>;
};

type Way = {
  readonly videoId: string;
  readonly config: VideoSplitConfig;
  /** Of frames that were chosen by a look at the pictures. */
  readonly places: readonly number[] | null;
};

export function createFrameMaker(work: RepairWork): FrameMaker {
  const { ctx } = work;
  const made = new Map<string, Promise<string | null>>();

  return {
    async find(item) {
      const [, folder = '', file = ''] = item.location.split('/');
      const place = findFramePlace(ctx.db, item.id);
      const way = wayOf(ctx.db, folder);
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

/** How the frames of a folder were made: noted with the video, or in the folder's name. */
function wayOf(db: ReadableDb, folder: string): Way | null {
  const [, videoId, way] = /^([0-9a-f]{24})-(.+)$/.exec(folder) ?? [];
  if (!videoId || !way) return null;
  const set = findFrameSet(db, { videoId, way });
  if (set) return { videoId, config: set.settings, places: set.places };
  const [, every, quality] = /^n(\d+)-q(\d+)$/.exec(way) ?? [];
  if (!every) return null;
  return { videoId, config: { every: Number(every), quality: Number(quality) }, places: null };
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
    const { config, places } = way;
    await extractFrames({
      tools,
      input,
      outputDir,
      probe,
      index: decodeFrameIndex(blob),
      fingerprint: video.sha256 ?? video.id,
      choose: (index) => places ?? plannedFrames(config, index),
      picture: pictureOf(config, video),
      signal,
    });
    return outputDir;
  } catch (error) {
    if (isSluiceError(error, 'not-found', 'media-unreadable', 'tool-failed', 'tool-missing')) return null;
    throw error;
  }
}
