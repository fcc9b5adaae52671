/** A copy of a video that every window can decode and jump in, frame for frame. */
import { basename, dirname } from 'node:path';
import { buildFrameIndex, type FrameIndex } from './frame-index.ts';
import { mediaFileSize } from './media-file.ts';
import { probeVideo, type VideoProbe } from './probe.ts';
import { type ExtractProgress, progressReader } from './progress.ts';
import { proxyArgs } from './proxy-args.ts';
import { runFfmpeg } from './run-ffmpeg.ts';
import { toolError, unreadable } from './tool-errors.ts';
import type { MediaTools } from './tools.ts';

export type ProxyOptions = {
  readonly tools: MediaTools;
  readonly input: string;
  readonly probe: VideoProbe;
  readonly index: FrameIndex;
  /** MP4 file to write. */
  readonly output: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ExtractProgress) => void) | undefined;
};

/**
 * Writes the proxy and counts its frames. Throws `media-unreadable` when they are not as many as the index has,
 * `not-found`, `tool-failed`, `aborted`, `disk-full`, `io`; a file that was begun is left to the caller.
 */
export async function writeProxy(options: ProxyOptions): Promise<void> {
  const { tools, input, index, output, signal } = options;
  await mediaFileSize(input);
  const careful = index.source === 'frames';
  const errors = await encode(options, careful);
  // Broken pictures in a sound container: how they come out depends on the number of threads.
  if (errors > 0 && !careful) await encode(options, true);
  const made = await buildFrameIndex(tools, output, await probeVideo(tools, output, signal), { signal });
  if (made.count === index.count && made.pts[0] === 0) return;
  throw unreadable(
    input,
    `gave ${made.count} frames instead of the ${index.count} of its index. Import it again.`,
  );
}

/** One run of ffmpeg; the number of errors that it told. */
async function encode(options: ProxyOptions, singleThread: boolean): Promise<number> {
  const { tools, input, probe, index, output, signal } = options;
  const { width, height, streamIndex } = probe;
  const { version } = tools.ffmpeg;
  const name = basename(output);
  const args = proxyArgs({ input, streamIndex, version, width, height, singleThread, output: name });
  const onLine = progressReader(index.count, (progress) => options.onProgress?.(progress));
  const what = `the viewing copy of "${input}"`;
  const run = await runFfmpeg({ tool: tools.ffmpeg, args, cwd: dirname(output), what, signal, onLine });
  // ffmpeg may end with a failure after it wrote every frame of a damaged file that can be decoded.
  if (run.failure && !index.damaged) throw toolError('ffmpeg', input, run.stderr);
  return run.stderr.length;
}
