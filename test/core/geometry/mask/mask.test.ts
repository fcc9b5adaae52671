import { describe, expect, it } from 'vitest';
import { maskFromBitmap, maskToBitmap } from '#core/geometry/mask/bitmap.ts';
import {
  cropMask,
  invertMask,
  maskChange,
  maskDifference,
  maskIntersection,
  maskUnion,
  onPicture,
  translateMask,
} from '#core/geometry/mask/combine.ts';
import {
  boxMask,
  emptyMask,
  maskArea,
  maskBounds,
  maskContains,
  sameMask,
} from '#core/geometry/mask/mask.ts';
import { fc } from '#test/support/property.ts';
import { anyMask, twoMasks } from './arbitraries.ts';
import { drawn, lines, pixels } from './support.ts';

const step = fc.integer({ min: -26, max: 26 });

describe('masks', () => {
  it('come back from a bitmap as they went', () => {
    fc.assert(
      fc.property(anyMask, (mask) => {
        expect(maskFromBitmap(maskToBitmap(mask))).toEqual(mask);
        expect(sameMask(maskFromBitmap(maskToBitmap(mask)), mask)).toBe(true);
      }),
    );
  });

  it('are measured by their pixels', () => {
    fc.assert(
      fc.property(anyMask, (mask) => {
        const marked = pixels(mask).flatMap((value, at) =>
          value ? [{ x: at % mask.width, y: Math.floor(at / mask.width) }] : [],
        );
        expect(maskArea(mask)).toBe(marked.length);
        const bounds = maskBounds(mask);
        if (marked.length === 0) expect(bounds).toBeNull();
        else {
          const xs = marked.map(({ x }) => x);
          const ys = marked.map(({ y }) => y);
          const [left, top] = [Math.min(...xs), Math.min(...ys)];
          expect(bounds).toEqual({ left, top, right: Math.max(...xs) + 1, bottom: Math.max(...ys) + 1 });
        }
      }),
    );
  });

  it('contain the points on their pixels', () => {
    fc.assert(
      fc.property(
        anyMask,
        fc.integer({ min: -2, max: 25 }),
        fc.integer({ min: -2, max: 20 }),
        (mask, x, y) => {
          const isOn = x >= 0 && y >= 0 && x < mask.width && y < mask.height;
          const value = isOn && pixels(mask)[y * mask.width + x] === 1;
          expect(maskContains(mask, { x: x + 0.3, y: y + 0.9 })).toBe(value);
        },
      ),
    );
  });

  it('are combined pixel by pixel', () => {
    const rules = [
      [maskUnion, (a: number, b: number) => a | b],
      [maskIntersection, (a: number, b: number) => a & b],
      [maskDifference, (a: number, b: number) => a & ~b],
      [maskChange, (a: number, b: number) => a ^ b],
    ] as const;
    fc.assert(
      fc.property(twoMasks, ([a, b]) => {
        const other = pixels(b);
        for (const [combine, rule] of rules) {
          const made = combine(a, b);
          expect(pixels(made)).toEqual(pixels(a).map((value, at) => rule(value, other[at] ?? 0)));
          // There is one way only to write down a mask.
          expect(made).toEqual(maskFromBitmap(maskToBitmap(made)));
        }
      }),
    );
  });

  it('are inverted on the picture and within a box', () => {
    fc.assert(
      fc.property(anyMask, (mask) => {
        expect(pixels(invertMask(mask))).toEqual(pixels(mask).map((value) => 1 - value));
        expect(invertMask(invertMask(mask))).toEqual(mask);
        const bounds = maskBounds(mask) ?? { left: 0, top: 0, right: 0, bottom: 0 };
        expect(maskUnion(invertMask(mask, bounds), mask)).toEqual(boxMask(mask, bounds));
      }),
    );
  });

  it('move with their pixels and lose what leaves the picture', () => {
    fc.assert(
      fc.property(anyMask, step, step, (mask, dx, dy) => {
        const { width, height } = mask;
        const before = pixels(mask);
        const after = before.map((_, at) => {
          const [x, y] = [(at % width) - dx, Math.floor(at / width) - dy];
          return x >= 0 && y >= 0 && x < width && y < height ? before[y * width + x] : 0;
        });
        expect(pixels(translateMask(mask, dx, dy))).toEqual(after);
      }),
    );
  });

  it('are cropped to a box and to another picture', () => {
    const mask = drawn('####', '#..#', '####');
    expect(lines(cropMask(mask, { left: 1, top: 1, right: 4, bottom: 3 }))).toEqual(['....', '...#', '.###']);
    expect(lines(onPicture(mask, { width: 3, height: 2 }))).toEqual(['###', '#..']);
    expect(lines(onPicture(mask, { width: 5, height: 3 }))).toEqual(['####.', '#..#.', '####.']);
    expect(onPicture(mask, mask)).toBe(mask);
  });

  it('are taken out of a part of the picture and put back there', () => {
    fc.assert(
      fc.property(anyMask, (mask) => {
        const box = maskBounds(mask);
        if (box) expect(maskFromBitmap(maskToBitmap(mask, box), mask)).toEqual(mask);
      }),
    );
  });

  it('are alike only when all their pixels are', () => {
    fc.assert(
      fc.property(twoMasks, ([a, b]) => {
        expect(sameMask(a, b)).toBe(pixels(a).join('') === pixels(b).join(''));
      }),
    );
    expect(sameMask(emptyMask({ width: 2, height: 3 }), emptyMask({ width: 3, height: 2 }))).toBe(false);
  });
});
