import { describe, expect, it } from 'vitest';
import { isEmpty, maskArea, maskContains } from '#core/geometry/mask/mask.ts';
import { type Brush, brushCenter, paintLine, paintStroke } from '#core/geometry/mask/paint.ts';
import { clamp, type Point } from '#core/geometry/plane.ts';
import { fc } from '#test/support/property.ts';
import { lines, pixels, where } from './support.ts';

const picture = { width: 40, height: 30 };
const place = fc.record({
  x: fc.double({ min: -8, max: 48, noNaN: true }),
  y: fc.double({ min: -8, max: 38, noNaN: true }),
});
const size = fc.integer({ min: 1, max: 15 });

/** Nearest to the point on the way from a to b. */
function nearest(point: Point, a: Point, b: Point): Point {
  const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  const along = ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / (length || 1);
  const share = clamp(along, 0, 1);
  return { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) };
}

describe('a brush', () => {
  it('marks what is no further than its radius from its way', () => {
    fc.assert(
      fc.property(place, place, size, (from, to, across) => {
        const brush: Brush = { shape: 'round', size: across };
        const [a, b] = [brushCenter(from, brush), brushCenter(to, brush)];
        const reach = (x: number, y: number) => {
          const at = nearest({ x, y }, a, b);
          return Math.hypot(x - at.x, y - at.y);
        };
        const made = pixels(paintLine(picture, from, to, brush));
        const sure = where(picture, (x, y) => reach(x, y) < across / 2 - 1e-6);
        const most = where(picture, (x, y) => reach(x, y) < across / 2 + 1e-6);
        for (const [at, value] of made.entries()) {
          expect(value).toBeGreaterThanOrEqual(sure[at] ?? 0);
          expect(value).toBeLessThanOrEqual(most[at] ?? 0);
        }
      }),
    );
  });

  it('that is square marks what the square sweeps', () => {
    fc.assert(
      fc.property(place, place, size, (from, to, across) => {
        const brush: Brush = { shape: 'square', size: across };
        const [a, b] = [brushCenter(from, brush), brushCenter(to, brush)];
        const made = paintLine(picture, from, to, brush);
        // Squares set down closely along the way lie inside of it and nearly fill it.
        const steps = Array.from({ length: 401 }, (_, at) => at / 400);
        const within = (x: number, y: number, half: number) =>
          steps.some((share) => {
            const [cx, cy] = [a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)];
            return Math.max(Math.abs(x - cx), Math.abs(y - cy)) < half;
          });
        const sure = where(picture, (x, y) => within(x, y, across / 2 - 1e-6));
        const most = where(picture, (x, y) => within(x, y, across / 2 + 0.2));
        for (const [at, value] of pixels(made).entries()) {
          expect(value).toBeGreaterThanOrEqual(sure[at] ?? 0);
          expect(value).toBeLessThanOrEqual(most[at] ?? 0);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('always marks the pixel under it, however small it is', () => {
    fc.assert(
      fc.property(fc.nat(39), fc.nat(29), fc.constantFrom('round', 'square'), (x, y, shape) => {
        const brush = { shape, size: 1 } as const;
        const point = { x: x + 0.99, y: y + 0.01 };
        const mask = paintLine(picture, point, point, brush);
        expect(maskArea(mask)).toBe(1);
        expect(maskContains(mask, point)).toBe(true);
      }),
    );
  });

  it('has the same form wherever it is', () => {
    const brush = { shape: 'round', size: 4 } as const;
    const stamp = (x: number, y: number) => paintLine({ width: 8, height: 6 }, { x, y }, { x, y }, brush);
    expect(lines(stamp(3.9, 3.2))).toEqual([
      '........',
      '...##...',
      '..####..',
      '..####..',
      '...##...',
      '........',
    ]);
    expect(lines(stamp(4.4, 2.6))).toEqual(lines(stamp(3.9, 3.2)));
  });

  it('leaves no gap in a thin stroke', () => {
    fc.assert(
      fc.property(place, place, (from, to) => {
        const made = paintStroke({ width: 60, height: 50 }, [from, to, from], { shape: 'round', size: 1 });
        const { x, y } = brushCenter(from, { shape: 'round', size: 1 });
        if (x > 0 && y > 0) expect(isEmpty(made)).toBe(false);
        const columns = new Set<number>();
        for (let at = 0; at < made.runs.length; at += 2) {
          for (let column = made.runs[at] ?? 0; column < (made.runs[at + 1] ?? 0); column++)
            columns.add(column);
        }
        const sorted = [...columns].sort((a, b) => a - b);
        expect(sorted.at(-1) ?? 0).toBe((sorted[0] ?? 0) + Math.max(0, sorted.length - 1));
      }),
    );
  });
});
