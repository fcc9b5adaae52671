/** The argument list of ffmpeg that makes a video's proxy. Pure, like those in `args.ts`. */
import { resolve } from 'node:path';
import { FFMPEG_COMMON } from './args.ts';
import type { ToolVersion } from './tool-version.ts';
import { ffmpegFlags } from './tool-version.ts';

/** Another number is another copy: those made in an older way are not used any more. */
export const PROXY_RECIPE = 2;

/** Frames per second of a proxy: its times only say which frame is which. */
export const PROXY_RATE = 25;

export type ProxyArgs = {
  readonly input: string;
  readonly streamIndex: number;
  readonly version: ToolVersion;
  /** Upright pixels of the video. */
  readonly width: number;
  readonly height: number;
  /** Decode on one thread, so that a damaged file gives the same frames as when it was indexed. */
  readonly singleThread: boolean;
  readonly output: string;
};

/**
 * One picture for each decoded frame, upright, at a time that is its place. Key frames are at most four apart and no
 * frame builds on a later one, so that any of them is at most four pictures away. `fastdecode` leaves out what makes
 * decoding slow, and slices let several processors decode one picture; the file is larger for it. The size is said, and
 * `-reinit_filter 0` kept, for files that change it half-way: the filters would start anew, and their count with them.
 */
export function proxyArgs(options: ProxyArgs): readonly string[] {
  const { width, height } = options;
  const filters = [
    `scale=${width}:${height}:out_range=tv`,
    'setsar=1',
    'format=yuv420p',
    `settb=1/${PROXY_RATE}`,
    'setpts=N',
    ...evenly(width, height),
  ];
  return [
    ...FFMPEG_COMMON,
    ...['-progress', 'pipe:1'],
    ...(options.singleThread ? ['-threads', '1'] : []),
    ...['-reinit_filter', '0', '-i', resolve(options.input), '-map', `0:${options.streamIndex}`],
    ...['-vf', filters.join(','), ...ffmpegFlags(options.version).passthrough],
    ...['-enc_time_base', `1:${PROXY_RATE}`, '-map_metadata', '-1', '-color_range', 'tv'],
    ...['-c:v', 'libx264', '-preset', 'superfast', '-tune', 'fastdecode', '-crf', '16'],
    ...['-g', '4', '-keyint_min', '4', '-sc_threshold', '0', '-bf', '0', '-slices', '4'],
    ...['-f', 'mp4', options.output],
  ];
}

/**
 * An even size, as the encoder takes no other: the last row or column twice, only of the brightness, as that of the
 * colours is rounded up anyway. Each plane by itself, since `pad` blackens the last odd row of all three together.
 */
function evenly(width: number, height: number): readonly string[] {
  const [right, bottom] = [width % 2, height % 2];
  if (right + bottom === 0) return [];
  const border = `fillborders=right=${right}:bottom=${bottom}:mode=smear`;
  return [
    'extractplanes=y+u+v[y][u][v];[y]pad=' +
      `${width + right}:${height + bottom},${border}[even];[even][u][v]mergeplanes=0x001020:yuv420p`,
  ];
}
