/**
 * Looks through a video before any picture is written: where its scenes begin, and which frames look like the ones before
 * them. Frames that are not wanted are never written that way; a second decoding costs a quarter of writing them.
 */
import { SluiceError } from '#core/errors.ts';
import type { FrameIndex } from './frame-index.ts';
import { type FrameRun, longestGap, runsFor, withoutShortcut } from './frame-select.ts';
import { greyArgs, sceneArgs } from './look-args.ts';
import { HASHED_SIDE, hashOfGrey } from './perceptual-hash.ts';
import type { VideoProbe } from './probe.ts';
import { DEFAULT_STALL_MS, runTool, type ToolResult } from './run-tool.ts';
import { toolError, unreadable } from './tool-errors.ts';
import type { MediaTools } from './tools.ts';

export type LookOptions = {
  readonly tools: MediaTools;
  readonly input: string;
  readonly probe: VideoProbe;
  readonly index: FrameIndex;
  readonly signal?: AbortSignal | undefined;
  /** Frames that were looked at so far. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
};

/** Between two frames of interest many may be decoded; a decoder that is slower than this counts as hung. */
const SLOWEST_FRAME_MS = 500;

/**
 * ffmpeg's scene score of the first `count` frames, by their places. Throws `media-unreadable` when the video shows other
 * frames than its index lists (see `isOtherFrames`), `tool-failed`, `aborted`.
 */
export async function sceneScores(options: LookOptions, count: number): Promise<readonly number[]> {
  const { tools, index, signal } = options;
  const scores: number[] = [];
  const result = await runTool({
    path: tools.ffmpeg.path,
    args: sceneArgs(lookArgs(options), count),
    signal,
    onLine(line) {
      const score = /^lavfi\.scene_score=([\d.]+)/.exec(line)?.[1];
      if (score === undefined) return;
      scores.push(Number(score));
      options.onProgress?.(scores.length, count);
    },
  });
  if (scores.length !== count || isDoubtful(index, result)) throw otherFrames(options, result);
  return scores;
}

/**
 * Perceptual hashes of frames, in the order of `frames`. Throws as `sceneScores` does.
 */
export async function frameHashes(
  options: LookOptions,
  frames: readonly number[],
): Promise<readonly string[]> {
  const { index, probe } = options;
  const hashes: string[] = [];
  for (const run of runsFor(index, frames, probe.codedWidth * probe.codedHeight)) {
    const done = hashes.length;
    const report = (count: number) => options.onProgress?.(done + count, frames.length);
    hashes.push(...(await hashesOf(options, run, report)));
  }
  return hashes;
}

async function hashesOf(
  options: LookOptions,
  run: FrameRun,
  report: (count: number) => void,
): Promise<readonly string[]> {
  const { tools, index, signal } = options;
  const jumped = run.seek !== null || run.keysOnly;
  const hashes: string[] = [];
  const picture = new Uint8Array(HASHED_SIDE * HASHED_SIDE);
  let filled = 0;
  const result = await runTool({
    path: tools.ffmpeg.path,
    args: greyArgs(lookArgs(options), run, HASHED_SIDE),
    signal,
    stallMs: Math.max(DEFAULT_STALL_MS, longestGap(index, run) * SLOWEST_FRAME_MS),
    onBytes(bytes) {
      for (let at = 0; at < bytes.length; ) {
        const part = bytes.subarray(at, at + picture.length - filled);
        picture.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled < picture.length) continue;
        hashes.push(hashOfGrey(picture));
        filled = 0;
      }
      report(hashes.length);
    },
  });
  if (hashes.length === run.frames.length && !isDoubtful(index, result)) return hashes;
  if (!jumped) throw otherFrames(options, result);
  return hashesOf(options, withoutShortcut(run), report);
}

function lookArgs({ input, probe, tools, index }: LookOptions) {
  return { input, streamIndex: probe.streamIndex, version: tools.ffmpeg.version, index };
}

/** A damaged file may make ffmpeg end with a failure after it showed every frame that can be decoded. */
function isDoubtful(index: FrameIndex, { exitCode, stderr }: ToolResult): boolean {
  return !index.damaged && (exitCode !== 0 || (index.source === 'packets' && stderr.length > 0));
}

function otherFrames({ input, index }: LookOptions, { exitCode, stderr }: ToolResult): SluiceError {
  if (index.source === 'frames' && exitCode !== 0) return toolError('ffmpeg', input, stderr);
  const what = 'gave other frames than its index lists. Import it again, or convert it first.';
  return unreadable(input, what, { otherFrames: true });
}

/** True for the error of a video that shows other frames than its index lists. */
export function isOtherFrames(error: unknown): boolean {
  return error instanceof SluiceError && error.details['otherFrames'] === true;
}
