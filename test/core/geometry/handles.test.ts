import { describe, expect, it } from 'vitest';
import { boxHeight, boxProblem, boxWidth } from '#core/geometry/box.ts';
import { BOX_HANDLES, handlePoint, resizeBox } from '#core/geometry/handles.ts';
import { clampPoint } from '#core/geometry/plane.ts';
import { fc } from '#test/support/property.ts';
import { anyPoint, pictureWithBox } from './arbitraries.ts';

const anyHandle = fc.constantFrom(...BOX_HANDLES);

describe('handles', () => {
  it('dragged anywhere leave a box of the least size or more on the picture', () => {
    fc.assert(
      fc.property(pictureWithBox, anyHandle, anyPoint, ({ picture, box }, handle, to) => {
        const resized = resizeBox(box, handle, to, picture, 1);
        expect(boxProblem(resized, picture)).toBeNull();
        expect(boxWidth(resized)).toBeGreaterThanOrEqual(1 - 1e-6);
        expect(boxHeight(resized)).toBeGreaterThanOrEqual(1 - 1e-6);
      }),
    );
  });

  it('keep the opposite side where it is', () => {
    fc.assert(
      fc.property(pictureWithBox, anyPoint, ({ picture, box }, to) => {
        const west = resizeBox(box, 'w', to, picture, 1);
        expect([west.left, west.right]).toContain(box.right);
        expect([west.top, west.bottom]).toEqual([box.top, box.bottom]);
        const corner = resizeBox(box, 'se', to, picture, 1);
        expect([corner.left, corner.right]).toContain(box.left);
        expect([corner.top, corner.bottom]).toContain(box.top);
      }),
    );
  });

  it('follow the pointer when there is room', () => {
    fc.assert(
      fc.property(pictureWithBox, anyHandle, anyPoint, ({ picture, box }, handle, to) => {
        const target = clampPoint(to, picture);
        const resized = resizeBox(box, handle, to, picture, 1);
        if (handle.includes('e') && Math.abs(target.x - box.left) >= 1) {
          expect([resized.left, resized.right]).toContain(target.x);
        }
      }),
    );
  });

  it('turn the box over when dragged across', () => {
    const box = { left: 20, top: 20, right: 40, bottom: 40 };
    const picture = { width: 100, height: 100 };
    expect(resizeBox(box, 'se', { x: 5, y: 10 }, picture, 1)).toEqual({
      left: 5,
      top: 10,
      right: 20,
      bottom: 20,
    });
  });

  it('dragged to where they are change nothing', () => {
    fc.assert(
      fc.property(pictureWithBox, anyHandle, ({ picture, box }, handle) => {
        expect(resizeBox(box, handle, handlePoint(box, handle), picture, 1)).toEqual(box);
      }),
    );
  });
});
