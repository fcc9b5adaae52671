import { describe, expect, it } from 'vitest';
import { insideRings, signedArea } from '#core/geometry/lines.ts';
import { combinePolygons, type Rings } from '#core/geometry/polygon-boolean.ts';
import { fc } from '#test/support/property.ts';

const square = (x: number, y: number, side: number): Rings => [
  [
    { x, y },
    { x: x + side, y },
    { x: x + side, y: y + side },
    { x, y: y + side },
  ],
];
const areaOf = (polygons: readonly Rings[]) =>
  polygons.reduce(
    (sum, [outer = [], ...holes]) =>
      sum +
      Math.abs(signedArea(outer)) -
      holes.reduce((inner, hole) => inner + Math.abs(signedArea(hole)), 0),
    0,
  );

/** Star-shaped around a center, so that its edges do not cross; on a grid, so that corners and edges coincide. */
const star = fc
  .tuple(
    fc.integer({ min: 0, max: 30 }),
    fc.integer({ min: 0, max: 30 }),
    fc.array(fc.integer({ min: 5, max: 30 }), { minLength: 3, maxLength: 9 }),
  )
  .map(
    ([x, y, reaches]): Rings => [
      reaches.map((reach, at) => {
        const turn = (2 * Math.PI * at) / reaches.length;
        return { x: x + Math.round(reach * Math.cos(turn)), y: y + Math.round(reach * Math.sin(turn)) };
      }),
    ],
  );

describe('combined polygons', () => {
  it('join, overlap and leave what is left', () => {
    const [a, b] = [square(0, 0, 10), square(5, 5, 10)];
    expect(areaOf(combinePolygons(a, b, 'union'))).toBeCloseTo(175);
    expect(areaOf(combinePolygons(a, b, 'intersect'))).toBeCloseTo(25);
    expect(areaOf(combinePolygons(a, b, 'subtract'))).toBeCloseTo(75);
  });

  it('have a hole where something inside is taken away, and are several where they are apart', () => {
    const [ring] = combinePolygons(square(0, 0, 30), square(10, 10, 5), 'subtract');
    expect(ring).toHaveLength(2);
    expect(combinePolygons(square(0, 0, 10), square(20, 0, 10), 'union')).toHaveLength(2);
    expect(combinePolygons(square(0, 0, 10), square(20, 0, 10), 'intersect')).toEqual([]);
    expect(combinePolygons(square(0, 0, 10), square(10, 0, 10), 'union')).toHaveLength(1);
    expect(areaOf(combinePolygons(square(0, 0, 10), square(0, 0, 10), 'union'))).toBeCloseTo(100);
  });

  it('hold exactly what the rule says, at any place, with areas that add up', () => {
    fc.assert(
      fc.property(
        star,
        star,
        fc.array(fc.tuple(fc.nat(600), fc.nat(600)), { maxLength: 20 }),
        (a, b, places) => {
          const union = combinePolygons(a, b, 'union');
          const both = combinePolygons(a, b, 'intersect');
          const rest = combinePolygons(a, b, 'subtract');
          const own = Math.abs(signedArea(a[0] ?? []));
          expect(areaOf(both) + areaOf(rest)).toBeCloseTo(own, 1);
          expect(areaOf(union) - areaOf(rest)).toBeCloseTo(Math.abs(signedArea(b[0] ?? [])), 1);
          for (const [i, j] of places) {
            const at = { x: i / 10 - 15.037, y: j / 10 - 15.041 };
            const inside = (polygons: readonly Rings[]) => polygons.some((rings) => insideRings(rings, at));
            const [inA, inB] = [insideRings(a, at), insideRings(b, at)];
            expect([inside(union), inside(both), inside(rest)]).toEqual([
              inA || inB,
              inA && inB,
              inA && !inB,
            ]);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
