import { describe, expect, it } from 'vitest';
import type { Point } from '#core/geometry/plane.ts';
import { simplifyLine, simplifyRing } from '#core/geometry/simplify.ts';
import { fc } from '#test/support/property.ts';

const number = fc.integer({ min: -50, max: 50 });
const anyLine = fc.array(fc.record({ x: number, y: number }), { minLength: 2, maxLength: 30 });

function offLine(point: Point, a: Point, b: Point): number {
  const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  const along = ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / (length || 1);
  const share = Math.max(0, Math.min(1, along));
  return Math.hypot(point.x - a.x - share * (b.x - a.x), point.y - a.y - share * (b.y - a.y));
}

function off(point: Point, line: readonly Point[]): number {
  return Math.min(...line.map((a, at) => offLine(point, a, line[at + 1] ?? a)));
}

describe('a simplified line', () => {
  it('keeps its ends, drops points only, and is no further off than allowed', () => {
    fc.assert(
      fc.property(anyLine, fc.double({ min: 0, max: 9, noNaN: true }), (line, tolerance) => {
        const simple = simplifyLine(line, tolerance);
        expect([simple[0], simple.at(-1)]).toEqual([line[0], line.at(-1)]);
        for (const point of simple) expect(line).toContain(point);
        for (const point of line) expect(off(point, simple)).toBeLessThanOrEqual(tolerance + 1e-9);
      }),
    );
  });

  it('may be a ring', () => {
    fc.assert(
      fc.property(anyLine, fc.double({ min: 0.1, max: 9, noNaN: true }), (ring, tolerance) => {
        const simple = simplifyRing(ring, tolerance);
        const [first = { x: 0, y: 0 }] = simple;
        for (const point of ring)
          expect(off(point, [...simple, first])).toBeLessThanOrEqual(tolerance + 1e-9);
      }),
    );
    const square = [0, 1, 2, 3, 4].flatMap((at) => [{ x: at, y: 0 }]);
    const ring = [...square, { x: 4, y: 4 }, { x: 2, y: 4 }, { x: 0, y: 4 }, { x: 0, y: 2 }];
    expect(simplifyRing(ring, 0.5)).toHaveLength(4);
    expect(simplifyRing(ring, 0)).toEqual(ring);
    expect(simplifyRing([], 1)).toEqual([]);
  });
});
