import { describe, expect, it } from 'vitest';
import { boxContains, boxesTouch } from '#core/geometry/box.ts';
import {
  boxToView,
  fitBox,
  fitPicture,
  keepInSight,
  minScale,
  panBy,
  toPicture,
  toView,
  visibleBox,
  zoomAt,
  zoomWithin,
} from '#core/geometry/viewport.ts';
import { fc } from '#test/support/property.ts';
import { anyPicture, anyPoint, anyView, pictureWithBox } from './arbitraries.ts';

const anyViewport = fc.record({
  scale: fc.double({ min: 0.01, max: 64, noNaN: true }),
  x: fc.double({ min: -5000, max: 5000, noNaN: true }),
  y: fc.double({ min: -5000, max: 5000, noNaN: true }),
});
const pointInView = fc.record({ x: fc.integer({ min: 0, max: 4000 }), y: fc.integer({ min: 0, max: 3000 }) });

describe('viewport', () => {
  it('maps a point to the view and back', () => {
    fc.assert(
      fc.property(anyViewport, anyPoint, (viewport, point) => {
        const back = toPicture(viewport, toView(viewport, point));
        expect(back.x).toBeCloseTo(point.x, 5);
        expect(back.y).toBeCloseTo(point.y, 5);
      }),
    );
  });

  it('keeps the point under the pointer while zooming', () => {
    fc.assert(
      fc.property(
        anyViewport,
        pointInView,
        fc.double({ min: 0.01, max: 64, noNaN: true }),
        (viewport, at, scale) => {
          const before = toPicture(viewport, at);
          const zoomed = zoomAt(viewport, at, scale);
          expect(toView(zoomed, before).x).toBeCloseTo(at.x, 4);
          expect(toView(zoomed, before).y).toBeCloseTo(at.y, 4);
          const back = zoomAt(zoomed, at, viewport.scale);
          expect(back.x).toBeCloseTo(viewport.x, 3);
          expect(back.y).toBeCloseTo(viewport.y, 3);
        },
      ),
    );
  });

  it('fits the whole picture into the view, centered', () => {
    fc.assert(
      fc.property(anyPicture, anyView, (picture, view) => {
        const viewport = fitPicture(picture, view, 10);
        const shown = visibleBox(viewport, view);
        expect(boxContains(shown, { x: 0, y: 0 }, 1e-6)).toBe(true);
        expect(boxContains(shown, { x: picture.width, y: picture.height }, 1e-6)).toBe(true);
        const middle = toView(viewport, { x: picture.width / 2, y: picture.height / 2 });
        expect(middle.x).toBeCloseTo(view.width / 2, 6);
        expect(middle.y).toBeCloseTo(view.height / 2, 6);
      }),
    );
  });

  it('fits a box of the picture into the view', () => {
    fc.assert(
      fc.property(pictureWithBox, anyView, ({ box }, view) => {
        const shown = boxToView(fitBox(box, view, 8), box);
        expect(shown.left).toBeGreaterThanOrEqual(-1e-6);
        expect(shown.right).toBeLessThanOrEqual(view.width + 1e-6);
        expect(shown.bottom).toBeLessThanOrEqual(view.height + 1e-6);
      }),
    );
  });

  it('never loses the picture out of sight, however far it is moved', () => {
    fc.assert(
      fc.property(anyPicture, anyView, anyViewport, anyPoint, (picture, view, viewport, by) => {
        const kept = keepInSight(panBy(viewport, by.x, by.y), picture, view);
        const edge = { left: 0, top: 0, right: picture.width, bottom: picture.height };
        expect(boxesTouch(visibleBox(kept, view), edge)).toBe(true);
      }),
    );
  });

  it('keeps the scale within what is useful', () => {
    fc.assert(
      fc.property(
        anyPicture,
        anyView,
        anyViewport,
        pointInView,
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        (picture, view, viewport, at, scale) => {
          const zoomed = zoomWithin(viewport, at, scale, picture, view);
          expect(zoomed.scale).toBeLessThanOrEqual(64);
          expect(zoomed.scale).toBeGreaterThanOrEqual(minScale(picture, view));
        },
      ),
    );
  });
});
