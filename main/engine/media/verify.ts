/**
 * Whether a video's index still says what its file shows: sampled frames are decoded twice, on the way through the whole
 * video and by a jump to their time, and must be the same picture at the time that the index gives them.
 */

import pLimit from 'p-limit';
import { tableSeconds } from '#core/media/frame-table.ts';
import type { FrameIndex } from './frame-index.ts';
import { mediaFileSize } from './media-file.ts';
import type { VideoProbe } from './probe.ts';
import { runTool } from './run-tool.ts';
import { toolError } from './tool-errors.ts';
import type { MediaTools } from './tools.ts';
import { type FrameHashArgs, seekArgs, throughArgs } from './verify-args.ts';

export type VerifyOptions = {
  readonly tools: MediaTools;
  readonly input: string;
  readonly probe: VideoProbe;
  readonly index: FrameIndex;
  /** Places of the frames to look at; see `sampledPlaces`. */
  readonly places: readonly number[];
  /** Frames that were compared so far. */
  readonly onProgress?: ((done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** What is wrong with a frame of the index, or with what comes after its last one. */
export type FrameFault = {
  readonly place: number;
  /** `picture`: a jump to its time shows another one; `extra`: the file has frames that the index has not. */
  readonly fault: 'missing' | 'time' | 'picture' | 'extra';
};

export type Verification = {
  /** Frames that were looked at. */
  readonly checked: number;
  readonly faults: readonly FrameFault[];
  /** False for a file whose times cannot be trusted: then nothing jumps to them, and only the way through was looked at. */
  readonly jumped: boolean;
  readonly ffmpegVersion: string;
};

type Seen = { readonly pts: number; readonly hash: string };

/** Seconds before a frame that a jump to it goes to: at once, then from further away, at last from the beginning. */
const RUN_UPS = [0, 10, Number.POSITIVE_INFINITY];
/** Jumps at once: each is a process that decodes from a key frame. */
const JUMPS_AT_ONCE = 2;

/**
 * Throws `not-found`, `media-unreadable` or `tool-failed` when the file cannot be decoded at all, `aborted`. A frame that
 * differs is no error: it is in the answer.
 */
export async function verifyFrames(options: VerifyOptions): Promise<Verification> {
  const { tools, index, input } = options;
  await mediaFileSize(input);
  const places = [...new Set(options.places)].sort((a, b) => a - b);
  const through = await decodeThrough(options, places);
  const jumped = index.source === 'packets';
  const jump = pLimit(JUMPS_AT_ONCE);
  let done = 0;
  const faults = await Promise.all(
    places.map(async (place, at): Promise<FrameFault[]> => {
      const seen = through[at];
      if (!seen) return [{ place, fault: 'missing' }];
      if (!jumped) return [];
      if (seen.pts !== index.pts[place]) return [{ place, fault: 'time' }];
      const found = await jump(() => decodeAt(options, place));
      done += 1;
      options.onProgress?.(done);
      if (found?.pts !== seen.pts) return [{ place, fault: 'time' }];
      return found.hash === seen.hash ? [] : [{ place, fault: 'picture' }];
    }),
  );
  const extra: FrameFault[] = through.length > places.length ? [{ place: index.count, fault: 'extra' }] : [];
  return {
    checked: places.length,
    faults: [...faults.flat(), ...extra],
    jumped,
    ffmpegVersion: tools.ffmpeg.version.text,
  };
}

/** The first, the last, and as many between them as are wanted, evenly, each half of them next to a key frame. */
export function sampledPlaces({ count, keys }: FrameIndex, wanted: number): number[] {
  const spread = Array.from({ length: wanted }, (_, at) =>
    Math.floor((at * (count - 1)) / (wanted - 1 || 1)),
  );
  const moved = spread.map((place, at) => (at % 2 === 0 ? place : beforeKey(keys, place)));
  return [...new Set([0, ...moved, count - 1])].sort((a, b) => a - b);
}

/** The frame before the next key frame: with an open group of pictures, the one a jump gets wrong. */
function beforeKey(keys: Uint8Array, place: number): number {
  const next = keys.indexOf(1, place + 1);
  return next > 0 ? next - 1 : place;
}

async function decodeThrough(options: VerifyOptions, places: readonly number[]): Promise<Seen[]> {
  const args = throughArgs(hashArgs(options), places, options.index.count);
  const { seen, failure } = await hashes(options, args);
  if (seen.length === 0 && failure) throw failure;
  return seen;
}

/** Jumps to it; where a jump may land too late, as in a transport stream without a list of key frames, from further away. */
async function decodeAt(options: VerifyOptions, place: number): Promise<Seen | undefined> {
  const { index } = options;
  const ticks = index.pts[place] ?? 0;
  const seconds = tableSeconds(index, place);
  let seen: Seen | undefined;
  for (const early of RUN_UPS) {
    const from = early < seconds ? seconds - early : null;
    [seen] = (await hashes(options, seekArgs(hashArgs(options), ticks, from))).seen;
    if (seen?.pts === ticks || from === null) return seen;
  }
  return seen;
}

function hashArgs({ tools, input, probe, index }: VerifyOptions): FrameHashArgs {
  const { streamIndex } = probe;
  const singleThread = index.source === 'frames';
  return { input, streamIndex, version: tools.ffmpeg.version, timeBase: index.timeBase, singleThread };
}

async function hashes({ tools, input, signal }: VerifyOptions, args: readonly string[]) {
  const seen: Seen[] = [];
  const result = await runTool({
    path: tools.ffmpeg.path,
    args,
    signal,
    onLine(line) {
      const one = readHash(line);
      if (one) seen.push(one);
    },
  });
  return { seen, failure: result.exitCode === 0 ? null : toolError('ffmpeg', input, result.stderr) };
}

/** A line of ffmpeg's "framehash": stream, dts, pts, duration, size, hash; null for its heading. */
export function readHash(line: string): Seen | null {
  const [stream, , pts, , , hash] = line.split(',').map((part) => part.trim());
  if (stream !== '0' || !hash) return null;
  return { pts: Number(pts), hash };
}
