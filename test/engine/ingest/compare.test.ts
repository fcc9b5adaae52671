import { expect, test } from 'vitest';
import type { IngestFile } from '#engine/db/queries/watched-folders.ts';
import { compareFolder } from '#engine/ingest/compare.ts';

const stamp = { size: 1, modifiedMs: 1 };
const row = (path: string, more: Partial<IngestFile> = {}): IngestFile => {
  return { folderId: 'f', path, ...stamp, state: 'imported', itemId: 'i', reason: null, at: 0, ...more };
};
const scan = (names: string[], unreachable: Record<string, string> = {}) => {
  return {
    files: new Map(names.map((name) => [name, stamp])),
    unreachable: new Map(Object.entries(unreachable)),
  };
};
const nothing = { rows: [], lost: new Set<string>(), retry: false };

test('new and changed files differ, the others do not', () => {
  const rows = [row('same'), row('longer', { size: 2 }), row('later', { modifiedMs: 2 })];
  const difference = compareFolder(scan(['new', 'same', 'longer', 'later']), { ...nothing, rows });
  expect([...difference.changed.keys()]).toEqual(['new', 'longer', 'later']);
  expect(difference).toMatchObject({ absent: [], back: [] });
});

test('what is not listed is absent, unless it could not be reached or is known to be gone', () => {
  const rows = [row('a'), row('locked/b'), row('locked/deep/c'), row('lockedd'), row('d', { state: 'gone' })];
  const difference = compareFolder(scan([], { locked: 'no permission' }), { ...nothing, rows });
  expect(difference.absent).toEqual(['a', 'lockedd']);
});

test('what is as it was although its item is missing is back', () => {
  const rows = [row('a', { state: 'gone' }), row('b'), row('c')];
  const difference = compareFolder(scan(['a', 'b', 'c']), { ...nothing, rows, lost: new Set(['b']) });
  expect(difference).toMatchObject({ back: ['a', 'b'], absent: [] });
  expect(difference.changed.size).toBe(0);
});

test('unchanged problems are looked at again only when asked for', () => {
  const rows = [row('a', { state: 'problem' })];
  expect(compareFolder(scan(['a']), { ...nothing, rows }).changed.size).toBe(0);
  expect(compareFolder(scan(['a']), { ...nothing, rows, retry: true }).changed.size).toBe(1);
});
