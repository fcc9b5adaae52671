import { describe, expect, it } from 'vitest';
import {
  boxArea,
  boxContains,
  boxesTouch,
  boxHeight,
  boxProblem,
  boxUnion,
  boxWidth,
  drawnBox,
  growBox,
  roundBox,
  sameBox,
  translateBox,
} from '#core/geometry/box.ts';
import { fc } from '#test/support/property.ts';
import { anyPicture, anyPoint, pictureWithBox } from './arbitraries.ts';

describe('box', () => {
  it('drawn from anywhere to anywhere stays on the picture', () => {
    fc.assert(
      fc.property(anyPicture, anyPoint, anyPoint, (picture, from, to) => {
        const box = drawnBox(from, to, picture);
        expect(boxProblem(box, picture)).not.toBe('outside');
        expect(sameBox(box, drawnBox(to, from, picture))).toBe(true);
      }),
    );
  });

  it('moved by anything keeps its size and stays on the picture', () => {
    fc.assert(
      fc.property(pictureWithBox, anyPoint, ({ picture, box }, by) => {
        const moved = translateBox(box, by.x, by.y, picture);
        expect(boxWidth(moved)).toBeCloseTo(boxWidth(box), 6);
        expect(boxHeight(moved)).toBeCloseTo(boxHeight(box), 6);
        expect(boxProblem(roundBox(moved), picture)).toBeNull();
      }),
    );
  });

  it('moved there and back within the picture is where it was', () => {
    fc.assert(
      fc.property(pictureWithBox, anyPoint, ({ picture, box }, by) => {
        const there = translateBox(box, by.x, by.y, picture);
        const back = translateBox(there, box.left - there.left, box.top - there.top, picture);
        expect(back.left).toBeCloseTo(box.left, 6);
        expect(back.bottom).toBeCloseTo(box.bottom, 6);
      }),
    );
  });

  it('rounded twice is rounded once, and never more than half a step away', () => {
    fc.assert(
      fc.property(pictureWithBox, ({ picture, box }) => {
        const once = roundBox(box);
        expect(roundBox(once)).toEqual(once);
        expect(Math.abs(once.left - box.left)).toBeLessThanOrEqual(0.005 + 1e-9);
        expect(boxProblem(once, picture)).toBeNull();
      }),
    );
  });

  it('contains its corners, touches what it overlaps, and lies in every union', () => {
    fc.assert(
      fc.property(pictureWithBox, anyPoint, ({ box }, point) => {
        expect(boxContains(box, { x: box.left, y: box.top })).toBe(true);
        expect(boxContains(box, { x: box.right, y: box.bottom })).toBe(true);
        const dot = { left: point.x, top: point.y, right: point.x, bottom: point.y };
        expect(boxesTouch(box, dot)).toBe(boxContains(box, point));
        expect(boxContains(boxUnion(box, dot), point)).toBe(true);
        expect(boxArea(growBox(box, 1))).toBeGreaterThan(boxArea(box));
      }),
    );
  });

  it('says why it cannot be a label', () => {
    const picture = { width: 100, height: 50 };
    expect(boxProblem({ left: 5, top: 5, right: 5, bottom: 9 }, picture)).toBe('empty');
    expect(boxProblem({ left: 5, top: 5, right: 101, bottom: 9 }, picture)).toBe('outside');
    expect(boxProblem({ left: 0, top: 0, right: 100, bottom: 50 }, picture)).toBeNull();
    expect(boxProblem({ left: Number.NaN, top: 0, right: 1, bottom: 1 }, picture)).toBe('empty');
  });
});
