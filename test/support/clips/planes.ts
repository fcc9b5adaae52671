/** The planes of a video's pictures as ffmpeg decodes them, and how alike two pictures are. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ffmpegFlags } from '#engine/media/tool-version.ts';
import type { Tool } from '#engine/media/tools.ts';

export type PlanesOptions = {
  readonly ffmpeg: Tool;
  readonly path: string;
  readonly streamIndex: number;
  /** ffmpeg's name, e.g. "yuv420p". */
  readonly pixelFormat: string;
  /** Bytes of one picture. */
  readonly bytes: number;
  /** Filters of the picture, without those that change times. */
  readonly filters?: string;
  /** As it is stored, not upright. */
  readonly stored?: boolean;
};

/** All pictures, in order; decoded on one thread, as a damaged file needs it. */
export async function planesOf(options: PlanesOptions): Promise<readonly Buffer[]> {
  const { ffmpeg, path, streamIndex, pixelFormat, bytes, filters, stored = false } = options;
  const args = [
    ...['-nostdin', '-v', 'quiet', '-threads', '1', ...(stored ? ['-noautorotate'] : [])],
    ...['-reinit_filter', '0', '-i', path, '-map', `0:${streamIndex}`],
    ...['-vf', `${filters ?? 'null'},settb=1/1000,setpts=N`],
    ...[...ffmpegFlags(ffmpeg.version).passthrough, '-enc_time_base', '1:1000'],
    ...['-f', 'rawvideo', '-pix_fmt', pixelFormat, '-'],
  ];
  const child = spawn(ffmpeg.path, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(child, 'close');
  const all = Buffer.concat(chunks);
  return Array.from({ length: Math.floor(all.length / bytes) }, (_, at) =>
    all.subarray(at * bytes, (at + 1) * bytes),
  );
}

/** Bytes of a picture of three planes where colour has half of the pixels in each direction. */
export function bytesOf420(width: number, height: number): number {
  return width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2);
}

/** Peak signal to noise in decibels: infinite for the same picture. */
export function likeness(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  // Counted, as an iterator takes ten times as long for millions of pixels.
  for (let at = 0; at < a.length; at += 1) sum += ((a[at] ?? 0) - (b[at] ?? 0)) ** 2;
  return 10 * Math.log10((255 * 255 * a.length) / sum);
}
