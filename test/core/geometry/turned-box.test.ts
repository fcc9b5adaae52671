import { describe, expect, it } from 'vitest';
import { BOX_HANDLES, type BoxHandle } from '#core/geometry/handles.ts';
import { distance } from '#core/geometry/plane.ts';
import { resizeTurnedBox, turnedBoxContains, turnedHandlePoint } from '#core/geometry/turned-box.ts';
import { fc } from '#test/support/property.ts';

const PICTURE = { width: 400, height: 300 };
const free = { square: false, centered: false, least: 1 };
const OPPOSITE: Readonly<Record<BoxHandle, BoxHandle>> = {
  nw: 'se',
  n: 's',
  ne: 'sw',
  e: 'w',
  se: 'nw',
  s: 'n',
  sw: 'ne',
  w: 'e',
};
const angle = fc.integer({ min: -179, max: 180 }).filter((value) => value !== 0);
const turnedBox = angle.map((turn) => ({ left: 150, top: 100, right: 250, bottom: 180, angle: turn }));
const place = fc.record({ x: fc.integer({ min: 0, max: 400 }), y: fc.integer({ min: 0, max: 300 }) });

describe('a turned box', () => {
  it('keeps the corner or side that is opposite to the one that is dragged', () => {
    fc.assert(
      fc.property(turnedBox, fc.constantFrom(...BOX_HANDLES), place, (box, handle, to) => {
        const resized = { ...resizeTurnedBox(box, handle, to, PICTURE, free), angle: box.angle };
        const fixed = turnedHandlePoint(box, OPPOSITE[handle]);
        // Dragged across it the box turns over: what stays is then another corner.
        const nearest = Math.min(
          ...BOX_HANDLES.map((each) => distance(turnedHandlePoint(resized, each), fixed)),
        );
        expect(nearest).toBeLessThan(1e-6);
      }),
    );
  });

  it('has a dragged corner where the pointer is, or is as small as it gets', () => {
    fc.assert(
      fc.property(turnedBox, fc.constantFrom<BoxHandle>('nw', 'ne', 'se', 'sw'), place, (box, handle, to) => {
        const resized = { ...resizeTurnedBox(box, handle, to, PICTURE, free), angle: box.angle };
        const least = Math.min(resized.right - resized.left, resized.bottom - resized.top);
        const nearest = Math.min(
          ...BOX_HANDLES.map((each) => distance(turnedHandlePoint(resized, each), to)),
        );
        if (least > 1.001) expect(nearest).toBeLessThan(1e-6);
        expect(least).toBeGreaterThan(0.999);
      }),
    );
  });

  it('keeps its proportions, or its centre, when that is asked for', () => {
    const box = { left: 100, top: 100, right: 200, bottom: 150, angle: 20 };
    const square = resizeTurnedBox(box, 'se', { x: 260, y: 210 }, PICTURE, { ...free, square: true });
    expect((square.right - square.left) / (square.bottom - square.top)).toBeCloseTo(2);
    const centered = resizeTurnedBox(box, 'e', { x: 260, y: 160 }, PICTURE, { ...free, centered: true });
    expect((centered.left + centered.right) / 2).toBeCloseTo(150);
    expect(turnedBoxContains(box, { x: 150, y: 125 })).toBe(true);
    expect(turnedBoxContains(box, { x: 100, y: 100 })).toBe(false);
  });
});
