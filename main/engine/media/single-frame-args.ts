/** Argument lists of ffmpeg that write one frame as a file. Pure, like those in `args.ts`. */
import { resolve } from 'node:path';
import { FFMPEG_COMMON, PNG_ARGS } from './args.ts';
import type { TimeBase } from './time-base.ts';
import type { ToolVersion } from './tool-version.ts';
import { ffmpegFlags } from './tool-version.ts';

export type SingleFrameArgs = {
  readonly input: string;
  readonly streamIndex: number;
  readonly version: ToolVersion;
  readonly timeBase: TimeBase;
  /** Decode on one thread: slower, and the same on every computer when pictures are broken. */
  readonly singleThread: boolean;
  /** File name with one `%d`, relative to the folder that ffmpeg runs in. */
  readonly pattern: string;
};

/**
 * The first frame whose time is `ticks` or later, named by its time, decoded from the key frame before a jump to
 * `seconds` from the file's beginning; null: without a jump.
 */
export function timedFrameArgs(
  options: SingleFrameArgs,
  ticks: number,
  seconds: number | null,
): readonly string[] {
  const { input, streamIndex, timeBase, singleThread } = options;
  return [
    ...FFMPEG_COMMON,
    ...(singleThread ? ['-threads', '1'] : []),
    ...(seconds === null ? [] : ['-noaccurate_seek', '-ss', seconds.toFixed(6)]),
    ...['-copyts', '-i', resolve(input), '-map', `0:${streamIndex}`],
    ...['-vf', `select=gte(pts\\,${ticks})`, '-frames:v', '1'],
    ...outputArgs(options, `${timeBase.num}:${timeBase.den}`),
  ];
}

/**
 * Frame `place` counted from the first one, named 0, for a file whose times cannot be trusted. Its index was
 * decoded on one thread, too.
 */
export function countedFrameArgs(options: SingleFrameArgs, place: number): readonly string[] {
  const { input, streamIndex } = options;
  return [
    ...FFMPEG_COMMON,
    // Progress on the way there: a far place takes longer than a tool may be silent.
    ...['-progress', 'pipe:1', '-threads', '1', '-reinit_filter', '0'],
    ...['-i', resolve(input), '-map', `0:${streamIndex}`],
    ...['-vf', `scale,select=eq(n\\,${place}),settb=1/1000,setpts=N`, '-frames:v', '1'],
    ...outputArgs(options, '1:1000'),
  ];
}

function outputArgs({ version, pattern }: SingleFrameArgs, timeBase: string): readonly string[] {
  const passthrough = ffmpegFlags(version).passthrough;
  return [...passthrough, ...PNG_ARGS, '-enc_time_base', timeBase, '-frame_pts', '1', pattern];
}
