/**
 * Argument lists for ffprobe and ffmpeg. Pure: no files, no processes. Input paths are absolute, so that a name that
 * begins with a dash or looks like a protocol stays a name; outputs are named relative to the child's folder, so that
 * a "%" in a folder's name is not read as a pattern. Those for frames are in `extract-args.ts`.
 */
import { resolve } from 'node:path';
import type { ColourChange } from './colour.ts';

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

/** Through RGB, which every version gets right; where speed counts, see `extractArgs`. */
function colourFilters(colour: ColourChange | null): readonly string[] {
  return colour ? ['format=rgb24', `scale=out_color_matrix=${colour.matrix}:out_range=${colour.range}`] : [];
}

/** Writes the first frame of a stream as one JPEG file, no larger than `size` pixels on its longer side. */
export function posterArgs(
  input: string,
  streamIndex: number,
  size: number,
  output: string,
  colour: ColourChange | null,
): readonly string[] {
  const fit = `scale=w='min(${size},iw)':h='min(${size},ih)':force_original_aspect_ratio=decrease`;
  const first = [
    '-frames:v',
    '1',
    '-vf',
    [fit, ...colourFilters(colour)].join(','),
    '-q:v',
    '2',
    '-update',
    '1',
    '-f',
    'image2',
  ];
  return [...FFMPEG_COMMON, '-i', resolve(input), '-map', `0:${streamIndex}`, ...first, output];
}

/** No questions, no statistics on standard error, only errors there. */
export const FFMPEG_COMMON: readonly string[] = ['-nostdin', '-hide_banner', '-nostats', '-v', 'error', '-y'];

/**
 * PNG: eight bits a channel and no transparency, the same pixels that a JPEG is made from; the "up" prediction at the
 * lowest level is both smaller and twice as fast as the encoder's own choice.
 */
export const PNG_ARGS: readonly string[] = '-c:v png -pix_fmt rgb24 -compression_level 1 -pred up'.split(' ');
