import { describe, expect, it } from 'vitest';
import { maskChange } from '#core/geometry/mask/combine.ts';
import {
  areaMask,
  combineAsMasks,
  convertShape,
  maskParts,
  withoutSpecks,
} from '#core/geometry/mask/convert.ts';
import { boxMask, maskArea } from '#core/geometry/mask/mask.ts';
import { scaleMask } from '#core/geometry/mask/scale.ts';
import { maskGeometry, maskOf } from '#core/geometry/mask/stored.ts';
import type { Geometry } from '#core/model/annotation.ts';
import { fc } from '#test/support/property.ts';
import { anyMask } from './arbitraries.ts';
import { drawn, lines } from './support.ts';

const picture = { width: 60, height: 40 };
const box: Geometry = { type: 'box', left: 10, top: 8, right: 30, bottom: 20 };
const binary = (mask: Parameters<typeof maskGeometry>[0]) => maskGeometry(mask);
const area = (geometry: Geometry | undefined | null) => {
  const mask = geometry && areaMask(geometry, picture);
  return mask ? maskArea(mask) : null;
};

describe('shapes as masks and masks as shapes', () => {
  it('go there and back', () => {
    const [mask] = convertShape(box, 'binary', picture);
    expect(mask && mask.type === 'binary' && maskOf(mask)).toEqual(boxMask(picture, box));
    expect(convertShape(mask ?? box, 'box', picture)).toEqual([box]);
    expect(convertShape(mask ?? box, 'turned-box', picture)).toMatchObject([box]);
    const [polygon, ...others] = convertShape(mask ?? box, 'segment', picture);
    expect(others).toEqual([]);
    expect(area(polygon)).toBe(20 * 12);
    expect(convertShape({ type: 'point', coordinates: { x: 1, y: 1 } }, 'binary', picture)).toEqual([]);
  });

  it('become a polygon for each part, without specks', () => {
    const mask = binary(drawn('####..####', '####..####', '####..####', '......####', '#.........'));
    expect(convertShape(mask, 'segment', picture)).toHaveLength(2);
  });

  it('are combined as masks as soon as one is a mask', () => {
    const mask = binary(boxMask(picture, { left: 20, top: 0, right: 60, bottom: 40 }));
    expect(area(combineAsMasks([box, mask], 'union', picture))).toBe(20 * 12 + 40 * 40 - 10 * 12);
    expect(area(combineAsMasks([box, mask], 'subtract', picture))).toBe(10 * 12);
    expect(area(combineAsMasks([box, mask], 'intersect', picture))).toBe(10 * 12);
    expect(combineAsMasks([mask, mask], 'subtract', picture)).toBeNull();
    expect(combineAsMasks([mask, { type: 'class' }], 'union', picture)).toBeNull();
  });

  it('fall into their parts, and lose their specks', () => {
    const mask = binary(drawn('###...', '#.#..#', '###...'));
    expect(maskParts(mask).map(area)).toEqual([8, 1]);
    const clean = withoutSpecks(mask, 2);
    expect(clean.type === 'binary' && lines(maskOf(clean))).toEqual(['###...', '###...', '###...']);
  });
});

it('a mask on a larger picture comes back from it as it was', () => {
  fc.assert(
    fc.property(anyMask, fc.integer({ min: 1, max: 4 }), (mask, times) => {
      const large = scaleMask(mask, { width: mask.width * times, height: mask.height * times });
      expect(maskArea(large)).toBe(maskArea(mask) * times * times);
      expect(maskArea(maskChange(scaleMask(large, mask), mask))).toBe(0);
    }),
  );
});
