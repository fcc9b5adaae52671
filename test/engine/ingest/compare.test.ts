import { expect, test } from 'vitest';
import type { KnownFile } from '#engine/db/queries/watched-folders.ts';
import { byteOrder } from '#engine/ingest/byte-order.ts';
import { createComparison } from '#engine/ingest/compare.ts';
import type { ScanChunk } from '#engine/ingest/scan.ts';
import { fc } from '#test/support/property.ts';

const stamp = { size: 1, modifiedMs: 1 };
const row = (path: string, more: Partial<KnownFile> = {}): KnownFile => {
  return { path, ...stamp, state: 'imported', lost: 0, ...more };
};
const chunk = (names: readonly string[], unreachable: Record<string, string> = {}): ScanChunk => {
  const stamps = Float64Array.from(names.flatMap(() => [stamp.size, stamp.modifiedMs]));
  return { names: names.toSorted(byteOrder), stamps, unreachable: Object.entries(unreachable) };
};

/** Known files by pages of two, as the database gives them. */
function compare(chunks: readonly ScanChunk[], rows: readonly KnownFile[], retry = false) {
  const sorted = rows.toSorted((a, b) => byteOrder(a.path, b.path));
  const page = (after: string) => sorted.filter(({ path }) => byteOrder(path, after) > 0).slice(0, 2);
  const comparison = createComparison({ page, retry });
  const parts = chunks.map((part) => comparison.take(part));
  return {
    changed: parts.flatMap(({ changed }) => changed.map(([name]) => name)),
    back: parts.flatMap(({ back }) => back.map(([name]) => name)),
    absent: comparison.end(),
  };
}

test('new and changed files differ, the others do not', () => {
  const rows = [row('same'), row('longer', { size: 2 }), row('later', { modifiedMs: 2 })];
  const difference = compare([chunk(['new', 'same', 'longer', 'later'])], rows);
  expect(difference).toEqual({ changed: ['later', 'longer', 'new'], absent: [], back: [] });
});

test('what is not listed is absent, unless it could not be reached or is known to be gone', () => {
  const rows = [row('a'), row('locked/b'), row('locked/deep/c'), row('lockedd'), row('d', { state: 'gone' })];
  expect(compare([chunk([], { locked: 'no permission' })], rows).absent).toEqual(['a', 'lockedd']);
});

test('what is as it was although its item is missing is back', () => {
  const rows = [row('a', { state: 'gone' }), row('b', { lost: 1 }), row('c')];
  expect(compare([chunk(['a', 'b', 'c'])], rows)).toEqual({ back: ['a', 'b'], absent: [], changed: [] });
});

test('unchanged problems are looked at again only when asked for', () => {
  const rows = [row('a', { state: 'problem' })];
  expect(compare([chunk(['a'])], rows).changed).toEqual([]);
  expect(compare([chunk(['a'])], rows, true).changed).toEqual(['a']);
});

test('however it is cut into parts, a listing differs by what is new and what is gone', () => {
  const name = fc.string({
    minLength: 1,
    maxLength: 3,
    unit: fc.constantFrom('a', '/', '.', 'é', '😀', '\uffee'),
  });
  const names = fc.uniqueArray(name, { maxLength: 12 });
  fc.assert(
    fc.property(names, names, fc.nat(12), (listed, known, cut) => {
      const sorted = listed.toSorted(byteOrder);
      const parts = [chunk(sorted.slice(0, cut)), chunk(sorted.slice(cut))];
      const rows = known.map((path) => row(path));
      const difference = compare(parts, rows);
      expect(difference.changed).toEqual(sorted.filter((one) => !known.includes(one)));
      expect(difference.absent.toSorted()).toEqual(known.filter((one) => !listed.includes(one)).toSorted());
    }),
  );
});

test('the order is that of the bytes, as in the database', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
      expect(Math.sign(byteOrder(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});
