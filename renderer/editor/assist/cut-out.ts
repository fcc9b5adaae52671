/** Cuts a thing out of its box: GrabCut on the box with some room around it, at a size at which it takes no second. */
import { type Box, boxHeight, boxWidth } from '#core/geometry/box.ts';
import { maskFromBitmap } from '#core/geometry/mask/bitmap.ts';
import { fillHoles, keepParts, partsOf } from '#core/geometry/mask/components.ts';
import { emptyMask, type Mask } from '#core/geometry/mask/mask.ts';
import type { Size } from '#core/geometry/plane.ts';
import { type CutPicture, grabCut, type Watch } from './grab-cut/grab-cut.ts';
import { type Pixels, wholePixels } from './pixels.ts';

/** Of the box's side, on each side: what is around the thing must be seen. */
const PADDING = 0.25;
/** Pixels that are cut at most; larger boxes are made smaller first. */
const MOST_PIXELS = 90_000;
/** Parts and holes smaller than this share of the largest part are specks. */
const SPECK = 0.01;

/** The thing in the box; null when it was stopped. */
export function cutOut(pixels: Pixels, box: Box, watch: Watch): Mask | null {
  const inner = wholePixels(box, pixels);
  const [padX, padY] = [boxWidth(inner) * PADDING, boxHeight(inner) * PADDING];
  const region = wholePixels(
    {
      left: inner.left - padX,
      top: inner.top - padY,
      right: inner.right + padX,
      bottom: inner.bottom + padY,
    },
    pixels,
  );
  const area = boxWidth(region) * boxHeight(region);
  if (boxWidth(inner) < 2 || boxHeight(inner) < 2) return emptyMask(pixels);
  const step = Math.max(1, Math.ceil(Math.sqrt(area / MOST_PIXELS)));
  const small = shrunk(pixels, region, step);
  const side = grabCut(small, innerBox(inner, region, step, small), watch);
  if (!side) return watch(1) ? null : emptyMask(pixels);
  const data = grown({ ...small, data: side }, region, step);
  const rough = maskFromBitmap({ ...data, left: region.left, top: region.top }, pixels);
  const most = partsOf(rough, 4).parts.reduce((largest, part) => Math.max(largest, part.area), 0);
  return fillHoles(
    keepParts(rough, 4, (part) => part.area >= most * SPECK),
    most * SPECK,
  );
}

/** The box on the smaller picture, with at least one pixel around it that is surely no part of the thing. */
function innerBox(inner: Box, region: Box, step: number, { width, height }: Size): Box {
  const place = (value: number, from: number) => Math.round((value - from) / step);
  const box = {
    left: place(inner.left, region.left),
    top: place(inner.top, region.top),
    right: place(inner.right, region.left),
    bottom: place(inner.bottom, region.top),
  };
  const isWhole = box.left <= 0 && box.top <= 0 && box.right >= width && box.bottom >= height;
  const edge = isWhole ? 1 : 0;
  return {
    left: Math.max(edge, box.left),
    top: Math.max(edge, box.top),
    right: Math.min(width - edge, box.right),
    bottom: Math.min(height - edge, box.bottom),
  };
}

/** Each pixel the mean of a square of `step` by `step`. */
function shrunk({ data, width: stride }: Pixels, region: Box, step: number): CutPicture {
  const width = Math.ceil(boxWidth(region) / step);
  const height = Math.ceil(boxHeight(region) / step);
  const colors = new Float32Array(3 * width * height);
  for (let y = 0; y < height; y++) {
    const bottom = Math.min(region.bottom, region.top + (y + 1) * step);
    for (let x = 0; x < width; x++) {
      const right = Math.min(region.right, region.left + (x + 1) * step);
      const sum = [0, 0, 0];
      let count = 0;
      for (let row = region.top + y * step; row < bottom; row++) {
        for (let column = region.left + x * step; column < right; column++) {
          const at = 4 * (row * stride + column);
          for (let channel = 0; channel < 3; channel++)
            sum[channel] = (sum[channel] ?? 0) + (data[at + channel] ?? 0);
          count++;
        }
      }
      for (let channel = 0; channel < 3; channel++)
        colors[3 * (y * width + x) + channel] = (sum[channel] ?? 0) / count;
    }
  }
  return { width, height, colors };
}

/** Back to the size of the region; borders run evenly between the pixels of the smaller picture. */
function grown(
  small: Size & { readonly data: Uint8Array },
  region: Box,
  step: number,
): Size & { data: Uint8Array } {
  const [width, height] = [boxWidth(region), boxHeight(region)];
  if (step === 1) return { width, height, data: small.data };
  const data = new Uint8Array(width * height);
  const value = (x: number, y: number) =>
    small.data[
      Math.min(small.height - 1, Math.max(0, y)) * small.width + Math.min(small.width - 1, Math.max(0, x))
    ] ?? 0;
  for (let y = 0; y < height; y++) {
    const row = (y + 0.5) / step - 0.5;
    const top = Math.floor(row);
    const down = row - top;
    for (let x = 0; x < width; x++) {
      const column = (x + 0.5) / step - 0.5;
      const left = Math.floor(column);
      const along = column - left;
      const upper = value(left, top) * (1 - along) + value(left + 1, top) * along;
      const lower = value(left, top + 1) * (1 - along) + value(left + 1, top + 1) * along;
      if (upper * (1 - down) + lower * down >= 0.5) data[y * width + x] = 1;
    }
  }
  return { width, height, data };
}
