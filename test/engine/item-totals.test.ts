/** What a page of a walk says of how many are left: exact where the page before was asked for, bounded elsewhere. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseFilter } from '#core/filters/parse.ts';
import { datasetIdSchema } from '#core/model/ids.ts';
import { type Database, openDatabase } from '#engine/db/driver.ts';
import { migrate } from '#engine/db/migrate.ts';
import { type Asked, createItemTotals } from '#engine/item-totals.ts';

const COUNT = 12_000;
const datasetId = datasetIdSchema.parse('d'.repeat(24));
const idOf = (at: number) => String(at).padStart(24, '0');

let db: Database;
beforeAll(() => {
  db = openDatabase(':memory:');
  migrate(db);
  db.script(`INSERT INTO project (id, name, created_at) VALUES ('p', 'P', 0);
    INSERT INTO dataset (id, project_id, name, created_at) VALUES ('${datasetId}', 'p', 'One', 0);`);
  db.write((tx) =>
    tx.run(
      `INSERT INTO item (id, dataset_id, identity, kind, name, folder, mimetype, size, width, height, storage, location,
         metadata, created_at, updated_at)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
       SELECT printf('%024d', i), :datasetId, 'x' || i, 'image', 'a', '/', 'image/png', 1, 1, 1, 'stored', '', '{}', 0, 0
       FROM n`,
      { datasetId, count: COUNT },
    ),
  );
});
afterAll(() => db.close());

const asked = (where: object, after: number | null, folders: number | null = null): Asked => {
  const start = after === null ? [] : [{ id: { $gt: idOf(after) } }];
  const filter = parseFilter({ filter: { $and: [where, ...start] } });
  return { datasetId, filter, after: after === null ? null : idOf(after), folders, least: 101 };
};

test.each([
  ['everything', { type: 'file' }],
  ['a name', { name: 'a' }],
])('%s: exact from page to page, bounded after a leap', (_, where) => {
  const totals = createItemTotals(db);
  const first = asked(where, null);
  expect(totals.total(first)).toBe(COUNT);
  totals.remember(first, COUNT, { length: 100, last: idOf(100) });
  const second = asked(where, 100);
  expect(totals.total(second)).toBe(COUNT - 100);
  totals.remember(second, COUNT - 100, { length: 100, last: idOf(200) });
  expect(totals.total(asked(where, 200))).toBe(COUNT - 200);
  const leap = asked(where, 300);
  expect(totals.total(leap)).toBe(10_000);
  // What was only bounded is not handed on as if it were exact.
  totals.remember(leap, 10_000, { length: 100, last: idOf(400) });
  expect(totals.total(asked(where, 400))).toBe(10_000);
  expect(totals.total(asked({ name: 'b' }, 100))).toBe(0);
});

test('folders count with the items, and apart from lists without them', () => {
  const totals = createItemTotals(db);
  const all = asked({}, null, 7);
  expect(totals.total(all)).toBe(COUNT + 7);
  totals.remember(all, COUNT + 7, { length: 100, last: idOf(100) });
  expect(totals.total(asked({}, 100, 7))).toBe(COUNT - 93);
  expect(totals.total(asked({}, 100))).toBe(10_000);
});

test('when items come or go the rest is counted anew', () => {
  const totals = createItemTotals(db);
  const first = asked({ name: 'a' }, null);
  totals.remember(first, totals.total(first), { length: 5000, last: idOf(5000) });
  db.write((tx) => tx.run('UPDATE item SET trashed = 1 WHERE id > :id', { id: idOf(COUNT - 10) }));
  expect(totals.total(asked({ name: 'a' }, 5000))).toBe(COUNT - 5010);
  db.write((tx) => tx.run('UPDATE item SET trashed = 0'));
  expect(totals.total(asked({ name: 'a' }, 5000))).toBe(COUNT - 5000);
});
