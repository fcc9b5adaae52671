/** The files of a video's frames: those that are there, or made now. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isSluiceError } from '#core/errors.ts';
import type { Size } from '#core/geometry/plane.ts';
import type { Item } from '#core/model/item.ts';
import type { VideoSplitConfig } from '#core/pipeline/functions/video-split.ts';
import { cachePath } from '../cache-store/entry.ts';
import { type FrameSetKey, findFrameSet, saveFrameSet } from '../db/queries/frame-sets.ts';
import { locationOf, saveVideo } from '../db/queries/items.ts';
import { itemPath } from '../files.ts';
import { needRoom } from '../jobs/disk.ts';
import { abandonFolder, partialFolder, removeFolder } from '../media/atomic-folder.ts';
import { hasEncoder } from '../media/encoders.ts';
import { extractFrames } from '../media/extract.ts';
import type { FramePicture } from '../media/extract-args.ts';
import type { FrameIndex } from '../media/frame-index.ts';
import { encodeFrameIndex } from '../media/frame-index-codec.ts';
import { withLongestSide } from '../media/grey.ts';
import { probeVideo, type VideoProbe } from '../media/probe.ts';
import { THUMB_SIZE, thumbEntry } from '../media/thumb-place.ts';
import type { MediaTools } from '../media/tools.ts';
import { MACHINE } from '../unit.ts';
import type { LongRun } from './node.ts';
import { chooseFrames, needsLook, pictureOf, placesText, plannedFrames, wayOf } from './split-way.ts';

export type SplitFrames = {
  readonly index: FrameIndex;
  /** Places in the video, growing. */
  readonly places: readonly number[];
  /** Folder of the pictures, relative to the workspace. */
  readonly relative: string;
  readonly picture: FramePicture;
  /** Upright pixels of the pictures. */
  readonly width: number;
  readonly height: number;
  readonly toolVersion: string;
};

type Split = {
  readonly run: LongRun;
  readonly item: Item;
  readonly config: VideoSplitConfig;
  readonly tools: MediaTools;
  readonly input: string;
  readonly probe: VideoProbe;
  readonly picture: FramePicture;
  readonly way: string;
};

/** Bytes of a picture at the least (a plain one): enough to see that a video cannot fit before it has filled the disk. */
function leastBytes({ format, quality }: FramePicture, { width, height }: Size): number {
  return width * height * (format === 'png' ? 0.03 : 0.04 / quality);
}

/** Extracts the frames unless a finished folder of them is there: a folder appears only when it is whole. */
export async function splitFiles(
  run: LongRun,
  item: Item,
  config: VideoSplitConfig,
  stored: FrameIndex,
): Promise<SplitFrames> {
  const { ctx } = run;
  const tools = await ctx.mediaTools();
  const way = wayOf(config);
  const folder = join(ctx.files.frames, `${item.id}-${way}`);
  const picture = pictureOf(config, item);
  const described = (index: FrameIndex, places: readonly number[]): SplitFrames => ({
    index,
    places,
    relative: `frames/${basename(folder)}`,
    picture,
    width: picture.size?.width ?? item.width,
    height: picture.size?.height ?? item.height,
    toolVersion: tools.ffmpeg.version.text,
  });
  const present = await countFiles(folder);
  const known = needsLook(config)
    ? chosenBefore(run, { videoId: item.id, way }, stored)
    : plannedFrames(config, stored);
  if (known && (known.length === 0 || present === known.length)) {
    await abandonFolder(partialFolder(folder));
    return described(stored, known);
  }
  const input = itemPath(ctx.files, item.storage, locationOf(ctx.db, item.id) ?? '');
  const probe = await probeVideo(tools, input, run.signal);
  const split: Split = { run, item, config, tools, input, probe, picture, way };
  // A folder that does not fit the index was written from a better one that was not stored any more.
  if (present !== null) await removeFolder(folder);
  const { index, files } = await extract(split, stored, folder);
  if (index !== stored) keepBetterIndex(run, item, index);
  return described(
    index,
    files.map((file) => file.index),
  );
}

