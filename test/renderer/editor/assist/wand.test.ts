import { describe, expect, it } from 'vitest';
import { partAt } from '#core/geometry/mask/components.ts';
import { isEmpty, maskContains, sameMask } from '#core/geometry/mask/mask.ts';
import { threshold, wand } from '#renderer/editor/assist/wand.ts';
import { pixels } from '#test/core/geometry/mask/support.ts';
import { fc } from '#test/support/property.ts';
import { anyPixels } from './pictures.ts';

describe('the magic wand', () => {
  it('marks what hangs together with the point and is alike', () => {
    fc.assert(
      fc.property(anyPixels, fc.nat(200), (picture, tolerance) => {
        const at = { x: picture.width / 2, y: picture.height / 2 };
        const all = threshold(picture, at, tolerance);
        const made = wand(picture, at, tolerance);
        // Both are judged by other code: parts of a mask are tested by themselves.
        expect(sameMask(made, partAt(all, at, 4))).toBe(true);
        expect(maskContains(made, at)).toBe(true);
      }),
    );
  });

  it('takes every pixel that differs in no colour by more than it may', () => {
    fc.assert(
      fc.property(anyPixels, fc.nat(255), (picture, tolerance) => {
        const { data } = picture;
        const made = pixels(threshold(picture, { x: 0, y: 0 }, tolerance));
        const expected = made.map((_, at) =>
          [0, 1, 2].every(
            (channel) => Math.abs((data[4 * at + channel] ?? 0) - (data[channel] ?? 0)) <= tolerance,
          )
            ? 1
            : 0,
        );
        expect(made).toEqual(expected);
      }),
    );
  });

  it('marks nothing beside the picture', () => {
    const picture = { width: 1, height: 1, data: new Uint8Array(4) };
    expect(isEmpty(wand(picture, { x: 1, y: 0 }, 9))).toBe(true);
    expect(isEmpty(threshold(picture, { x: 0, y: -1 }, 9))).toBe(true);
  });
});
