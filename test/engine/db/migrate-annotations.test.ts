/** Annotations of an older workspace are found by their dataset and their type. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseFilter } from '#core/filters/parse.ts';
import { datasetIdSchema } from '#core/model/ids.ts';
import { type Database, openDatabase } from '#engine/db/driver.ts';
import { MIGRATIONS, migrate } from '#engine/db/migrate.ts';
import { countAnnotationsMatching, findAnnotationRecord } from '#engine/db/queries/annotation-search.ts';

let folder: string;
let db: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-migrate-annotations-'));
  db = openDatabase(join(folder, 'a.db'));
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const datasetId = datasetIdSchema.parse('d'.repeat(24));

test('those of live items are, those of items in the trash are not', () => {
  const at = MIGRATIONS.findIndex(({ name }) => name === '0120-annotations');
  migrate(db, MIGRATIONS.slice(0, at));
  db.script(`INSERT INTO project (id, name, created_at) VALUES ('p', 'P', 0);
    INSERT INTO dataset (id, project_id, name, created_at) VALUES ('${datasetId}', 'p', 'D', 0);`);
  db.write((tx) => {
    for (const [id, trashed] of [
      ['live', 0],
      ['gone', 1],
    ]) {
      tx.run(
        `INSERT INTO item (id, dataset_id, identity, kind, name, folder, mimetype, size, width, height, storage, location,
           trashed, metadata, created_at, updated_at)
         VALUES (:id, :datasetId, :id, 'image', 'a', '/', 'image/png', 1, 1, 1, 'stored', '', :trashed, '{}', 0, 0)`,
        { id: String(id), datasetId, trashed: Number(trashed) },
      );
      tx.run(
        `INSERT INTO annotation (id, item_id, label, geometry, attributes, creator, created_at, updated_at, updated_by, rev)
         VALUES ('on ' || :id, :id, 'car', '{"type":"box","left":0,"top":0,"right":1,"bottom":1}', '{}', 'a', 0, 0, 'a', 1)`,
        { id: String(id) },
      );
    }
  });
  migrate(db);
  expect(findAnnotationRecord(db, 'on live')).toMatchObject({ datasetId, label: 'car', status: null });
  expect(findAnnotationRecord(db, 'on gone')).toBeNull();
  const count = () =>
    countAnnotationsMatching(db, { datasetId, filter: parseFilter({ filter: { type: 'box' } }) });
  expect(count()).toBe(1);
  db.write((tx) => void tx.run(`UPDATE item SET trashed = 0 WHERE id = 'gone'`));
  expect(count()).toBe(2);
  db.write((tx) => void tx.run(`UPDATE item SET trashed = 1`));
  expect(count()).toBe(0);
});
