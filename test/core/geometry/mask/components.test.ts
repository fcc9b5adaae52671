import { describe, expect, it } from 'vitest';
import { maskIntersection, maskUnion } from '#core/geometry/mask/combine.ts';
import {
  type Connectivity,
  fillHoleAt,
  fillHoles,
  holesOf,
  keepParts,
  partAt,
  partsOf,
  splitMask,
} from '#core/geometry/mask/components.ts';
import { emptyMask, isEmpty, type Mask, maskArea, maskBounds } from '#core/geometry/mask/mask.ts';
import { fc } from '#test/support/property.ts';
import { anyMask } from './arbitraries.ts';
import { drawn, lines, pixels } from './support.ts';

const connectivities = fc.constantFrom<Connectivity>(4, 8);

/** Numbers of parts by going from pixel to pixel. */
function flooded(mask: Mask, connectivity: Connectivity): number[] {
  const { width, height } = mask;
  const values = pixels(mask);
  const names = values.map(() => 0);
  let parts = 0;
  for (const [start, value] of values.entries()) {
    if (!value || names[start]) continue;
    parts++;
    const stack = [start];
    names[start] = parts;
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const [x, y] = [at % width, Math.floor(at / width)];
      for (const [dx, dy] of [
        [-1, 0],
        [1, 0],
        [0, -1],
        [0, 1],
        ...(connectivity === 8
          ? [
              [-1, -1],
              [1, -1],
              [-1, 1],
              [1, 1],
            ]
          : []),
      ] as [number, number][]) {
        const [nx, ny] = [x + dx, y + dy];
        const next = ny * width + nx;
        if (nx < 0 || ny < 0 || nx >= width || ny >= height || !values[next] || names[next]) continue;
        names[next] = parts;
        stack.push(next);
      }
    }
  }
  return names;
}

describe('parts of a mask', () => {
  it('are those that a flood finds', () => {
    fc.assert(
      fc.property(anyMask, connectivities, (mask, connectivity) => {
        const names = flooded(mask, connectivity);
        const parts = splitMask(mask, connectivity);
        expect(parts.map(pixels)).toEqual(
          parts.map((_, part) => names.map((name) => (name === part + 1 ? 1 : 0))),
        );
        expect(parts).toHaveLength(Math.max(0, ...names));
        expect(partsOf(mask, connectivity).parts).toEqual(
          parts.map((part) => ({ area: maskArea(part), bounds: maskBounds(part) })),
        );
      }),
    );
  });

  it('make up the mask again', () => {
    fc.assert(
      fc.property(anyMask, connectivities, (mask, connectivity) => {
        expect(splitMask(mask, connectivity).reduce(maskUnion, emptyMask(mask))).toEqual(mask);
        const large = keepParts(mask, connectivity, ({ area }) => area > 3);
        const small = keepParts(mask, connectivity, ({ area }) => area <= 3);
        expect(maskUnion(large, small)).toEqual(mask);
        expect(isEmpty(maskIntersection(large, small))).toBe(true);
      }),
    );
  });

  it('are found by a point', () => {
    const mask = drawn('##.#', '...#', '#..#');
    expect(lines(partAt(mask, { x: 3.5, y: 2 }, 4))).toEqual(['...#', '...#', '...#']);
    expect(isEmpty(partAt(mask, { x: 2, y: 1 }, 4))).toBe(true);
  });
});

describe('holes of a mask', () => {
  it('are what it goes around, also through a corner', () => {
    const mask = drawn('.####.', '##..##', '#.##.#', '#.##.#', '######');
    expect(lines(holesOf(mask))).toEqual(['......', '..##..', '.#..#.', '.#..#.', '......']);
    expect(lines(fillHoles(mask))).toEqual(['.####.', '######', '######', '######', '######']);
    expect(fillHoles(mask, 5)).toEqual(mask);
  });

  it('are not open to the border of the picture', () => {
    expect(isEmpty(holesOf(drawn('###', '#..', '###')))).toBe(true);
  });

  it('are filled one by one', () => {
    const mask = drawn('#####', '#.#.#', '#####');
    expect(lines(fillHoleAt(mask, { x: 3.2, y: 1.5 }))).toEqual(['#####', '#.###', '#####']);
    expect(fillHoleAt(mask, { x: 0, y: 0 })).toBe(mask);
  });

  it('are gone once they are filled', () => {
    fc.assert(
      fc.property(anyMask, (mask) => {
        expect(isEmpty(holesOf(fillHoles(mask)))).toBe(true);
      }),
    );
  });
});
