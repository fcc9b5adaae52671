/** Handing out by shares, as a rule for any numbers. */

import { expect, test } from 'vitest';
import { nextByShare } from '#engine/nodes/tasks/shares.ts';
import { fc } from '#test/support/property.ts';

/** How many of the items each has after each item. */
function handOut(loads: readonly number[], items: number): number[][] {
  const given = loads.map(() => 0);
  return Array.from({ length: items }, () => {
    const people = loads.map((load, at) => ({ load, given: given[at] ?? 0, at }));
    const next = nextByShare(people);
    if (!next) throw new Error('somebody has a share');
    given[next.at] = (given[next.at] ?? 0) + 1;
    return [...given];
  });
}

test('after any number of items everybody has their share of them to within one', () => {
  const load = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.double({ min: 0.01, max: 100, noNaN: true }));
  fc.assert(
    fc.property(
      fc.array(load, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 300 }),
      (loads, items) => {
        const total = loads.reduce((sum, one) => sum + one, 0);
        const off = handOut(loads, items).flatMap((given, at) =>
          given.map((count, who) => Math.abs(count - ((at + 1) * (loads[who] ?? 0)) / total)),
        );
        expect(Math.max(...off)).toBeLessThan(1 + 1e-6);
      },
    ),
    { numRuns: 300 },
  );
});

test('shares are relative, equal ones go round, and nobody without a share gets anything', () => {
  expect(handOut([1, 1, 1], 4)).toEqual([
    [1, 0, 0],
    [1, 1, 0],
    [1, 1, 1],
    [2, 1, 1],
  ]);
  expect(handOut([150, 50], 400).at(-1)).toEqual([300, 100]);
  expect(handOut([0, 7], 3).at(-1)).toEqual([0, 3]);
  expect(nextByShare([{ load: 0, given: 0 }])).toBeNull();
  expect(nextByShare([])).toBeNull();
});
