/** Masks from and to a byte per pixel. */
import type { Box } from '../box.ts';
import type { Size } from '../plane.ts';
import { buildMask, type Mask, rowAt } from './mask.ts';

/** Pixels, row by row; 0 is not marked. Its top left pixel is at `left`, `top` of the picture (0, 0 without). */
export type Bitmap = Size & {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly left?: number;
  readonly top?: number;
};

/** @param picture of which it is a part; the bitmap itself when none is named. */
export function maskFromBitmap({ width, height, data, left = 0, top = 0 }: Bitmap, picture?: Size): Mask {
  const builder = buildMask(picture ?? { width, height }, top);
  for (let y = 0; y < height; y++) {
    builder.nextRow();
    const row = y * width;
    for (let x = 0; x < width; ) {
      while (x < width && data[row + x] === 0) x++;
      const start = x;
      while (x < width && data[row + x] !== 0) x++;
      if (x > start) builder.add(left + start, left + x);
    }
  }
  return builder.done();
}

/** 1 where it marks a pixel of the box of whole pixels; of the whole picture when none is named. */
export function maskToBitmap(mask: Mask, box?: Box): Required<Bitmap> {
  const { left, top, right, bottom } = box ?? { left: 0, top: 0, right: mask.width, bottom: mask.height };
  const width = Math.max(0, right - left);
  const height = Math.max(0, bottom - top);
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const [begin, end] = rowAt(mask, top + y);
    for (let at = begin; at < end; at += 2) {
      const from = Math.max(0, (mask.runs[at] ?? 0) - left);
      const to = Math.min(width, (mask.runs[at + 1] ?? 0) - left);
      if (to > from) data.fill(1, y * width + from, y * width + to);
    }
  }
  return { width, height, data, left, top };
}
