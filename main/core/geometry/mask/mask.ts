/**
 * Masks: which pixels of a picture are marked, as runs of pixels row by row. A 12-megapixel mask that a hand painted
 * takes tens of kilobytes this way instead of 12 megabytes, and what is done to it costs its runs, not its pixels.
 */
import type { Box } from '../box.ts';
import type { Point, Size } from '../plane.ts';

/**
 * Of a picture of `width` by `height` pixels. There is one way only to write down a mask: the first and the last row
 * have pixels, runs rise and never touch. Never changed in place.
 */
export type Mask = Size & {
  /** The first row with pixels. */
  readonly top: number;
  /** Where the runs of each row from `top` on begin in `runs`, and as the last number where they end. */
  readonly rows: Int32Array;
  /** Of each run its first pixel's x and the x behind its last. */
  readonly runs: Int32Array;
};

/** Collects runs in reading order. */
export type MaskBuilder = {
  /** Goes on to the next row; what is added next is on it. */
  nextRow(): void;
  /** A run from `start` to before `end` (pixels), not left of what the row has already; cut off at the picture. */
  add(start: number, end: number): void;
  /** Takes over a whole row of another mask of the same width. */
  copyRow(from: Int32Array, begin: number, end: number): void;
  done(): Mask;
};

/** @param top the row before which nothing comes; the first `nextRow` goes to it. It may be above the picture. */
export function buildMask({ width, height }: Size, top: number): MaskBuilder {
  let runs = new Int32Array(256);
  let count = 0;
  const rows: number[] = [];
  let y = top - 1;
  let rowStart = 0;

  function reserve(more: number): void {
    if (count + more <= runs.length) return;
    const larger = new Int32Array(Math.max(runs.length * 2, count + more));
    larger.set(runs.subarray(0, count));
    runs = larger;
  }

  return {
    nextRow() {
      y++;
      rowStart = count;
      rows.push(count);
    },
    add(start, end) {
      const from = Math.max(0, start);
      const to = Math.min(width, end);
      if (from >= to || y < 0 || y >= height) return;
      const last = count > rowStart ? (runs[count - 1] ?? 0) : -1;
      if (from <= last) {
        runs[count - 1] = Math.max(last, to);
        return;
      }
      reserve(2);
      runs[count++] = from;
      runs[count++] = to;
    },
    copyRow(from, begin, end) {
      if (y < 0 || y >= height) return;
      reserve(end - begin);
      runs.set(from.subarray(begin, end), count);
      count += end - begin;
    },
    done: () => trimmed({ width, height }, top, [...rows, count], runs.slice(0, count)),
  };
}

function trimmed(size: Size, top: number, rows: readonly number[], runs: Int32Array): Mask {
  const { width, height } = size;
  if (runs.length === 0) return { width, height, top: 0, rows: new Int32Array(1), runs };
  const first = rows.lastIndexOf(0);
  const last = rows.indexOf(runs.length);
  return { width, height, top: top + first, rows: Int32Array.from(rows.slice(first, last + 1)), runs };
}

/** Marks nothing. */
export function emptyMask({ width, height }: Size): Mask {
  return { width, height, top: 0, rows: new Int32Array(1), runs: new Int32Array(0) };
}

/** The whole pixels of a box, as far as they are on the picture. */
export function boxMask(size: Size, { left, top, right, bottom }: Box): Mask {
  const from = Math.max(0, Math.round(top));
  const builder = buildMask(size, from);
  for (let y = from; y < Math.min(size.height, Math.round(bottom)); y++) {
    builder.nextRow();
    builder.add(Math.round(left), Math.round(right));
  }
  return builder.done();
}

export function isEmpty(mask: Mask): boolean {
  return mask.runs.length === 0;
}

/** Rows from the first to the last one with pixels. */
export function rowCount(mask: Mask): number {
  return mask.rows.length - 1;
}

/** Where the runs of row `y` begin and end in `runs`; the same number twice when it has none. */
export function rowAt(mask: Mask, y: number): readonly [begin: number, end: number] {
  const row = y - mask.top;
  if (row < 0 || row >= rowCount(mask)) return [0, 0];
  return [mask.rows[row] ?? 0, mask.rows[row + 1] ?? 0];
}

/** Marked pixels. */
export function maskArea({ runs }: Mask): number {
  let area = 0;
  for (let at = 0; at < runs.length; at += 2) area += (runs[at + 1] ?? 0) - (runs[at] ?? 0);
  return area;
}

/** The smallest box around it; null when it is empty. */
export function maskBounds(mask: Mask): Box | null {
  if (isEmpty(mask)) return null;
  let left = mask.width;
  let right = 0;
  for (let row = 0; row < rowCount(mask); row++) {
    const [begin, end] = [mask.rows[row] ?? 0, mask.rows[row + 1] ?? 0];
    if (begin === end) continue;
    left = Math.min(left, mask.runs[begin] ?? 0);
    right = Math.max(right, mask.runs[end - 1] ?? 0);
  }
  return { left, top: mask.top, right, bottom: mask.top + rowCount(mask) };
}

/** True when the pixel under the point is marked. */
export function maskContains(mask: Mask, point: Point): boolean {
  return runAt(mask, Math.floor(point.x), Math.floor(point.y)) >= 0;
}

/** Where the run with the pixel begins in `runs`; -1 when it is not marked. */
export function runAt(mask: Mask, x: number, y: number): number {
  const [begin, end] = rowAt(mask, y);
  let low = begin / 2;
  let high = end / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((mask.runs[2 * middle + 1] ?? 0) <= x) low = middle + 1;
    else high = middle;
  }
  const at = 2 * low;
  return at < end && (mask.runs[at] ?? 0) <= x ? at : -1;
}

export function sameMask(a: Mask, b: Mask): boolean {
  return (
    a.width === b.width &&
    a.height === b.height &&
    a.top === b.top &&
    sameNumbers(a.rows, b.rows) &&
    sameNumbers(a.runs, b.runs)
  );
}

function sameNumbers(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at]);
}
