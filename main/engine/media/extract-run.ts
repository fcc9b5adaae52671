/**
 * One run of ffmpeg that writes some of the wanted frames, and what it says of them.
 */
import type { SluiceError } from '#core/errors.ts';
import { jpegColour } from './colour.ts';
import { type ExtractArgs, extractArgs } from './extract-args.ts';
import type { ExtractOptions } from './extract-options.ts';
import { SMALL_PATTERN, writtenPattern } from './frame-files.ts';
import type { FrameIndex } from './frame-index.ts';
import { type FrameRun, longestGap, selection, withoutShortcut } from './frame-select.ts';
import type { Desk, Shelf } from './frame-shelf.ts';
import { seekSeconds } from './look-args.ts';
import { progressReader } from './progress.ts';
import { type FfmpegResult, runFfmpeg } from './run-ffmpeg.ts';
import { DEFAULT_STALL_MS } from './run-tool.ts';
import { toolError } from './tool-errors.ts';

export type ExtractionRun = ExtractOptions & {
  readonly shelf: Shelf;
  /** Frames wanted in all, for the reports. */
  readonly total: number;
};

/** Between two files many frames may be decoded; a decoder that is slower than this counts as hung. */
const SLOWEST_FRAME_MS = 500;

/**
 * Writes the frames of the run onto the shelf. Where a jump, or decoding key frames only, shows other frames than the index
 * lists, all is decoded from the beginning. Answers ffmpeg's options; null when even then other frames come out, or when
 * the video has broken pictures that its index does not know of. Throws as `extractFrames` does.
 */
export async function runExtraction(
  options: ExtractionRun,
  index: FrameIndex,
  run: FrameRun,
): Promise<readonly string[] | null> {
  if (run.seek !== null || run.keysOnly) {
    const args = await attempt(options, index, run);
    if (args) return args;
  }
  return attempt(options, index, withoutShortcut(run));
}

async function attempt(
  options: ExtractionRun,
  index: FrameIndex,
  run: FrameRun,
): Promise<readonly string[] | null> {
  const { tools, input, shelf, signal } = options;
  const args = extractArgs(argsOf(options, index, run));
  const desk = await shelf.desk(run.frames);
  const stop = new AbortController();
  const settler = settling(desk, (error) => stop.abort(error));
  const before = shelf.done.size;
  const { total } = options;
  const onLine = progressReader(run.frames.length, ({ done, framesPerSecond }) => {
    const all = Math.min(total, before + done);
    const secondsLeft = framesPerSecond > 0 ? (total - all) / framesPerSecond : null;
    options.onProgress?.({ done: all, total, framesPerSecond, secondsLeft });
    settler.settle();
    try {
      options.mayGoOn?.(total - all);
    } catch (error) {
      stop.abort(error);
    }
  });
  const usual = options.stallMs ?? DEFAULT_STALL_MS;
  let result: FfmpegResult;
  try {
    result = await runFfmpeg({
      tool: tools.ffmpeg,
      args,
      cwd: desk.folder,
      what: `splitting "${input}" into frames`,
      signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal,
      stallMs: Math.max(usual, longestGap(index, run) * SLOWEST_FRAME_MS),
      onLine,
      // Broken pictures in a sound container: how they come out depends on the number of threads, until it is known.
      onErrorLine: () => {
        if (index.source === 'packets') settler.distrust();
      },
    });
  } catch (error) {
    await settler.end();
    throw stop.signal.aborted ? stop.signal.reason : error;
  }
  await settler.end();
  if (stop.signal.aborted) throw stop.signal.reason;
  const good = await judge(options, index, run, { result, desk });
  await desk.clear();
  return good ? args : null;
}

/** Whether exactly the frames of the run were written. Throws what has nothing to do with which frames there are. */
async function judge(
  { input, shelf }: ExtractionRun,
  index: FrameIndex,
  run: FrameRun,
  { result, desk }: { readonly result: FfmpegResult; readonly desk: Desk },
): Promise<boolean> {
  const { failure, stderr } = result;
  const error = failure === null ? null : toolError('ffmpeg', input, stderr);
  if (error && isOutside(error)) throw error;
  // Broken pictures: the video has to be decoded to know its frames.
  if (index.source === 'packets' && (error || stderr.length > 0)) return false;
  const clean = await desk.settle(true);
  const whole = clean && run.frames.every((frame) => shelf.done.has(frame));
  // A damaged file may make ffmpeg end with a failure after it wrote every frame that can be decoded.
  if (error && !(index.damaged && whole)) throw error;
  return whole;
}

function isOutside({ code }: SluiceError): boolean {
  return code === 'disk-full' || code === 'io' || code === 'not-found';
}

function argsOf(options: ExtractionRun, index: FrameIndex, run: FrameRun): ExtractArgs {
  const { input, probe, tools, picture, small } = options;
  return {
    input,
    streamIndex: probe.streamIndex,
    version: tools.ffmpeg.version,
    picture,
    colour: jpegColour(probe.colour),
    select: selection(index, run),
    seekSeconds: run.seek === null ? null : seekSeconds(index, run.seek),
    keysOnly: run.keysOnly,
    limit: run.open ? null : run.frames.length,
    pattern: writtenPattern(picture.format),
    nameByPts: index.source === 'packets' ? index.timeBase : null,
    singleThread: index.damaged,
    small: small ? { pattern: SMALL_PATTERN, size: small.size } : null,
  };
}

/** Brings finished files onto the shelf while ffmpeg writes on, one round at a time. */
function settling(desk: Desk, failed: (error: unknown) => void) {
  let round: Promise<void> | null = null;
  let trusted = true;
  return {
    settle() {
      if (round || !trusted) return;
      round = desk
        .settle(false)
        .then(() => undefined, failed)
        .finally(() => {
          round = null;
        });
    },
    distrust() {
      if (!trusted) return;
      trusted = false;
      desk.distrust().catch(failed);
    },
    end: async () => {
      await round;
    },
  };
}
