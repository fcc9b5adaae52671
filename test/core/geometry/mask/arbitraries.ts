/** Random masks, small enough to be checked pixel by pixel. */
import { maskFromBitmap } from '#core/geometry/mask/bitmap.ts';
import type { Mask } from '#core/geometry/mask/mask.ts';
import type { Size } from '#core/geometry/plane.ts';
import { fc } from '#test/support/property.ts';

export const smallPicture: fc.Arbitrary<Size> = fc.record({
  width: fc.integer({ min: 1, max: 24 }),
  height: fc.integer({ min: 1, max: 18 }),
});

/** Speckles, stripes, full and empty: rows come from few patterns, so that rows alike follow each other, too. */
export function maskOn({ width, height }: Size): fc.Arbitrary<Mask> {
  const row = fc.oneof(
    fc.constant(new Array<number>(width).fill(0)),
    fc.constant(new Array<number>(width).fill(1)),
    fc.array(fc.integer({ min: 0, max: 1 }), { minLength: width, maxLength: width }),
  );
  return fc
    .tuple(
      fc.array(row, { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat(3), { minLength: height, maxLength: height }),
    )
    .map(([rows, picks]) => {
      const data = Uint8Array.from(picks.flatMap((pick) => rows[pick % rows.length] ?? []));
      return maskFromBitmap({ width, height, data });
    });
}

export const anyMask: fc.Arbitrary<Mask> = smallPicture.chain(maskOn);

export const twoMasks: fc.Arbitrary<readonly [Mask, Mask]> = smallPicture.chain((size) =>
  fc.tuple(maskOn(size), maskOn(size)),
);
