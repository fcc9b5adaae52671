import { expect, test } from 'vitest';
import { type Counts, drawSubsets, SUBSETS } from '#engine/sets/subsets.ts';
import { fc } from '#test/support/property.ts';

const NONE: Counts = { train: 0, validation: 0, test: 0 };
const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `i${from + at}`);

test('shares are kept to within one, however the items come in parts', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 100 }).chain((train) => fc.tuple(fc.constant(train), fc.nat({ max: 100 - train }))),
      fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 6 }),
      ([train, validation], parts) => {
        const shares = { train, validation, test: 100 - train - validation };
        let before = NONE;
        let items = 0;
        for (const part of parts) {
          const { drawn, counts } = drawSubsets(ids(items, items + part), { shares, seed: 's', before });
          expect(new Set(drawn.map(([id]) => id)).size).toBe(part);
          before = counts;
          items += part;
        }
        for (const subset of SUBSETS) {
          expect(Math.abs(before[subset] - (items * shares[subset]) / 100)).toBeLessThanOrEqual(1);
        }
      },
    ),
  );
});

test('who goes where is by the seed, and not by turns', () => {
  const draw = (seed: string) =>
    drawSubsets(ids(0, 60), { shares: { train: 50, validation: 50, test: 0 }, seed, before: NONE }).drawn;
  expect(draw('a')).toEqual(draw('a'));
  expect(new Map(draw('a'))).not.toEqual(new Map(draw('b')));
  const inOrder = ids(0, 60).map((id) => new Map(draw('a')).get(id));
  expect(inOrder.some((one, at) => at > 0 && one === inOrder[at - 1])).toBe(true);
});
