/**
 * Names of frame files, and which of the files that ffmpeg wrote is which frame. Pure.
 */
import type { FrameFormat } from './args.ts';
import type { FrameIndex } from './frame-index.ts';

export type FrameFile = {
  /** Position of the frame in the video, from 0. */
  readonly index: number;
  /** File name without a folder. */
  readonly name: string;
};

const EXTENSION: Readonly<Record<FrameFormat, string>> = { jpeg: 'jpg', png: 'png' };

/** File name of a frame: its position in the video with 8 digits. */
export function frameFileName(index: number, format: FrameFormat = 'jpeg'): string {
  return `${String(index).padStart(8, '0')}.${EXTENSION[format]}`;
}

/** Positions of the frames that "every n-th" takes: 0, n, 2n, … */
export function pickedFrames(count: number, every: number): readonly number[] {
  return Array.from({ length: Math.ceil(count / every) }, (_, position) => position * every);
}

/** The pattern that ffmpeg fills in; its names never look like final ones. */
export function writtenPattern(format: FrameFormat): string {
  return `w%d.${EXTENSION[format]}`;
}

/**
 * Pairs each picked frame with the file that ffmpeg wrote for it. The number in a name is the frame's time in ticks
 * (the low 32 bits, as older versions write no more) for an index made from packets, else the position in the row.
 * Null when the files are not exactly the picked frames.
 */
export function matchWrittenFiles(
  names: readonly string[],
  index: FrameIndex,
  picked: readonly number[],
  format: FrameFormat = 'jpeg',
): ReadonlyArray<FrameFile & { readonly written: string }> | null {
  const byNumber = new Map<number, string>();
  for (const name of names) {
    const number = /^w(-?\d+)\.(\w+)$/.exec(name);
    if (number?.[2] !== EXTENSION[format]) return null;
    byNumber.set(low32(Number(number[1])), name);
  }
  if (names.length !== picked.length || byNumber.size !== picked.length) return null;
  const matched = picked.map((frame, row) => {
    const number = index.source === 'packets' ? (index.pts[frame] ?? Number.NaN) : row;
    return { index: frame, name: frameFileName(frame, format), written: byNumber.get(low32(number)) };
  });
  return matched.every(hasFile) ? matched : null;
}

function hasFile<T extends { written: string | undefined }>(file: T): file is T & { written: string } {
  return file.written !== undefined;
}

/** Ticks modulo 2^32, also for negative ones and those past 2^53 / 2^32. */
function low32(value: number): number {
  return Number(BigInt.asUintN(32, BigInt(value)));
}
