import { expect, test } from 'vitest';
import { between } from '#core/annotation/track/between.ts';
import { matchLines } from '#core/annotation/track/lines.ts';
import { signedArea } from '#core/geometry/lines.ts';
import { boundsOf } from '#core/geometry/outline.ts';
import type { Geometry } from '#core/model/annotation.ts';
import { fc } from '#test/support/property.ts';
import { box } from './support.ts';

const polygon = (...points: readonly (readonly [number, number])[]): Geometry => ({
  type: 'segment',
  coordinates: [points.map(([x, y]) => ({ x, y }))],
});
const square = (x: number, y: number, side: number) =>
  polygon([x, y], [x + side, y], [x + side, y + side], [x, y + side]);

test('a box moves with all its sides', () => {
  expect(between(box(0, 0, 10, 10), box(10, 20, 30, 10), 0.5)).toEqual(box(5, 10, 20, 10));
});

test('what is turned goes the shorter way round', () => {
  const at = (angle: number): Geometry => ({ ...(box(0, 0) as Extract<Geometry, { type: 'box' }>), angle });
  expect(between(at(170), at(-170), 0.5)).toEqual(at(180));
  const ellipse = (angle: number): Geometry => ({
    type: 'ellipse',
    coordinates: { center: { x: 0, y: 0 }, rx: 4, ry: 2, angle },
  });
  // An ellipse that is turned by half looks the same.
  expect(between(ellipse(10), ellipse(170), 0.5)).toEqual(ellipse(0));
});

test('a polygon that was drawn from another vertex, or the other way round, does not turn inside out', () => {
  const [from, to] = [square(0, 0, 10), polygon([110, 10], [110, 0], [100, 0], [100, 10])];
  expect(between(from, to, 0.5)).toEqual(square(50, 0, 10));
});

test('a polygon with more vertices keeps all of them on the way', () => {
  const to = polygon([100, 0], [105, 0], [110, 0], [110, 10], [100, 10]);
  const half = between(square(0, 0, 10), to, 0.5);
  expect(boundsOf(half)).toEqual(boundsOf(square(50, 0, 10)));
  if (half.type === 'segment') expect(Math.abs(signedArea(half.coordinates[0] ?? []))).toBe(100);
});

test('at both ends of the way a shape is what it is there', () => {
  const point = fc.record({ x: fc.integer({ min: 0, max: 90 }), y: fc.integer({ min: 0, max: 90 }) });
  const ring = fc.uniqueArray(point, { minLength: 3, maxLength: 8, selector: ({ x, y }) => `${x} ${y}` });
  fc.assert(
    fc.property(ring, ring, fc.boolean(), (a, b, closed) => {
      const pairs = matchLines(a, b, closed);
      const has = (points: typeof a, side: 0 | 1) =>
        points.every(({ x, y }) =>
          pairs.some((pair) => Math.hypot(pair[side].x - x, pair[side].y - y) < 1e-6),
        );
      expect(has(a, 0)).toBe(true);
      expect(has(b, 1)).toBe(true);
    }),
  );
});

test('what has nothing between it holds', () => {
  const holes: Geometry = { type: 'segment', coordinates: [[{ x: 0, y: 0 }], [{ x: 1, y: 1 }]] };
  for (const [from, to] of [
    [box(0, 0), square(0, 0, 10)],
    [square(0, 0, 10), holes],
    [{ type: 'class' }, { type: 'class' }],
  ] satisfies [Geometry, Geometry][]) {
    expect(between(from, to, 0.5)).toEqual(from);
  }
});
