/** Work in parts looks at a bounded number of items a part, and comes to every item that matches once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseFilter } from '#core/filters/parse.ts';
import { type Database, openDatabase } from '#engine/db/driver.ts';
import { migrate } from '#engine/db/migrate.ts';
import { boundItems, lookForItems } from '#engine/db/queries/item-windows.ts';

let db: Database;
const idOf = (at: number) => `i${String(at).padStart(5, '0')}`;

beforeAll(() => {
  db = openDatabase(':memory:');
  migrate(db);
  db.script(`INSERT INTO project (id, name, created_at) VALUES ('p', 'P', 0);
    INSERT INTO dataset (id, project_id, name, created_at) VALUES ('d1', 'p', 'One', 0), ('d2', 'p', 'Two', 0);`);
  db.write((tx) => {
    for (let at = 0; at < 300; at += 1) {
      tx.run(
        `INSERT INTO item (id, dataset_id, identity, kind, name, folder, mimetype, size, width, height, storage, location,
           trashed, metadata, created_at, updated_at)
         VALUES (:id, :datasetId, :id, 'image', :name, '/', 'image/png', 1, 1, 1, 'stored', '', :trashed, '{}', 0, 0)`,
        {
          id: idOf(at),
          datasetId: at % 3 === 0 ? 'd2' : 'd1',
          name: at % 50 === 7 ? 'wanted' : 'other',
          trashed: at === 57 ? 1 : 0,
        },
      );
    }
  });
});
afterAll(() => db.close());

function walk(where: object, datasetIds: readonly string[], limit: number, lookedAt: number) {
  const filter = parseFilter(where);
  const parts: (readonly string[])[] = [];
  for (let after: string | null = null; ; ) {
    const { ids, cursor } = lookForItems(db, { datasetIds, filter, limit, after }, lookedAt);
    parts.push(ids);
    if (cursor === null) return parts;
    after = cursor;
  }
}

const WANTED = [7, 107, 157, 207, 257].map(idOf);

test.each([
  [1000, 1000, 1],
  [2, 1000, 3],
  [1000, 30, 7],
  [1, 10, 20],
  [2, 7, 28],
])('at most %i of %i looked at', (limit, lookedAt, most) => {
  const parts = walk({ name: 'wanted' }, ['d1', 'd2'], limit, lookedAt);
  expect(parts.flat()).toEqual(WANTED);
  for (const part of parts) expect(part.length).toBeLessThanOrEqual(limit);
  expect(parts.length).toBeGreaterThanOrEqual(most);
  expect(walk({ name: 'wanted' }, ['d2'], limit, lookedAt).flat()).toEqual([idOf(207)]);
  expect(walk({}, ['d1', 'd2'], limit, lookedAt).flat()).toHaveLength(299);
});

test('items that are named are found without looking at others', () => {
  const named = { id: { $in: [idOf(250), idOf(3), idOf(57), 'nothing'] } };
  expect(walk(named, ['d1', 'd2'], 10, 5)).toEqual([[idOf(3), idOf(250)]]);
  expect(walk(named, ['d1', 'd2'], 1, 5).flat()).toEqual([idOf(3), idOf(250)]);
  expect(walk(named, [], 10, 5)).toEqual([[]]);
});

test('few items are counted, many only bounded', () => {
  const search = { datasetIds: ['d1', 'd2'], filter: parseFilter({ name: 'wanted' }) };
  expect(boundItems(db, search, 299)).toBe(5);
  expect(boundItems(db, search, 1_000_000)).toBe(1_000_000);
  const named = parseFilter({ id: { $in: ['a', 'b'] } });
  expect(boundItems(db, { ...search, filter: named }, 1_000_000)).toBe(2);
});
