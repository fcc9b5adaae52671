import { describe, expect, it } from 'vitest';
import { maskChange } from '#core/geometry/mask/combine.ts';
import { partsOf } from '#core/geometry/mask/components.ts';
import { contoursOf } from '#core/geometry/mask/contour.ts';
import { maskArea } from '#core/geometry/mask/mask.ts';
import { paintStroke } from '#core/geometry/mask/paint.ts';
import { maskToPolygons, polygonMask } from '#core/geometry/mask/polygon.ts';
import type { Point } from '#core/geometry/plane.ts';
import { fc } from '#test/support/property.ts';
import { anyMask, smallPicture } from './arbitraries.ts';
import { drawn, lines, pixels, where } from './support.ts';

const corner = fc.record({
  x: fc.double({ min: -5, max: 30, noNaN: true }),
  y: fc.double({ min: -5, max: 24, noNaN: true }),
});

/** Crossings of the way from a point to the right: odd is inside. */
function isInside(rings: readonly (readonly Point[])[], x: number, y: number): boolean {
  let inside = false;
  for (const ring of rings) {
    for (const [at, a] of ring.entries()) {
      const b = ring[(at + 1) % ring.length] ?? a;
      if (a.y <= y === b.y <= y) continue;
      if (x < a.x + ((y - a.y) * (b.x - a.x)) / (b.y - a.y)) inside = !inside;
    }
  }
  return inside;
}

describe('a mask as polygons', () => {
  it('comes back from them pixel by pixel', () => {
    fc.assert(
      fc.property(anyMask, (mask) => {
        expect(polygonMask(mask, maskToPolygons(mask).flat())).toEqual(mask);
      }),
    );
  });

  it('has one polygon for each part, and rings whose areas are theirs', () => {
    fc.assert(
      fc.property(anyMask, (mask) => {
        const contours = contoursOf(mask);
        expect(contours).toHaveLength(partsOf(mask, 4).parts.length);
        const area = contours
          .flatMap(({ outer, holes }) => [outer, ...holes])
          .reduce((sum, ring) => sum + ring.area, 0);
        expect(area).toBe(maskArea(mask));
        for (const { outer, holes } of contours) {
          expect(outer.area).toBeGreaterThan(0);
          for (const hole of holes) expect(hole.area).toBeLessThan(0);
        }
      }),
    );
  });

  it('has its outline clockwise and its holes the other way round', () => {
    expect(maskToPolygons(drawn('###', '#.#', '###'))).toEqual([
      [
        [
          { x: 0, y: 0 },
          { x: 3, y: 0 },
          { x: 3, y: 3 },
          { x: 0, y: 3 },
        ],
        [
          { x: 2, y: 1 },
          { x: 1, y: 1 },
          { x: 1, y: 2 },
          { x: 2, y: 2 },
        ],
      ],
    ]);
  });

  it('leaves out specks, fills small holes and needs few points for a round shape', () => {
    const picture = { width: 300, height: 200 };
    const points = [
      { x: 80, y: 100 },
      { x: 220, y: 100 },
    ];
    const blob = paintStroke(picture, points, { shape: 'round', size: 120 });
    const speck = paintStroke(picture, [{ x: 10, y: 10 }], { shape: 'square', size: 3 });
    const pore = paintStroke(picture, [{ x: 150, y: 100 }], { shape: 'square', size: 3 });
    const [rings, ...others] = maskToPolygons(maskChange(maskChange(blob, speck), pore), {
      leastArea: 20,
      leastHole: 20,
      tolerance: 1.5,
    });
    expect(others).toEqual([]);
    expect(rings).toHaveLength(1);
    expect(rings?.[0]?.length).toBeLessThan(40);
    const back = polygonMask(picture, rings ?? []);
    expect(maskArea(maskChange(back, blob)) / maskArea(blob)).toBeLessThan(0.02);
  });
});

describe('a polygon as a mask', () => {
  it('marks the pixels whose middle an odd number of rings goes around', () => {
    const ring = fc.array(corner, { minLength: 3, maxLength: 7 });
    fc.assert(
      fc.property(smallPicture, fc.array(ring, { minLength: 1, maxLength: 3 }), (picture, rings) => {
        expect(pixels(polygonMask(picture, rings))).toEqual(where(picture, (x, y) => isInside(rings, x, y)));
      }),
    );
  });

  it('is empty beyond the picture', () => {
    const ring = [
      { x: 50, y: 50 },
      { x: 60, y: 50 },
      { x: 60, y: 60 },
    ];
    expect(lines(polygonMask({ width: 2, height: 1 }, [ring]))).toEqual(['..']);
    expect(lines(polygonMask({ width: 2, height: 1 }, []))).toEqual(['..']);
  });
});
