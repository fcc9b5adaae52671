/** Function `video.split`: makes an item of every n-th frame of a video. */

import { statSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { SluiceError } from '#core/errors.ts';
import { tableSeconds } from '#core/media/frame-table.ts';
import { type DatasetId, datasetIdSchema, itemIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import {
  findFrameIndex,
  findItemByIdentity,
  insertItem,
  locationOf,
  saveVideo,
} from '../db/queries/items.ts';
import { itemPath } from '../files.ts';
import { extractFrames } from '../media/extract.ts';
import type { FrameIndex } from '../media/frame-index.ts';
import { decodeFrameIndex, encodeFrameIndex } from '../media/frame-index-codec.ts';
import { probeVideo } from '../media/probe.ts';
import { MACHINE, type Tx } from '../unit.ts';
import { configOf } from './config.ts';
import type { LongNode, LongRun } from './node.ts';

/** Items a transaction: enough to be quick, few enough that nobody waits for it. */
const CHUNK = 256;

export const videoSplit: LongNode = {
  lane: 'media',
  job: { title: (item) => `Splitting "${item?.name ?? ''}"`, unit: 'frames' },
  async run(run) {
    const { work, node, ctx } = run;
    const item = run.item();
    if (item.kind !== 'video') {
      throw new SluiceError(
        'invalid-input',
        `${item.name} is not a video: "${node.name}" splits videos only.`,
      );
    }
    const config = configOf('video.split', node).customNodeConfig;
    const every = config.every ?? 1;
    const quality = config.quality ?? 2;
    const blob = findFrameIndex(ctx.db, item.id);
    if (!blob) throw new SluiceError('wrong-state', `${item.name} has no frame index. Import it again.`);
    const folder = join(ctx.files.frames, `${item.id}-n${every}-q${quality}`);
    const frames = await ensureFrames(run, item, { folder, index: decodeFrameIndex(blob), every, quality });
    run.settle();
    const datasetId = datasetIdSchema.parse(config.datasetId ?? item.datasetId);
    const place = { video: item, datasetId, execution: work.key, folder, frames };
    for (let from = work.cursor; from < frames.count; from += CHUNK) {
      const upTo = Math.min(frames.count, from + CHUNK);
      await run.emit(upTo, (tx) => {
        tx.changes.dataset(datasetId);
        const made: string[] = [];
        const values = range(from, upTo).map((at) => frameItem(tx, place, at * every, made));
        return { values, made };
      });
    }
    const why = `made ${frames.count} frames of ${frames.index.count} with ffmpeg ${frames.toolVersion}`;
    return { kind: 'done', outputs: {}, action: null, why };
  },
};

type Frames = {
  readonly index: FrameIndex;
  /** Folder of the pictures, relative to the workspace. */
  readonly relative: string;
  readonly count: number;
  /** Upright pixels. */
  readonly width: number;
  readonly height: number;
  readonly toolVersion: string;
};

/** Extracts the frames unless a finished folder of them is there: a folder appears only when it is whole. */
async function ensureFrames(
  run: LongRun,
  item: Item,
  wanted: { folder: string; index: FrameIndex; every: number; quality: number },
): Promise<Frames> {
  const { ctx } = run;
  const tools = await ctx.mediaTools();
  const described = (index: FrameIndex): Frames => ({
    index,
    relative: `frames/${basename(wanted.folder)}`,
    count: Math.ceil(index.count / wanted.every),
    width: item.width,
    height: item.height,
    toolVersion: tools.ffmpeg.version.text,
  });
  const present = await countFiles(wanted.folder);
  if (present === described(wanted.index).count) return described(wanted.index);
  // A folder that does not fit the index was written from a better one that was not stored any more.
  if (present !== null) await rm(wanted.folder, { recursive: true, force: true });
  const input = itemPath(ctx.files, item.storage, locationOf(ctx.db, item.id) ?? '');
  const probe = await probeVideo(tools, input, run.signal);
  const { index } = await extractFrames({
    tools,
    input,
    outputDir: wanted.folder,
    probe,
    index: wanted.index,
    every: wanted.every,
    quality: wanted.quality,
    signal: run.signal,
    onProgress: ({ done, total }) => run.progress(done, total),
  });
  if (index !== wanted.index) keepBetterIndex(run, item, index);
  return described(index);
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

type Place = { video: Item; datasetId: DatasetId; execution: number; folder: string; frames: Frames };

/** The item of one frame: there from before, or made now and then noted in `made`. */
function frameItem(tx: Tx, place: Place, at: number, made: string[]): string {
  const { video, datasetId, frames } = place;
  const { index } = frames;
  const identity = `frame:${video.id}:${at}`;
  const present = findItemByIdentity(tx.db, datasetId, identity);
  if (present) return present.id;
  const id = itemIdSchema.parse(tx.id());
  const file = `${String(at).padStart(8, '0')}.jpg`;
  const { size } = statSync(join(place.folder, file));
  const pts = Number(index.pts[at] ?? 0);
  const seconds = tableSeconds(index, at);
  insertItem(tx.db, {
    id,
    datasetId,
    identity,
    kind: 'image',
    name: file,
    folder: `/${stem(video.name)}`,
    mimetype: 'image/jpeg',
    size,
    width: frames.width,
    height: frames.height,
    sha256: null,
    frame: { videoId: video.id, index: at, pts, timeBase: index.timeBase, seconds },
    sourceItemId: null,
    storage: 'stored',
    location: `${frames.relative}/${file}`,
    metadata: {
      system: {
        originalname: file,
        mimetype: 'image/jpeg',
        size,
        width: frames.width,
        height: frames.height,
        frame: { videoId: video.id, index: at, pts, timeBase: index.timeBase, seconds },
      },
    },
    maker: place.execution,
    createdAt: tx.now,
    updatedAt: tx.now,
  });
  tx.explain({
    itemId: id,
    kind: 'arrived',
    execution: place.execution,
    text: `Frame ${at} of "${video.name}", at ${seconds.toFixed(3)} s`,
  });
  made.push(id);
  return id;
}

function stem(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

function range(from: number, upTo: number): number[] {
  return Array.from({ length: upTo - from }, (_, at) => from + at);
}
