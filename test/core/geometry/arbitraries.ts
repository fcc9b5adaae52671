/** Random pictures, points and boxes. */

import type { Box } from '#core/geometry/box.ts';
import type { Point, Size } from '#core/geometry/plane.ts';
import { fc } from '#test/support/property.ts';

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true, noDefaultInfinity: true });

export const anyPicture: fc.Arbitrary<Size> = fc.record({
  width: fc.integer({ min: 8, max: 20_000 }),
  height: fc.integer({ min: 8, max: 20_000 }),
});

export const anyView: fc.Arbitrary<Size> = fc.record({
  width: fc.integer({ min: 50, max: 4000 }),
  height: fc.integer({ min: 50, max: 3000 }),
});

/** On the picture or well beyond it. */
export const anyPoint: fc.Arbitrary<Point> = fc.record({
  x: number(-30_000, 30_000),
  y: number(-30_000, 30_000),
});

/** A box on the picture, at least 2 pixels a side. */
export function boxOn(picture: Size): fc.Arbitrary<Box> {
  return fc.tuple(number(0, 1), number(0, 1), number(0, 1), number(0, 1)).map(([x, y, width, height]) => {
    const left = x * (picture.width - 2);
    const top = y * (picture.height - 2);
    return {
      left,
      top,
      right: left + 2 + width * (picture.width - 2 - left),
      bottom: top + 2 + height * (picture.height - 2 - top),
    };
  });
}

export const pictureWithBox: fc.Arbitrary<{ picture: Size; box: Box }> = anyPicture.chain((picture) =>
  boxOn(picture).map((box) => ({ picture, box })),
);
