import { expect, test } from 'vitest';
import { createIds } from '#core/model/ids.ts';
import { fc } from '#test/support/property.ts';

test('ids sort in the order they were made, whatever the clock does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 41 }), { minLength: 2, maxLength: 200 }), (times) => {
      let at = 0;
      const ids = createIds(
        () => times[at % times.length] ?? 0,
        () => 0.5,
      );
      const made = times.map(() => {
        at += 1;
        return ids.next();
      });
      expect(made.toSorted()).toEqual(made);
      expect(new Set(made).size).toBe(made.length);
    }),
  );
});

test('an id is 24 hexadecimal characters that begin with the time', () => {
  const ids = createIds(
    () => 1_800_000_000_000,
    () => 0.999,
  );
  const id = ids.next();
  expect(id).toMatch(/^[0-9a-f]{24}$/);
  expect(Number.parseInt(id.slice(0, 12), 16)).toBe(1_800_000_000_000);
});
