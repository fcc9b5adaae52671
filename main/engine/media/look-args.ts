/**
 * Argument lists of ffmpeg that look at frames and write no picture. Pure, like those in `args.ts`.
 */
import { resolve } from 'node:path';
import { tableSeconds } from '#core/media/frame-table.ts';
import { FFMPEG_COMMON } from './args.ts';
import type { FrameIndex } from './frame-index.ts';
import { type FrameRun, selection } from './frame-select.ts';
import type { ToolVersion } from './tool-version.ts';
import { ffmpegFlags } from './tool-version.ts';

export type LookArgs = {
  readonly input: string;
  readonly streamIndex: number;
  readonly version: ToolVersion;
  readonly index: FrameIndex;
};

/**
 * A line `lavfi.scene_score=…` for each of the first `count` frames: 0 for one that is as the one before it, 1 for another
 * picture altogether.
 */
export function sceneArgs(
  { input, streamIndex, version, index }: LookArgs,
  count: number,
): readonly string[] {
  const filters = [...steady(index), "select='gte(scene,0)'", 'metadata=print:key=lavfi.scene_score:file=-'];
  return [
    ...FFMPEG_COMMON,
    ...threads(index),
    ...(index.source === 'packets' ? [] : ['-reinit_filter', '0']),
    ...['-i', resolve(input), '-map', `0:${streamIndex}`, '-vf', filters.join(',')],
    ...ffmpegFlags(version).passthrough,
    ...(count < index.count ? ['-frames:v', String(count)] : []),
    ...['-f', 'null', '-'],
  ];
}

/** The frames of the run in grey, `side` pixels each way, one byte a pixel, one after the other. */
export function greyArgs(
  { input, streamIndex, version, index }: LookArgs,
  run: FrameRun,
  side: number,
): readonly string[] {
  const select = selection(index, run);
  const filters = [
    ...steady(index),
    ...(select === null ? [] : [`select='${select}'`]),
    `scale=w=${side}:h=${side}:flags=area`,
    'format=gray',
  ];
  return [
    ...FFMPEG_COMMON,
    ...threads(index),
    ...(run.keysOnly ? ['-skip_frame', 'nokey'] : []),
    ...(run.seek === null ? [] : ['-noaccurate_seek', '-ss', seekSeconds(index, run.seek).toFixed(6)]),
    ...(index.source === 'packets' ? ['-copyts'] : ['-reinit_filter', '0']),
    ...['-i', resolve(input), '-map', `0:${streamIndex}`, '-vf', filters.join(',')],
    ...ffmpegFlags(version).passthrough,
    ...(run.open ? [] : ['-frames:v', String(run.frames.length)]),
    ...['-c:v', 'rawvideo', '-f', 'rawvideo', 'pipe:1'],
  ];
}

/** Seconds from the file's beginning to jump to. Half a tick late: a time rounded down would be of the key frame before. */
export function seekSeconds(index: FrameIndex, place: number): number {
  return tableSeconds(index, place) + index.timeBase.num / index.timeBase.den / 2;
}

function threads({ damaged }: FrameIndex): readonly string[] {
  return damaged ? ['-threads', '1'] : [];
}

/** See `extractArgs`. */
function steady({ source }: FrameIndex): readonly string[] {
  return source === 'packets' ? [] : ['scale'];
}
