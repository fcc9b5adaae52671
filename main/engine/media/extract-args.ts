/**
 * The argument list of the ffmpeg that writes frames. Pure, like those in `args.ts`.
 */
import { resolve } from 'node:path';
import type { Size } from '#core/geometry/plane.ts';
import { FFMPEG_COMMON, PNG_ARGS } from './args.ts';
import type { ColourChange } from './colour.ts';
import type { TimeBase } from './time-base.ts';
import type { ToolVersion } from './tool-version.ts';
import { ffmpegFlags, isAtLeast } from './tool-version.ts';

/** JPEG for work, PNG where no pixel may change. */
export type FrameFormat = 'jpeg' | 'png';

/** How a frame becomes a file. */
export type FramePicture = {
  readonly format: FrameFormat;
  /** JPEG quantiser, 2 (best) to 31; without meaning for PNG. */
  readonly quality: number;
  /** Upright pixels to scale to; null: as the video has them. */
  readonly size: Size | null;
};

export type ExtractArgs = {
  readonly input: string;
  readonly streamIndex: number;
  readonly version: ToolVersion;
  readonly picture: FramePicture;
  /** What has to be done for a JPEG to show the video's colours; null: nothing. */
  readonly colour: ColourChange | null;
  /** Condition of the `select` filter; null: every frame goes through. */
  readonly select: string | null;
  /** Seconds from the beginning of the file to jump to, to the key frame there or before; null: no jump. */
  readonly seekSeconds: number | null;
  readonly keysOnly: boolean;
  /** It ends when so many are written; null: at the end of the file. */
  readonly limit: number | null;
  /** File name pattern with one `%d`, relative to the folder that ffmpeg runs in. */
  readonly pattern: string;
  /** When given, the number in a name is the frame's time in this unit; otherwise files are counted from 0. */
  readonly nameByPts: TimeBase | null;
  /** Decode on one thread, so that a damaged file gives the same frames on every computer. */
  readonly singleThread: boolean;
  /** Small pictures for lists, written from the same decoded frames. */
  readonly small: { readonly pattern: string; readonly size: Size } | null;
};

/**
 * Writes frames as JPEG or PNG files, upright (ffmpeg applies the rotation), one file per decoded frame. Where the file's
 * times can be trusted they become the names, so `-copyts` keeps ffmpeg from shifting them. Where they cannot, frames
 * are counted instead: the encoder refuses times that repeat or go back. A picture size that changes half-way would
 * start the filters, and their count, anew: then `-reinit_filter 0` keeps them and `scale` keeps the first size.
 */
export function extractArgs(options: ExtractArgs): readonly string[] {
  const { input, nameByPts, small, seekSeconds, picture } = options;
  return [
    ...FFMPEG_COMMON,
    ...['-progress', 'pipe:1'],
    ...(options.singleThread ? ['-threads', '1'] : []),
    ...(options.keysOnly ? ['-skip_frame', 'nokey'] : []),
    // What comes before the wanted frame is left out by its time: seconds mean another thing in each container.
    ...(seekSeconds === null ? [] : ['-noaccurate_seek', '-ss', seekSeconds.toFixed(6)]),
    ...(nameByPts ? ['-copyts'] : ['-reinit_filter', '0']),
    ...['-i', resolve(input)],
    ...output(options, largeFilters(options), encoderArgs(picture), options.pattern),
    ...(small ? output(options, smallFilters(small.size), SMALL_ENCODER, small.pattern) : []),
  ];
}

function output(
  options: ExtractArgs,
  own: readonly string[],
  encoder: readonly string[],
  pattern: string,
): readonly string[] {
  const { nameByPts, select, limit } = options;
  const selected = select === null ? [] : [`select='${select}'`];
  const filters = nameByPts
    ? [...selected, ...own]
    : ['scale', ...selected, 'settb=1/1000', 'setpts=N', ...own];
  return [
    ...['-map', `0:${options.streamIndex}`],
    ...(filters.length > 0 ? ['-vf', filters.join(',')] : []),
    ...ffmpegFlags(options.version).passthrough,
    ...(limit === null ? [] : ['-frames:v', String(limit)]),
    ...encoder,
    ...['-enc_time_base', nameByPts ? `${nameByPts.num}:${nameByPts.den}` : '1:1000', '-frame_pts', '1'],
    ...['-f', 'image2', pattern],
  ];
}

function largeFilters({ picture, colour, version }: ExtractArgs): readonly string[] {
  const { size, format } = picture;
  // A PNG's numbers are red, green and blue: ffmpeg makes those by the video's own matrix.
  const change = format === 'jpeg' ? colour : null;
  const options = [
    ...(size ? [`w=${size.width}`, `h=${size.height}`] : []),
    ...(change ? [`out_color_matrix=${change.matrix}`, `out_range=${change.range}`] : []),
  ];
  // Old versions forget the range when they go from one matrix to another.
  const before = change && !isAtLeast(version, 5, 0) ? ['format=rgb24'] : [];
  return options.length > 0 ? [...before, `scale=${options.join(':')}`] : [];
}

/** WebP, too, is read as BT.601, with the narrow range. */
function smallFilters({ width, height }: Size): readonly string[] {
  const scale = `w=${width}:h=${height}:flags=area:out_color_matrix=bt601:out_range=tv`;
  return [`scale=${scale}`, 'format=yuv420p'];
}

/** As `thumbnail.ts` makes them. */
const SMALL_ENCODER = ['-c:v', 'libwebp', '-quality', '80', '-compression_level', '0'];

/**
 * PNG's encoder keeps all cores busy by itself: two processes, a half of the video each, took 1.11 times as long as one (60
 * frames of 1080p on two cores), so no video is parted.
 */
function encoderArgs({ format, quality }: FramePicture): readonly string[] {
  return format === 'jpeg' ? ['-q:v', String(quality)] : PNG_ARGS;
}
