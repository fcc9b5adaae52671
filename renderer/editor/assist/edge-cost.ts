/** How little each pixel looks like an edge, for a line that is to follow edges. */
import type { Size } from '#core/geometry/plane.ts';
import type { Pixels } from './pixels.ts';

/** Steepness from which on an edge is as good as any: a step of 50 grey levels. */
const STEEP = 200;
/**
 * The cost of a pixel on the best edge. Without it detours along far edges cost nothing, and the line wanders off to
 * them.
 */
const LEAST = 10;
const RANGE = 54;

/** Cost of each pixel, from 10 on a sharp edge to 64 on an even area. */
export type EdgeCost = Size & { readonly cost: Uint8Array };

export function edgeCost(pixels: Pixels): EdgeCost {
  const { width, height } = pixels;
  const steepness = steepnessOf(pixels);
  const limit = Math.min(
    steepness.reduce((most, value) => Math.max(most, value), 1),
    STEEP,
  );
  const cost = new Uint8Array(width * height);
  for (let at = 0; at < cost.length; at++) {
    const flat = 1 - Math.min(1, (steepness[at] ?? 0) / limit);
    cost[at] = LEAST + Math.round(RANGE * flat * flat);
  }
  return { width, height, cost };
}

/** How fast the brightness changes at each pixel; 0 at the border, where nobody knows. */
export function steepnessOf(pixels: Pixels): Float32Array {
  const { width, height } = pixels;
  const smooth = smoothed(brightness(pixels), pixels);
  const steepness = new Float32Array(width * height);
  for (let y = 2; y < height - 2; y++) {
    for (let x = 2; x < width - 2; x++) {
      const at = y * width + x;
      steepness[at] = steepnessAt(smooth, at, width);
    }
  }
  return steepness;
}

function brightness({ data, width, height }: Pixels): Float32Array {
  const bright = new Float32Array(width * height);
  for (let at = 0, byte = 0; at < bright.length; at++, byte += 4) {
    bright[at] = 0.299 * (data[byte] ?? 0) + 0.587 * (data[byte + 1] ?? 0) + 0.114 * (data[byte + 2] ?? 0);
  }
  return bright;
}

/** Each pixel with its neighbours (1 2 1 across and down), so that noise is no edge. */
function smoothed(bright: Float32Array, { width, height }: Size): Float32Array {
  const smooth = new Float32Array(bright.length);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      smooth[at] = (row(bright, at - width) + 2 * row(bright, at) + row(bright, at + width)) / 16;
    }
  }
  return smooth;
}

function row(values: Float32Array, at: number): number {
  return (values[at - 1] ?? 0) + 2 * (values[at] ?? 0) + (values[at + 1] ?? 0);
}

/** After Sobel. */
function steepnessAt(smooth: Float32Array, at: number, width: number): number {
  const [above, below] = [at - width, at + width];
  const column = (x: number) =>
    (smooth[above + x] ?? 0) + 2 * (smooth[at + x] ?? 0) + (smooth[below + x] ?? 0);
  return Math.hypot(column(1) - column(-1), row(smooth, below) - row(smooth, above));
}