async function extract(split: Split, index: FrameIndex, folder: string) {
  const { run, item, tools, input, probe, picture, way } = split;
  const { ctx } = run;
  const relative = `frames/${basename(folder)}`;
  const shown = picture.size ?? { width: item.width, height: item.height };
  const small = withLongestSide(shown, Math.min(THUMB_SIZE, Math.max(shown.width, shown.height)));
  let begun = false;
  const extracted = await extractFrames({
    tools,
    input,
    fingerprint: item.sha256 ?? item.id,
    outputDir: folder,
    probe,
    index,
    choose: (now) => choose(split, now),
    picture,
    // From the same decoding they cost a twentieth of the extraction; made one by one, as much as all of it.
    small: (await hasEncoder(tools.ffmpeg, 'libwebp', run.signal))
      ? { size: small, take: (name, path) => takeThumb(run, `${relative}/${name}`, path) }
      : undefined,
    signal: run.signal,
    mayGoOn: (left) => needRoom(ctx.disk, left * leastBytes(picture, shown)),
    // What passes is gone on with later. Whoever cancels wants nothing left.
    keepAfter: (error) => isSluiceError(error, 'disk-full', 'io', 'tool-failed') || run.closing.aborted,
    onProgress({ done, total }) {
      if (begun) run.progress(done, total);
      else run.resume(done, total);
      begun = true;
    },
  });
  noteSet(split, extracted.index, {
    version: extracted.ffmpegVersion,
    args: extracted.args.map((arg) => (arg === input ? basename(input) : arg)),
  });
  run.ctx.ports.logger.log('info', 'video split', {
    item: item.id,
    way,
    frames: extracted.files.length,
    kept: extracted.kept,
  });
  return extracted;
}

async function takeThumb({ ctx }: LongRun, location: string, path: string): Promise<void> {
  const target = cachePath(ctx.files, thumbEntry({ sha256: null, picture: null }, location));
  await mkdir(dirname(target), { recursive: true });
  await rename(path, target);
}

/** The frames that a look has chosen from this index before; null when none has. */
function chosenBefore({ ctx }: LongRun, key: FrameSetKey, index: FrameIndex): readonly number[] | null {
  const set = findFrameSet(ctx.db, key);
  return set !== null && set.frameIndex === hashOf(index) ? set.places : null;
}

/** The wanted frames; those that a look has chosen stay chosen. */
async function choose(split: Split, index: FrameIndex): Promise<readonly number[]> {
  const { run, item, config, tools, input, probe, way } = split;
  if (!needsLook(config)) return plannedFrames(config, index);
  const before = chosenBefore(run, { videoId: item.id, way }, index);
  if (before) return before;
  const { signal } = run;
  const onProgress = (done: number, total: number) => run.progress(done, total);
  const { frames, dropped } = await chooseFrames(config, { tools, input, probe, index, signal, onProgress });
  noteSet(split, index, null, frames);
  if (config.duplicates) noteDropped(split, frames.length, dropped);
  return frames;
}

function noteSet(
  { run, item, way, config }: Split,
  index: FrameIndex,
  tool: { version: string; args: readonly string[] } | null,
  chosen: readonly number[] | null = null,
): void {
  const key = { videoId: item.id, way };
  const { datasetId: _place, ...settings } = config;
  run.ctx.unit(MACHINE, (tx) => {
    const before = needsLook(config) ? findFrameSet(tx.db, key) : null;
    saveFrameSet(
      tx.db,
      {
        ...key,
        settings,
        frameIndex: hashOf(index),
        places: chosen ?? before?.places ?? null,
        tool: tool ?? before?.tool ?? null,
      },
      tx.now,
    );
  });
}

function noteDropped({ run, item, config }: Split, kept: number, dropped: readonly number[]): void {
  const bits = config.duplicates?.maxDistance ?? 0;
  const text =
    dropped.length === 0
      ? `None of ${kept} frames looks like the one before it`
      : `Left out ${dropped.length} of ${kept + dropped.length} frames, which differ from the last one kept in ${bits} of ` +
        `64 bits at most: ${placesText(dropped)}`;
  run.ctx.unit(MACHINE, (tx) =>
    tx.explain({ itemId: item.id, kind: 'near-frames', execution: run.work.key, text }),
  );
}

function hashOf(index: FrameIndex): string {
  return createHash('sha256').update(encodeFrameIndex(index)).digest('hex');
}

/** Decoding showed other frames than the container had promised: from now on the decoded ones count. */
function keepBetterIndex({ ctx, work }: LongRun, item: Item, index: FrameIndex): void {
  ctx.unit(MACHINE, (tx) => {
    const facts = item.video ? { ...item.video, frameCount: index.count, damaged: index.damaged } : null;
    if (facts) saveVideo(tx.db, item.id, facts, encodeFrameIndex(index));
    tx.raise({ resource: 'Item', action: 'Updated', id: item.id, cause: work });
    tx.explain({ itemId: item.id, kind: 'reindexed', text: `Has ${index.count} frames when decoded` });
    tx.changes.dataset(item.datasetId);
  });
}

async function countFiles(folder: string): Promise<number | null> {
  return readdir(folder).then(
    (names) => names.length,
    () => null,
  );
}
