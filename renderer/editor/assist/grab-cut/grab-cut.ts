/**
 * GrabCut (Rother, Kolmogorov, Blake 2004): parts a thing in a box from what is around it, by the colours of both and
 * by edges between them.
 */
import type { Box } from '#core/geometry/box.ts';
import type { Size } from '#core/geometry/plane.ts';
import { createGrid, cutGrid, type Grid, NEIGHBOURS } from './max-flow.ts';
import { type Colors, firstMixture, type Mixture, nextMixture } from './mixture.ts';

/** How much a cut between two pixels of one colour costs. */
const SMOOTHNESS = 50;
/** More than all ties of a pixel: what is outside of the box stays outside. */
const SURE = 9 * SMOOTHNESS;
const ROUNDS = 3;

export type CutPicture = Size & { readonly colors: Colors };

/** Tells how far it is (0 to 1); true stops it. */
export type Watch = (done: number) => boolean;

/** 1 for each pixel of the thing. @param box whole pixels; null when it was stopped, or all is in or out of the box */
export function grabCut(picture: CutPicture, box: Box, watch: Watch): Uint8Array | null {
  const { width, height } = picture;
  const inBox = new Uint8Array(width * height);
  for (let y = box.top; y < box.bottom; y++) inBox.fill(1, y * width + box.left, y * width + box.right);
  let side: Uint8Array = inBox;
  const ties = tiesOf(picture);
  let thing: Mixture | null = null;
  let around: Mixture | null = null;
  for (let round = 0; round < ROUNDS; round++) {
    if (watch(round / ROUNDS)) return null;
    const [inside, outside] = [pixelsOf(side, 1), pixelsOf(side, 0)];
    if (inside.length === 0 || outside.length === 0) return round === 0 ? null : side;
    thing = thing ? nextMixture(thing, picture.colors, inside) : firstMixture(picture.colors, inside);
    around = around ? nextMixture(around, picture.colors, outside) : firstMixture(picture.colors, outside);
    const next = cut(picture, inBox, ties, thing, around, () => watch((round + 0.5) / ROUNDS));
    if (!next) return null;
    side = next;
  }
  return side;
}

function pixelsOf(side: Uint8Array, wanted: number): Int32Array {
  const found = new Int32Array(side.length);
  let count = 0;
  for (let pixel = 0; pixel < side.length; pixel++) if (side[pixel] === wanted) found[count++] = pixel;
  return found.subarray(0, count);
}

function cut(
  { width, height, colors }: CutPicture,
  inBox: Uint8Array,
  ties: Grid,
  thing: Mixture,
  around: Mixture,
  stop: () => boolean,
): Uint8Array | null {
  const grid = { ...ties, flow: ties.flow.slice(), ends: new Float64Array(ties.ends.length) };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = y * width + x;
      const node = (y + 1) * ties.stride + x + 1;
      // Only how much more one end pulls than the other counts.
      grid.ends[node] = inBox[pixel]
        ? around.unlikeness(colors, pixel) - thing.unlikeness(colors, pixel)
        : -SURE;
    }
  }
  const nodes = cutGrid(grid, stop);
  if (!nodes) return null;
  const side = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (y + 1) * ties.stride + 1;
    side.set(nodes.subarray(from, from + width), y * width);
  }
  return side;
}

/** How much neighbours belong together: the less their colours differ, measured by how much they differ on the whole. */
function tiesOf({ width, height, colors }: CutPicture): Grid {
  const grid = createGrid({ width, height });
  const nodes = grid.ends.length;
  const gaps = (visit: (pixel: number, x: number, y: number, side: number, gap: number) => void) => {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        // Half of the neighbours: the others are neighbours of theirs.
        for (let side = 4; side < 8; side++) {
          const [dx, dy] = NEIGHBOURS[side] ?? [0, 0];
          if (x + dx < 0 || x + dx >= width || y + dy >= height) continue;
          const pixel = y * width + x;
          visit(pixel, x, y, side, gapOf(colors, pixel, pixel + dy * width + dx));
        }
      }
    }
  };
  let sum = 0;
  let count = 0;
  gaps((_pixel, _x, _y, _side, gap) => {
    sum += gap;
    count++;
  });
  const usual = sum > 0 ? count / (2 * sum) : 0;
  gaps((_pixel, x, y, side, gap) => {
    const [dx, dy] = NEIGHBOURS[side] ?? [0, 0];
    const tie = (SMOOTHNESS * Math.exp(-usual * gap)) / (dx !== 0 && dy !== 0 ? Math.SQRT2 : 1);
    const node = (y + 1) * grid.stride + x + 1;
    grid.flow[side * nodes + node] = tie;
    grid.flow[(7 - side) * nodes + node + dy * grid.stride + dx] = tie;
  });
  return grid;
}

function gapOf(colors: Colors, a: number, b: number): number {
  return (
    ((colors[3 * a] ?? 0) - (colors[3 * b] ?? 0)) ** 2 +
    ((colors[3 * a + 1] ?? 0) - (colors[3 * b + 1] ?? 0)) ** 2 +
    ((colors[3 * a + 2] ?? 0) - (colors[3 * b + 2] ?? 0)) ** 2
  );
}
