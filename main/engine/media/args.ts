/**
 * Argument lists for ffprobe and ffmpeg. Pure: no files, no processes. Input paths are absolute, so that a name that
 * begins with a dash or looks like a protocol stays a name; outputs are named relative to the child's folder, so that
 * a "%" in a folder's name is not read as a pattern.
 */
import { resolve } from 'node:path';
import type { TimeBase } from './time-base.ts';
import type { ToolVersion } from './tool-version.ts';
import { ffmpegFlags } from './tool-version.ts';

/** Streams and container of a file, as JSON. */
export function probeArgs(input: string): readonly string[] {
  return ['-v', 'error', '-show_format', '-show_streams', '-of', 'json', '-i', resolve(input)];
}

/** One line per packet of a stream, `pts=…|dts=…|flags=…`; messages carry their level. */
export function packetArgs(input: string, streamIndex: number): readonly string[] {
  return listArgs(input, streamIndex, 'level+warning', 'packet=pts,dts,flags');
}

/**
 * One line per decoded frame of a stream, `key_frame=…|best_effort_timestamp=…`. Decodes on one thread, as
 * `ffprobe -count_frames` does: with more, a broken picture may take its neighbours with it.
 */
export function frameArgs(input: string, streamIndex: number): readonly string[] {
  return listArgs(input, streamIndex, 'level+error', 'frame=key_frame,best_effort_timestamp');
}

function listArgs(input: string, streamIndex: number, level: string, entries: string): readonly string[] {
  const selection = ['-select_streams', String(streamIndex), '-show_entries', entries];
  return ['-v', level, ...selection, '-of', 'compact=p=0', '-i', resolve(input)];
}

/** JPEG for work, PNG where no pixel may change. */
export type FrameFormat = 'jpeg' | 'png';

export type ExtractArgs = {
  readonly input: string;
  readonly streamIndex: number;
  readonly version: ToolVersion;
  /** Writes frames 0, n, 2n, … of the video. */
  readonly every: number;
  readonly format: FrameFormat;
  /** JPEG quantiser, 2 (best) to 31; without meaning for PNG. */
  readonly quality: number;
  /** File name pattern with one `%d`, relative to the folder that ffmpeg runs in. */
  readonly pattern: string;
  /** When given, the number in a name is the frame's time in this unit; otherwise files are counted from 0. */
  readonly nameByPts: TimeBase | null;
  /** Decode on one thread, so that a damaged file gives the same frames on every computer. */
  readonly singleThread: boolean;
};

/**
 * Writes frames as JPEG or PNG files, upright (ffmpeg applies the rotation), one file per decoded frame. Where the file's
 * times can be trusted they become the names, so `-copyts` keeps ffmpeg from shifting them. Where they cannot, frames
 * are counted instead: the encoder refuses times that repeat or go back. A picture size that changes half-way would
 * start the filters, and their count, anew: then `-reinit_filter 0` keeps them and `scale` keeps the first size.
 */
export function extractArgs(options: ExtractArgs): readonly string[] {
  const { input, streamIndex, version, every, pattern, nameByPts, singleThread } = options;
  const select = every > 1 ? [`select=not(mod(n\\,${every}))`] : [];
  const filters = nameByPts ? select : ['scale', ...select, 'settb=1/1000', 'setpts=N'];
  return [
    ...FFMPEG_COMMON,
    ...['-progress', 'pipe:1'],
    ...(singleThread ? ['-threads', '1'] : []),
    ...(nameByPts ? ['-copyts'] : ['-reinit_filter', '0']),
    ...['-i', resolve(input), '-map', `0:${streamIndex}`],
    ...(filters.length > 0 ? ['-vf', filters.join(',')] : []),
    ...ffmpegFlags(version).passthrough,
    ...encoderArgs(options),
    ...['-enc_time_base', nameByPts ? `${nameByPts.num}:${nameByPts.den}` : '1:1000', '-frame_pts', '1'],
    pattern,
  ];
}

function encoderArgs({ format, quality }: ExtractArgs): readonly string[] {
  if (format === 'jpeg') return ['-q:v', String(quality)];
  return PNG_ARGS;
}

/** Writes the first frame of a stream as one JPEG file, no larger than `size` pixels on its longer side. */
export function posterArgs(
  input: string,
  streamIndex: number,
  size: number,
  output: string,
): readonly string[] {
  const fit = `scale=w='min(${size},iw)':h='min(${size},ih)':force_original_aspect_ratio=decrease`;
  const first = ['-frames:v', '1', '-vf', fit, '-q:v', '2', '-update', '1', '-f', 'image2'];
  return [...FFMPEG_COMMON, '-i', resolve(input), '-map', `0:${streamIndex}`, ...first, output];
}

/** No questions, no statistics on standard error, only errors there. */
export const FFMPEG_COMMON: readonly string[] = ['-nostdin', '-hide_banner', '-nostats', '-v', 'error', '-y'];

/**
 * PNG: eight bits a channel and no transparency, the same pixels that a JPEG is made from; the "up" prediction at the
 * lowest level is both smaller and twice as fast as the encoder's own choice.
 */
export const PNG_ARGS: readonly string[] = '-c:v png -pix_fmt rgb24 -compression_level 1 -pred up'.split(' ');
