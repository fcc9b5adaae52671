/**
 * Connected bright parts of a grey picture. Pure.
 */
import type { Box } from '#core/geometry/box.ts';
import type { Size } from '#core/geometry/plane.ts';

export type GreyPixels = Size & {
  /** One byte a pixel, row by row. */
  readonly data: Uint8Array;
};

export type Region = {
  /** Whole pixels. */
  readonly box: Box;
  readonly pixels: number;
  /** Mean grey of its pixels, 0 to 255. */
  readonly brightness: number;
};

/** Every set of at least `minPixels` pixels of `threshold` or brighter that touch each other by a side. */
export function brightRegions(grey: GreyPixels, threshold: number, minPixels: number): Region[] {
  const seen = new Uint8Array(grey.data.length);
  const stack = new Int32Array(grey.data.length);
  const regions: Region[] = [];
  for (const [start, value] of grey.data.entries()) {
    if (seen[start] === 1 || value < threshold) continue;
    const region = fill(grey, threshold, start, seen, stack);
    if (region.pixels >= minPixels) regions.push(region);
  }
  return regions;
}

function fill(
  grey: GreyPixels,
  threshold: number,
  start: number,
  seen: Uint8Array,
  stack: Int32Array,
): Region {
  const { width, height, data } = grey;
  let [left, top, right, bottom] = [width, height, 0, 0];
  let [pixels, sum, waiting] = [0, 0, 0];
  const visit = (index: number) => {
    if (seen[index] === 1 || (data[index] ?? 0) < threshold) return;
    // Marked when it is put on the stack: no pixel is there twice, so the stack cannot overflow.
    seen[index] = 1;
    stack[waiting++] = index;
  };
  visit(start);
  while (waiting > 0) {
    const index = stack[--waiting] ?? 0;
    const x = index % width;
    const y = (index - x) / width;
    pixels++;
    sum += data[index] ?? 0;
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
    if (x > 0) visit(index - 1);
    if (x < width - 1) visit(index + 1);
    if (y > 0) visit(index - width);
    if (y < height - 1) visit(index + width);
  }
  return { box: { left, top, right, bottom }, pixels, brightness: sum / pixels };
}
