/**
 * Frames of a video as JPEG or PNG files, named by the frame's position in the video. The folder appears complete or not
 * at all; what an attempt that was cut short had finished is not made again.
 */
import { createHash } from 'node:crypto';
import { SluiceError } from '#core/errors.ts';
import { abandonFolder, partialFolder } from './atomic-folder.ts';
import { jpegColour } from './colour.ts';
import type { ExtractOptions } from './extract-options.ts';
import { runExtraction } from './extract-run.ts';
import type { FrameFile } from './frame-files.ts';
import { frameFileName } from './frame-files.ts';
import type { FrameIndex } from './frame-index.ts';
import { buildFrameIndex } from './frame-index.ts';
import { encodeFrameIndex } from './frame-index-codec.ts';
import { isOtherFrames } from './frame-looks.ts';
import { runsFor } from './frame-select.ts';
import { openShelf, type Shelf } from './frame-shelf.ts';
import { probeImage } from './image.ts';
import { mediaFileSize } from './media-file.ts';
import { unreadable, writeError } from './tool-errors.ts';

export type ExtractResult = {
  /** The files in presentation order. */
  readonly files: readonly FrameFile[];
  /** How many of them an earlier attempt had made. */
  readonly kept: number;
  /** Pixels of the first file, upright. */
  readonly width: number;
  readonly height: number;
  readonly ffmpegVersion: string;
  /** Options of the last ffmpeg that ran; none when all was there. */
  readonly args: readonly string[];
  /** The index that the files follow: the one given, or a better one when decoding showed other frames. */
  readonly index: FrameIndex;
};

/**
 * Writes the frames. Every file is checked against the index (count and, where the container has times, each frame's
 * time). When they differ, or when ffmpeg meets broken pictures that the container did not tell of, the video is
 * indexed again by decoding it, the frames are written once more, and the better index comes back. Throws
 * `media-unreadable`, `tool-failed`, `disk-full`, `io`, `aborted`, `invalid-input`; nothing is left behind then, unless
 * `keepAfter` says so.
 */
export async function extractFrames(options: ExtractOptions): Promise<ExtractResult> {
  const { tools, input, probe, signal } = options;
  await mediaFileSize(input);
  const first = await extractOnce(options, options.index);
  if (first) return first;
  if (options.index.source === 'frames') throw changing(input);
  const index = await buildFrameIndex(tools, input, probe, { signal, decode: true });
  const second = await extractOnce(options, index);
  if (second) return second;
  throw changing(input);
}

function changing(input: string): SluiceError {
  return unreadable(input, 'gave other frames than its index lists. Import it again, or convert it first.');
}

/** Null when the files that were written are not the frames of the index, or may not be. */
async function extractOnce(options: ExtractOptions, index: FrameIndex): Promise<ExtractResult | null> {
  const { tools, outputDir, probe, picture, signal } = options;
  const partial = partialFolder(outputDir);
  try {
    const frames = await options.choose(index);
    checkChoice(frames, index);
    const manifest = manifestOf(options, index, frames);
    const shelf = await openShelf({ outputDir, manifest, index, frames, format: picture.format });
    const kept = shelf.done.size;
    const todo = frames.filter((frame) => !shelf.done.has(frame));
    options.mayGoOn?.(todo.length);
    let args: readonly string[] = [];
    if (kept > 0)
      options.onProgress?.({ done: kept, total: frames.length, framesPerSecond: 0, secondsLeft: null });
    for (const run of runsFor(index, todo, probe.codedWidth * probe.codedHeight)) {
      const written = await runExtraction({ ...options, shelf, total: frames.length }, index, run);
      if (!written) {
        await abandonFolder(partial);
        return null;
      }
      args = written;
    }
    const { width, height } = await probeImage(shelf.path(frames[0] ?? 0));
    await handOver(shelf, options);
    signal?.throwIfAborted();
    await shelf.commit();
    const files = frames.map((frame) => ({ index: frame, name: frameFileName(frame, picture.format) }));
    return { files, kept, width, height, ffmpegVersion: tools.ffmpeg.version.text, args, index };
  } catch (error) {
    const coded = writeError(outputDir, error);
    if (isOtherFrames(error) && index.source === 'packets') return null;
    if (!options.keepAfter?.(coded)) await abandonFolder(partial);
    throw coded;
  }
}

function checkChoice(frames: readonly number[], { count }: FrameIndex): void {
  const growing = frames.every((frame, at) => {
    const before = frames[at - 1] ?? -1;
    return Number.isSafeInteger(frame) && frame > before && frame < count;
  });
  if (growing && frames.length > 0) return;
  const what = growing
    ? 'No frame is wanted of this video.'
    : 'Frames were asked for that the video has not.';
  throw new SluiceError('invalid-input', what, { frames: frames.length, count });
}

/** The files are made by these and by nothing else: where all are the same, so is every byte. */
function manifestOf(options: ExtractOptions, index: FrameIndex, frames: readonly number[]) {
  const { tools, fingerprint, picture, probe } = options;
  const hash = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
  return {
    version: 1,
    fingerprint,
    index: hash(encodeFrameIndex(index)),
    frames: hash(frames.join()),
    ffmpeg: tools.ffmpeg.version.text,
    stream: probe.streamIndex,
    picture,
    colour: jpegColour(probe.colour),
    singleThread: index.damaged,
  };
}

async function handOver(shelf: Shelf, { small }: ExtractOptions): Promise<void> {
  if (!small) return;
  // Convenience only: whatever is missing is made when somebody looks.
  for (const { name, path } of await shelf.small()) await small.take(name, path).catch(() => undefined);
}
