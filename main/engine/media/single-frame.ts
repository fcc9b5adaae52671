/** One frame of a video as a PNG file: decoded from the key frame before it, and checked to be that one. */

import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tableSeconds } from '#core/media/frame-table.ts';
import { rowOfWritten, writtenPattern } from './frame-files.ts';
import type { FrameIndex } from './frame-index.ts';
import { mediaFileSize } from './media-file.ts';
import type { VideoProbe } from './probe.ts';
import { runFfmpeg } from './run-ffmpeg.ts';
import { countedFrameArgs, type SingleFrameArgs, timedFrameArgs } from './single-frame-args.ts';
import { toolError, unreadable } from './tool-errors.ts';
import type { MediaTools } from './tools.ts';

export type SingleFrameOptions = {
  readonly tools: MediaTools;
  readonly input: string;
  readonly probe: VideoProbe;
  readonly index: FrameIndex;
  /** Which frame, from 0. */
  readonly place: number;
  /** File to make. */
  readonly output: string;
  /** Folder for passing files, on the disk of the output. */
  readonly scratch: string;
  readonly signal?: AbortSignal | undefined;
};

/** Seconds before the frame that a jump goes to: at once, then from further away, at last from the beginning. */
const RUN_UPS = [0, 10, Number.POSITIVE_INFINITY];

/**
 * Writes the frame, upright, the same pixels that a split into PNG files gives. Throws `media-unreadable` when the
 * file does not have it, `not-found`, `tool-failed`, `aborted`, `disk-full`, `io`.
 */
export async function writeSingleFrame(options: SingleFrameOptions): Promise<void> {
  await mediaFileSize(options.input);
  const folder = await mkdtemp(join(options.scratch, 'frame-'));
  try {
    const written = await decode(options, folder);
    if (written === null) {
      throw unreadable(options.input, `has no frame ${options.place} where its index says. Import it again.`);
    }
    await rename(written, options.output);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The path of the frame's file; null when every try gave another frame. */
async function decode(options: SingleFrameOptions, folder: string): Promise<string | null> {
  const { index, place } = options;
  if (index.source === 'frames') {
    return (await attempt(options, folder, (args) => countedFrameArgs(args, place), true)).path;
  }
  const ticks = index.pts[place] ?? 0;
  const seconds = tableSeconds(index, place);
  for (const early of RUN_UPS) {
    const from = early < seconds ? seconds - early : null;
    const argsOf = (args: SingleFrameArgs) => timedFrameArgs(args, ticks, from);
    let { path, broken } = await attempt(options, folder, argsOf, false);
    // Broken pictures in a sound container: how they come out depends on the number of threads.
    if (path !== null && broken) ({ path } = await attempt(options, folder, argsOf, true));
    if (path !== null || from === null) return path;
  }
  return null;
}

async function attempt(
  { tools, input, probe, index, place, signal }: SingleFrameOptions,
  folder: string,
  argsOf: (args: SingleFrameArgs) => readonly string[],
  singleThread: boolean,
): Promise<{ readonly path: string | null; readonly broken: boolean }> {
  const args = argsOf({
    input,
    streamIndex: probe.streamIndex,
    version: tools.ffmpeg.version,
    timeBase: index.timeBase,
    singleThread,
    pattern: writtenPattern('png'),
  });
  const what = `frame ${place} of "${input}"`;
  const run = await runFfmpeg({ tool: tools.ffmpeg, args, cwd: folder, what, signal });
  const names = await readdir(folder);
  const [written] = names;
  if (names.length === 1 && written && rowOfWritten(index, [place])(written)) {
    return { path: join(folder, written), broken: run.stderr.length > 0 };
  }
  if (run.failure && names.length === 0) throw toolError('ffmpeg', input, run.stderr);
  // Another frame: a jump into a stream without a list of key frames may land too late.
  for (const name of names) await rm(join(folder, name), { force: true });
  return { path: null, broken: false };
}
