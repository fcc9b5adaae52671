/** Argument lists of ffmpeg that tell the fingerprints of decoded frames. Pure, like those in `args.ts`. */
import { resolve } from 'node:path';
import { FFMPEG_COMMON } from './args.ts';
import type { TimeBase } from './time-base.ts';
import type { ToolVersion } from './tool-version.ts';
import { ffmpegFlags } from './tool-version.ts';

export type FrameHashArgs = {
  readonly input: string;
  readonly streamIndex: number;
  readonly version: ToolVersion;
  /** Of the times that are told. */
  readonly timeBase: TimeBase;
  /** Decode on one thread, so that a damaged file gives the same frames on every computer. */
  readonly singleThread: boolean;
};

/**
 * One line per frame whose place is in `places`, and per frame from place `count` on, which there should be none of:
 * decoded from the first frame to the last. Progress goes to standard error.
 */
export function throughArgs(options: FrameHashArgs, places: readonly number[], count: number): string[] {
  const wanted = [...places.map((place) => `eq(n\\,${place})`), `gte(n\\,${count})`].join('+');
  return [
    ...FFMPEG_COMMON,
    ...['-progress', 'pipe:2'],
    ...(options.singleThread ? ['-threads', '1'] : []),
    ...inputArgs(options),
    ...['-vf', `select=${wanted}`],
    ...outputArgs(options),
  ];
}

/**
 * One line for the first frame whose time is `ticks` or later, decoded from the key frame before a jump to `seconds` from
 * the file's beginning; null: without a jump. What to leave out is said in ticks, as seconds mean another thing in each
 * container that does not begin at 0.
 */
export function seekArgs(options: FrameHashArgs, ticks: number, seconds: number | null): string[] {
  return [
    ...FFMPEG_COMMON,
    ...(seconds === null ? [] : ['-noaccurate_seek', '-ss', seconds.toFixed(6)]),
    ...inputArgs(options),
    ...['-vf', `select=gte(pts\\,${ticks})`, '-frames:v', '1'],
    ...outputArgs(options),
  ];
}

function inputArgs({ input, streamIndex }: FrameHashArgs): string[] {
  return ['-copyts', '-i', resolve(input), '-map', `0:${streamIndex}`];
}

function outputArgs({ version, timeBase }: FrameHashArgs): string[] {
  return [
    ...ffmpegFlags(version).passthrough,
    ...['-enc_time_base', `${timeBase.num}:${timeBase.den}`],
    ...['-c:v', 'rawvideo', '-f', 'framehash', '-hash', 'sha256', 'pipe:1'],
  ];
}
