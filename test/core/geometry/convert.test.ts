import { describe, expect, it } from 'vitest';
import { boxContains } from '#core/geometry/box.ts';
import { convertArea } from '#core/geometry/convert.ts';
import { boundsOf } from '#core/geometry/outline.ts';
import { turnedBoxContains } from '#core/geometry/turned-box.ts';
import { fc } from '#test/support/property.ts';

const at = (x: number, y: number) => ({ x, y });
const place = fc.record({ x: fc.integer({ min: 0, max: 200 }), y: fc.integer({ min: 0, max: 200 }) });
const ring = fc.array(place, { minLength: 3, maxLength: 10 });

describe('a converted shape', () => {
  it('holds every point of the polygon, as a box and as a turned box', () => {
    fc.assert(
      fc.property(ring, (points) => {
        const polygon = { type: 'segment' as const, coordinates: [points] };
        const box = convertArea(polygon, 'box');
        const turned = convertArea(polygon, 'turned-box');
        if (box?.type === 'box') for (const point of points) expect(boxContains(box, point)).toBe(true);
        if (turned?.type !== 'box') return;
        for (const point of points) expect(turnedBoxContains(turned, point, 0.02)).toBe(true);
        expect(Math.abs(turned.angle ?? 0)).toBeLessThanOrEqual(45.01);
      }),
    );
  });

  it('is the same box again after it was a polygon or an ellipse', () => {
    const box = { type: 'box' as const, left: 10, top: 20, right: 60, bottom: 50, angle: 30 };
    const polygon = convertArea(box, 'segment');
    const again = polygon && convertArea(polygon, 'turned-box');
    expect(again).toMatchObject({ type: 'box', angle: expect.closeTo(30, 6) });
    expect(again && boundsOf(again)?.left).toBeCloseTo(boundsOf(box)?.left ?? 0, 6);
    const ellipse = convertArea(box, 'ellipse');
    expect(ellipse).toMatchObject({ coordinates: { rx: 25, ry: 15, angle: 30 } });
    expect(ellipse && convertArea(ellipse, 'turned-box')).toEqual(box);
  });

  it('is a polygon of a line that comes back to its beginning, and nothing of what has no inside', () => {
    const line = { type: 'polyline' as const, coordinates: [[at(0, 0), at(10, 0), at(10, 10), at(0, 0)]] };
    expect(convertArea(line, 'segment')).toMatchObject({ type: 'segment', coordinates: [{ length: 3 }] });
    const point = { type: 'point' as const, coordinates: at(5, 5) };
    expect(convertArea(point, 'segment')).toBeNull();
    expect(convertArea(point, 'box')).toBeNull();
  });
});
