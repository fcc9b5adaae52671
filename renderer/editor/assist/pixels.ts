/** Pixels of the picture as it is shown, which all assistance reads. */
import { type Box, boxHeight, boxWidth } from '#core/geometry/box.ts';
import { clamp, type Size } from '#core/geometry/plane.ts';

/** Four bytes a pixel, row by row: red, green, blue and alpha, which is not looked at. */
export type Pixels = Size & { readonly data: Uint8ClampedArray | Uint8Array };

/** The part of a picture in a box, with whole pixels at its sides and as far as it is on the picture. */
export function wholePixels({ left, top, right, bottom }: Box, { width, height }: Size): Box {
  return {
    left: clamp(Math.floor(left), 0, width),
    top: clamp(Math.floor(top), 0, height),
    right: clamp(Math.ceil(right), 0, width),
    bottom: clamp(Math.ceil(bottom), 0, height),
  };
}

/** A copy of the pixels of a box of whole pixels on the picture. */
export function partOf(pixels: Pixels, box: Box): Pixels {
  const [width, height] = [boxWidth(box), boxHeight(box)];
  const data = new Uint8Array(4 * width * height);
  for (let y = 0; y < height; y++) {
    const from = 4 * ((box.top + y) * pixels.width + box.left);
    data.set(pixels.data.subarray(from, from + 4 * width), 4 * y * width);
  }
  return { width, height, data };
}
