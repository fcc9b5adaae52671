import { expect, test } from 'vitest';
import { cycleIdOf, cycleParts, executionIdOf, executionParts, requireParts } from '#core/model/run-ids.ts';
import { fc } from '#test/support/property.ts';

const key = fc.integer({ min: 1, max: 2 ** 44 - 1 });
const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });

test('an id leads back to its parts, and is of one kind only', () => {
  fc.assert(
    fc.property(key, time, (one, createdAt) => {
      const cycle = cycleIdOf(one, createdAt);
      const execution = executionIdOf(one, createdAt);
      expect(cycle).toMatch(/^[0-9a-f]{24}$/);
      expect(cycleParts(cycle)).toEqual({ key: one, createdAt });
      expect(executionParts(execution)).toEqual({ key: one, createdAt });
      expect(cycleParts(execution)).toBeNull();
      expect(executionParts(cycle)).toBeNull();
    }),
  );
});

test('ids sort by time, then by key', () => {
  const pair = fc.tuple(time, key);
  fc.assert(
    fc.property(pair, pair, ([timeA, keyA], [timeB, keyB]) => {
      const [a, b] = [cycleIdOf(keyA, timeA), cycleIdOf(keyB, timeB)];
      expect(Math.sign(a.localeCompare(b))).toBe(Math.sign(timeA - timeB || keyA - keyB));
    }),
  );
});

test.each(['', 'x', '0'.repeat(23), '0'.repeat(24), 'C'.repeat(24), `${'0'.repeat(12)}c${'0'.repeat(12)}`])(
  'what is no id of a run has no parts: %s',
  (id) => {
    expect(cycleParts(id)).toBeNull();
    expect(executionParts(id)).toBeNull();
    expect(() => requireParts(cycleParts(id), 'cycle', id)).toThrow(
      expect.objectContaining({ code: 'not-found', message: 'This cycle is not there.' }),
    );
  },
);
