/** Masks made of other masks. Of two of different size the first one's picture counts; what is beyond it is dropped. */
import type { Box } from '../box.ts';
import type { Size } from '../plane.ts';
import { boxMask, buildMask, isEmpty, type Mask, type MaskBuilder, rowAt, rowCount } from './mask.ts';

/** Bit n tells whether a pixel is kept: n = 1 in the first only, 2 in the second only, 3 in both. */
const UNION = 0b1110;
const INTERSECTION = 0b1000;
const DIFFERENCE = 0b0010;
const EITHER = 0b0110;

/** What is in one of them at least. */
export function maskUnion(a: Mask, b: Mask): Mask {
  return combined(a, b, UNION);
}

/** What is in both. */
export function maskIntersection(a: Mask, b: Mask): Mask {
  return combined(a, b, INTERSECTION);
}

/** What is in the first and not in the second. */
export function maskDifference(a: Mask, b: Mask): Mask {
  return combined(a, b, DIFFERENCE);
}

/** What is in one of them and not in the other: where they differ. */
export function maskChange(a: Mask, b: Mask): Mask {
  return combined(a, b, EITHER);
}

/** What it does not mark of a box; of the whole picture when none is named. */
export function invertMask(mask: Mask, within?: Box): Mask {
  const { width, height } = mask;
  return maskDifference(boxMask(mask, within ?? { left: 0, top: 0, right: width, bottom: height }), mask);
}

/** What it marks of a box of whole pixels. */
export function cropMask(mask: Mask, box: Box): Mask {
  return maskIntersection(mask, boxMask(mask, box));
}

/** Moved by whole pixels; what leaves the picture is lost. */
export function translateMask(mask: Mask, dx: number, dy: number): Mask {
  const builder = buildMask(mask, mask.top + dy);
  for (let row = 0; row < rowCount(mask); row++) {
    builder.nextRow();
    const end = mask.rows[row + 1] ?? 0;
    for (let at = mask.rows[row] ?? 0; at < end; at += 2) {
      builder.add((mask.runs[at] ?? 0) + dx, (mask.runs[at + 1] ?? 0) + dx);
    }
  }
  return builder.done();
}

/** The same pixels on a picture of another size; what is beyond it is lost. */
export function onPicture(mask: Mask, { width, height }: Size): Mask {
  if (mask.width === width && mask.height === height) return mask;
  return translateMask({ ...mask, width, height }, 0, 0);
}

function combined(a: Mask, given: Mask, keep: number): Mask {
  const b = onPicture(given, a);
  const tops = [a, b].filter((mask) => !isEmpty(mask)).map(({ top }) => top);
  const top = Math.min(...tops, a.height);
  const bottom = Math.max(a.top + rowCount(a), b.top + rowCount(b));
  const builder = buildMask(a, top);
  for (let y = top; y < bottom; y++) {
    builder.nextRow();
    const [aBegin, aEnd] = rowAt(a, y);
    const [bBegin, bEnd] = rowAt(b, y);
    if (bBegin === bEnd) {
      // Most rows of a large mask are not touched by a stroke.
      if (keep & 0b0010) builder.copyRow(a.runs, aBegin, aEnd);
    } else if (aBegin === aEnd) {
      if (keep & 0b0100) builder.copyRow(b.runs, bBegin, bEnd);
    } else combineRow(builder, { a: a.runs, aBegin, aEnd, b: b.runs, bBegin, bEnd, keep });
  }
  return builder.done();
}

type Row = {
  readonly a: Int32Array;
  readonly aBegin: number;
  readonly aEnd: number;
  readonly b: Int32Array;
  readonly bBegin: number;
  readonly bEnd: number;
  readonly keep: number;
};

/** Goes from border to border: behind an odd number of borders of a mask it is inside of it. */
function combineRow(builder: MaskBuilder, { a, aBegin, aEnd, b, bBegin, bEnd, keep }: Row): void {
  let i = aBegin;
  let j = bBegin;
  let inside = false;
  let start = 0;
  while (i < aEnd || j < bEnd) {
    const nextA = i < aEnd ? (a[i] ?? 0) : Number.POSITIVE_INFINITY;
    const nextB = j < bEnd ? (b[j] ?? 0) : Number.POSITIVE_INFINITY;
    const x = Math.min(nextA, nextB);
    if (nextA === x) i++;
    if (nextB === x) j++;
    const now = ((keep >> (((i - aBegin) & 1) + 2 * ((j - bBegin) & 1))) & 1) === 1;
    if (now === inside) continue;
    if (now) start = x;
    else builder.add(start, x);
    inside = now;
  }
}
