/**
 * Names of frame files, and which of the files that ffmpeg wrote is which frame. Pure.
 */
import type { FrameFormat } from './extract-args.ts';
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

/** The position that a name made by `frameFileName` tells; null for other names. */
export function frameOfFile(name: string, format: FrameFormat): number | null {
  const match = /^(\d{8,})\.(\w+)$/.exec(name);
  return match?.[2] === EXTENSION[format] ? Number(match[1]) : null;
}

/** The pattern that ffmpeg fills in; its names never look like final ones. */
export function writtenPattern(format: FrameFormat): string {
  return `w%d.${EXTENSION[format]}`;
}

/** Of the small pictures that are written beside the frames. */
export const SMALL_PATTERN = 't%d.webp';

/**
 * Tells the frame that ffmpeg wrote a file for, as its place in the row of those that the run writes; null when it is none
 * of them. The number in a name is the frame's time in ticks (the low 32 bits, as older versions write no more) for an
 * index made from packets, else the place in the row.
 */
export function rowOfWritten(
  index: FrameIndex,
  frames: readonly number[],
): (name: string) => { readonly row: number; readonly kind: string } | null {
  const rows = new Map<number, number>();
  for (const [row, frame] of frames.entries()) {
    rows.set(low32(index.source === 'packets' ? (index.pts[frame] ?? Number.NaN) : row), row);
  }
  return (name) => {
    const match = /^([wt]-?\d+)\.(\w+)$/.exec(name);
    const row = match ? rows.get(low32(Number(match[1]?.slice(1)))) : undefined;
    return match && row !== undefined ? { row, kind: `${match[1]?.[0]}.${match[2]}` } : null;
  };
}

/** What `rowOfWritten` calls a frame's own file, and the small picture of it. */
export const frameKind = (format: FrameFormat) => `w.${EXTENSION[format]}`;
export const SMALL_KIND = 't.webp';

/** Ticks modulo 2^32, also for negative ones and those past 2^53 / 2^32. */
function low32(value: number): number {
  return Number.isFinite(value) ? Number(BigInt.asUintN(32, BigInt(value))) : Number.NaN;
}
