/** Bitmaps of masks, on canvases that keep what is put on them. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { boxMask, maskBounds } from '#core/geometry/mask/mask.ts';
import { knownBitmap, makeBitmap } from '#renderer/editor/kinds/mask-bitmap.ts';
import { anyMask } from '#test/core/geometry/mask/arbitraries.ts';
import { pixels } from '#test/core/geometry/mask/support.ts';
import { fc } from '#test/support/property.ts';

class Canvas {
  shown: Uint8ClampedArray = new Uint8ClampedArray(0);
  width: number;
  height: number;
  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
  }
  getContext() {
    return { putImageData: ({ data }: { data: Uint8ClampedArray }) => (this.shown = data.slice()) };
  }
}

beforeEach(() => {
  vi.stubGlobal('OffscreenCanvas', Canvas);
  vi.stubGlobal(
    'ImageData',
    class {
      readonly data: Uint8ClampedArray;
      constructor(data: Uint8ClampedArray) {
        this.data = data;
      }
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

const COLOR = '#102030';
const shown = (bitmap: { readonly image: OffscreenCanvas }) => [...(bitmap.image as unknown as Canvas).shown];

it('shows each pixel in the colour, full where a side is free and light inside', () => {
  fc.assert(
    fc.property(anyMask, (mask) => {
      const { width, height } = mask;
      const box = { left: 0, top: 0, right: width, bottom: height };
      const marked = pixels(mask);
      const at = (x: number, y: number) =>
        x < 0 || y < 0 || x >= width || y >= height ? 0 : marked[y * width + x];
      const expected = marked.flatMap((value, pixel) => {
        const [x, y] = [pixel % width, Math.floor(pixel / width)];
        const inside = at(x - 1, y) && at(x + 1, y) && at(x, y - 1) && at(x, y + 1);
        return value ? [16, 32, 48, inside ? 102 : 255] : [0, 0, 0, 0];
      });
      expect(shown(makeBitmap(mask, { box, level: 1, color: COLOR }, 0.4))).toEqual(expected);
    }),
  );
});

it('has fewer pixels from a distance, and is made once', () => {
  const mask = boxMask({ width: 64, height: 64 }, { left: 16, top: 16, right: 48, bottom: 32 });
  const box = maskBounds(mask) ?? { left: 0, top: 0, right: 0, bottom: 0 };
  const bitmap = makeBitmap(mask, { box, level: 0.25, color: COLOR }, 0.4);
  expect([bitmap.image.width, bitmap.image.height]).toEqual([8, 4]);
  expect(knownBitmap(mask)).toBe(bitmap);
});

it('uses the canvas again that was not drawn the longest, once there are many', () => {
  const size = { width: 2000, height: 2000 };
  const box = { left: 0, top: 0, right: 2000, bottom: 2000 };
  const masks = Array.from({ length: 6 }, (_, at) => boxMask(size, { ...box, top: at }));
  const images = masks.map((mask) => makeBitmap(mask, { box, level: 1, color: COLOR }, 0.4).image);
  expect(new Set(images).size).toBeLessThan(6);
  expect(masks.filter((mask) => knownBitmap(mask)).length).toBeLessThanOrEqual(4);
  expect(knownBitmap(masks[5] ?? boxMask(size, box))?.image).toBe(images[5]);
});
