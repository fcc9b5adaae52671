/** The magic wand: what has nearly the colour of the pixel that is pointed at. */

import { maskFromBitmap } from '#core/geometry/mask/bitmap.ts';
import { buildMask, emptyMask, type Mask, type MaskBuilder } from '#core/geometry/mask/mask.ts';
import type { Point } from '#core/model/common.ts';
import type { Pixels } from './pixels.ts';

/**
 * The pixels around a point that hang together by their sides and differ by no more than `tolerance` (0 to 255) in red,
 * green and blue each. Of the whole picture a full 2 megapixels take 20 ms: row by row, with one seed for each run.
 */
export function wand(pixels: Pixels, at: Point, tolerance: number): Mask {
  const { width, height } = pixels;
  const seed = seedAt(pixels, at);
  if (seed < 0) return emptyMask(pixels);
  const alike = likeness(pixels, seed, tolerance);
  const marked = new Uint8Array(width * height);
  const stack = [seed];
  /** Puts one seed for each run beside a row's run. */
  function seedRuns(from: number, to: number): void {
    let open = false;
    for (let pixel = from; pixel < to; pixel++) {
      const isFree = marked[pixel] === 0 && alike(pixel);
      if (isFree && !open) stack.push(pixel);
      open = isFree;
    }
  }
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (marked[next] !== 0) continue;
    const row = next - (next % width);
    let from = next;
    while (from > row && marked[from - 1] === 0 && alike(from - 1)) from--;
    let to = next + 1;
    while (to < row + width && marked[to] === 0 && alike(to)) to++;
    marked.fill(1, from, to);
    if (row > 0) seedRuns(from - width, to - width);
    if (row + width < marked.length) seedRuns(from + width, to + width);
  }
  return maskFromBitmap({ width, height, data: marked });
}

/** All pixels of the picture that differ by no more than `tolerance` from the one at the point, wherever they are. */
export function threshold(pixels: Pixels, at: Point, tolerance: number): Mask {
  const { width, height } = pixels;
  const seed = seedAt(pixels, at);
  if (seed < 0) return emptyMask(pixels);
  const alike = likeness(pixels, seed, tolerance);
  const builder = buildMask(pixels, 0);
  for (let y = 0; y < height; y++) addRow(builder, y * width, width, alike);
  return builder.done();
}

function addRow(builder: MaskBuilder, row: number, width: number, alike: (pixel: number) => boolean): void {
  builder.nextRow();
  for (let x = 0; x < width; x++) {
    if (!alike(row + x)) continue;
    const start = x;
    while (x < width && alike(row + x)) x++;
    builder.add(start, x);
  }
}

function seedAt({ width, height }: Pixels, { x, y }: Point): number {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  return column < 0 || row < 0 || column >= width || row >= height ? -1 : row * width + column;
}

function likeness({ data }: Pixels, seed: number, tolerance: number): (pixel: number) => boolean {
  const [red, green, blue] = [data[4 * seed] ?? 0, data[4 * seed + 1] ?? 0, data[4 * seed + 2] ?? 0];
  return (pixel) => {
    const at = 4 * pixel;
    return (
      Math.abs((data[at] ?? 0) - red) <= tolerance &&
      Math.abs((data[at + 1] ?? 0) - green) <= tolerance &&
      Math.abs((data[at + 2] ?? 0) - blue) <= tolerance
    );
  };
}
