/**
 * Video to JPEG or PNG files, one per frame (or every n-th), named by the frame's position in the video. The folder
 * appears complete or not at all.
 */
import { open, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { SluiceError } from '#core/errors.ts';
import { extractArgs, type FrameFormat } from './args.ts';
import { abandonFolder, beginFolder, commitFolder, partialFolder } from './atomic-folder.ts';
import type { FrameFile } from './frame-files.ts';
import { matchWrittenFiles, pickedFrames, writtenPattern } from './frame-files.ts';
import type { FrameIndex } from './frame-index.ts';
import { buildFrameIndex } from './frame-index.ts';
import { probeImage } from './image.ts';
import { mediaFileSize } from './media-file.ts';
import type { VideoProbe } from './probe.ts';
import type { ExtractProgress } from './progress.ts';
import { progressReader } from './progress.ts';
import { runFfmpeg } from './run-ffmpeg.ts';
import { abortedError, DEFAULT_STALL_MS } from './run-tool.ts';
import { toolError, unreadable, writeError } from './tool-errors.ts';
import type { MediaTools } from './tools.ts';

export type ExtractOptions = {
  readonly tools: MediaTools;
  readonly input: string;
  /** Folder to make; one that exists is replaced at the end. */
  readonly outputDir: string;
  readonly probe: VideoProbe;
  readonly index: FrameIndex;
  /** 1 for every frame, n for frames 0, n, 2n, … */
  readonly every: number;
  /** JPEG by default; PNG keeps every pixel. */
  readonly format?: FrameFormat | undefined;
  /** JPEG quantiser, 2 (best, the default) to 31. */
  readonly quality?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without a new file after which ffmpeg counts as hung; longer for large n. */
  readonly stallMs?: number | undefined;
  readonly onProgress?: ((progress: ExtractProgress) => void) | undefined;
};

export type ExtractResult = {
  /** The files in presentation order. */
  readonly files: readonly FrameFile[];
  /** Pixels of the first file, upright. */
  readonly width: number;
  readonly height: number;
  readonly ffmpegVersion: string;
  readonly args: readonly string[];
  /** The index that the files follow: the one given, or a better one when decoding showed other frames. */
  readonly index: FrameIndex;
};

/** Files renamed and flushed at once: enough to keep a disk busy while another waits for its journal. */
const FILES_AT_ONCE = 8;

/** Between two files n frames are decoded; a decoder that is slower than this counts as hung. */
const SLOWEST_FRAME_MS = 500;

/**
 * Writes the frames. Every file is checked against the index (count and, where the container has times, each frame's
 * time). When they differ, or when ffmpeg meets broken pictures that the container did not tell of, the video is
 * indexed again by decoding it, the frames are written once more, and the better index comes back. Throws
 * `media-unreadable`, `tool-failed`, `disk-full`, `io`, `aborted`, `invalid-input`; nothing is left behind then.
 */
export async function extractFrames(options: ExtractOptions): Promise<ExtractResult> {
  const { tools, input, probe, every, signal } = options;
  if (!Number.isSafeInteger(every) || every < 1) {
    throw new SluiceError(
      'invalid-input',
      `"Every ${every}. frame" is not possible: it takes a whole number from 1.`,
    );
  }
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

/** One run of ffmpeg; null when the files it wrote are not the frames of the index, or may not be. */
async function extractOnce(options: ExtractOptions, index: FrameIndex): Promise<ExtractResult | null> {
  const { tools, input, outputDir, probe, every, format = 'jpeg', quality = 2, signal, onProgress } = options;
  const picked = pickedFrames(index.count, every);
  const args = extractArgs({
    input,
    streamIndex: probe.streamIndex,
    version: tools.ffmpeg.version,
    every,
    format,
    quality,
    pattern: writtenPattern(format),
    nameByPts: index.source === 'packets' ? index.timeBase : null,
    singleThread: index.damaged,
  });
  const partial = partialFolder(outputDir);
  try {
    await beginFolder(partial);
    const onLine = progressReader(picked.length, (progress) => onProgress?.(progress));
    const what = `splitting "${input}" into frames`;
    const stallMs = Math.max(options.stallMs ?? DEFAULT_STALL_MS, every * SLOWEST_FRAME_MS);
    const run = await runFfmpeg({ tool: tools.ffmpeg, args, cwd: partial, what, signal, stallMs, onLine });
    const matched = matchWrittenFiles(await readdir(partial), index, picked, format);
    const firstFile = matched?.[0];
    const failed = run.failure !== null && !(index.damaged && matched);
    if (failed) throwUnlessIndexMayBeWrong(toolError('ffmpeg', input, run.stderr), index);
    // Broken pictures in a sound container: how they come out depends on the number of threads, until it is known.
    const broken = index.source === 'packets' && run.stderr.length > 0;
    if (failed || broken || !matched || !firstFile) {
      await abandonFolder(partial);
      return null;
    }
    const { width, height } = await probeImage(join(partial, firstFile.written));
    await finishFiles(partial, matched, signal);
    await commitFolder(partial, outputDir);
    const files = matched.map(({ index: frame, name }) => ({ index: frame, name }));
    return { files, width, height, ffmpegVersion: tools.ffmpeg.version.text, args, index };
  } catch (error) {
    await abandonFolder(partial);
    throw writeError(outputDir, error);
  }
}

/**
 * The encoder fails on a frame that comes earlier than the container promised: decoding the video will tell. (A damaged
 * file may make ffmpeg end with a failure after it wrote every frame that can be decoded: that is no failure here.)
 */
function throwUnlessIndexMayBeWrong(error: SluiceError, index: FrameIndex): void {
  const outside = error.code === 'disk-full' || error.code === 'io' || error.code === 'not-found';
  if (outside || index.source === 'frames') throw error;
}

/** Gives the files their final names and writes them to the disk. */
async function finishFiles(
  folder: string,
  files: ReadonlyArray<FrameFile & { readonly written: string }>,
  signal: AbortSignal | undefined,
): Promise<void> {
  await pLimit(FILES_AT_ONCE).map(files, async ({ name, written }) => {
    if (signal?.aborted) throw abortedError(folder);
    const path = join(folder, name);
    await rename(join(folder, written), path);
    const handle = await open(path, 'r+');
    try {
      await handle.datasync();
    } finally {
      await handle.close();
    }
  });
}
