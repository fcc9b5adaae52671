import { expect, test } from 'vitest';
import { equaliseTable } from '#renderer/editor/equalise.ts';
import { fc } from '#test/support/property.ts';

const grey = (...values: readonly number[]) =>
  new Uint8ClampedArray(values.flatMap((value) => [value, value, value, 255]));

test('the darkest becomes black, the lightest white, and none becomes darker than a darker one', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 2, maxLength: 500 }), (values) => {
      const table = equaliseTable(grey(...values));
      expect(table).toHaveLength(33);
      expect(table.at(-1)).toBe(1);
      for (const [at, value] of table.entries()) {
        expect(value).toBeGreaterThanOrEqual(table[at - 1] ?? 0);
        expect(value).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('a narrow range is spread over all of it', () => {
  const table = equaliseTable(grey(...Array.from({ length: 65 }, (_, at) => 96 + at)));
  expect([table[11], table[16], table[21]]).toEqual([0, expect.closeTo(0.5, 1), 1]);
});

test('one brightness, or nothing that is seen, stays as it is', () => {
  const even = Array.from({ length: 33 }, (_, at) => at / 32);
  expect(equaliseTable(grey(80, 80, 80))).toEqual(even);
  expect(equaliseTable(new Uint8ClampedArray([9, 9, 9, 0, 200, 200, 200, 0]))).toEqual(even);
});
