/** How a `video.split` is set up, as the plan that its frames follow. */
import { createHash } from 'node:crypto';
import type { Size } from '#core/geometry/plane.ts';
import { SCENE_THRESHOLD, type VideoSplitConfig } from '#core/pipeline/functions/video-split.ts';
import type { FramePicture } from '../media/extract-args.ts';
import type { FrameIndex } from '../media/frame-index.ts';
import { frameHashes, type LookOptions, sceneScores } from '../media/frame-looks.ts';
import {
  everyNth,
  type FrameParts,
  keyFrames,
  perSecond,
  sceneStarts,
  stretchesOf,
  withoutNear,
} from '../media/frame-plan.ts';
import { withLongestSide } from '../media/grey.ts';
import { hammingDistance } from '../media/perceptual-hash.ts';

export type Chosen = {
  readonly frames: readonly number[];
  /** Frames that were left out because they look like the last one that was kept. */
  readonly dropped: readonly number[];
};

/** Names the way: splits of the same video in the same way share their files. */
export function wayOf(config: VideoSplitConfig): string {
  const { datasetId: _place, ...rest } = config;
  const { every = 1, quality = 2, mode = 'every' } = config;
  const set = Object.entries(rest).filter(([, value]) => value !== null && value !== undefined);
  const plain = set.every(([name]) => ['mode', 'every', 'quality', 'format'].includes(name));
  // The name of the plain way is as old as the oldest workspace.
  if (plain && mode === 'every' && config.format !== 'png') return `n${every ?? 1}-q${quality ?? 2}`;
  const text = JSON.stringify(set.sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${mode ?? 'every'}-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}

/** What files the frames become. @param video its upright pixels. */
export function pictureOf({ format, quality, maxSide }: VideoSplitConfig, video: Size): FramePicture {
  const small = maxSide != null && Math.max(video.width, video.height) > maxSide;
  return {
    format: format ?? 'jpeg',
    quality: quality ?? 2,
    size: small ? withLongestSide(video, maxSide) : null,
  };
}

/** What tells an item of this way from another of the same frame: pictures that differ are items that differ. */
export function identitySuffix({ format, size }: FramePicture): string {
  const pixels = size ? `@${size.width}x${size.height}` : '';
  return `${pixels}${format === 'png' ? '.png' : ''}`;
}

/** True when the pictures have to be looked at to know which frames are wanted. */
export function needsLook({ mode, duplicates }: VideoSplitConfig): boolean {
  return mode === 'scenes' || duplicates != null;
}

/** The frames that the index alone tells: all of the mode, or those that a look chooses from. */
export function plannedFrames(config: VideoSplitConfig, index: FrameIndex): number[] {
  const parts = stretchesOf(index, partsOf(config));
  switch (config.mode) {
    case 'rate':
      return perSecond(index, parts, config.perSecond ?? 1);
    case 'keyframes':
      return keyFrames(index, parts);
    default:
      return everyNth(parts, config.every ?? 1);
  }
}

function partsOf({ ranges, frameRanges }: VideoSplitConfig): FrameParts {
  const whole = <T extends { from: number; to?: number | null | undefined }>(list: T[] | null | undefined) =>
    (list ?? []).map(({ from, to }) => ({ from, to: to ?? null }));
  return { seconds: whole(ranges), places: whole(frameRanges) };
}

/**
 * The frames that are wanted. Decodes the video once for scenes and once to find what looks alike; else looks at nothing
 * but the index. Throws as `sceneScores` does.
 */
export async function chooseFrames(config: VideoSplitConfig, look: LookOptions): Promise<Chosen> {
  const frames = config.mode === 'scenes' ? await scenes(config, look) : plannedFrames(config, look.index);
  if (config.duplicates == null || frames.length < 2) return { frames, dropped: [] };
  const hashes = await frameHashes(look, frames);
  const hashAt = new Map(frames.map((frame, at) => [frame, hashes[at] ?? '']));
  const distance = (one: number, other: number) =>
    hammingDistance(hashAt.get(one) ?? '', hashAt.get(other) ?? '');
  const { kept, dropped } = withoutNear(frames, distance, config.duplicates.maxDistance);
  return { frames: kept, dropped };
}

async function scenes(config: VideoSplitConfig, look: LookOptions): Promise<number[]> {
  const parts = stretchesOf(look.index, partsOf(config));
  const last = parts.at(-1);
  if (!last) return [];
  const scores = await sceneScores(look, last.to + 1);
  return sceneStarts(scores, parts, config.threshold ?? SCENE_THRESHOLD);
}

/** Places as people write them: "0–3, 7, 9–12", cut after a few. */
export function placesText(places: readonly number[], most = 12): string {
  const runs: [number, number][] = [];
  for (const place of places) {
    const run = runs.at(-1);
    if (run && run[1] === place - 1) run[1] = place;
    else runs.push([place, place]);
  }
  const shown = runs.slice(0, most).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  return `${shown.join(', ')}${runs.length > most ? ', …' : ''}`;
}
