/** Folders of a workspace from before they had ids get them when somebody asks. */
import { expect, onTestFinished, test } from 'vitest';
import { datasetIdSchema, folderIdSchema } from '#core/model/ids.ts';
import { openDatabase } from '#engine/db/driver.ts';
import { MIGRATIONS, migrate } from '#engine/db/migrate.ts';
import {
  findFolderAt,
  insertFolder,
  listNotedFolders,
  nextFolderWithItems,
} from '#engine/db/queries/folders.ts';

test('what was there is found, and each folder has one id', () => {
  const db = openDatabase(':memory:');
  onTestFinished(() => db.close());
  const [project, dataset, item, id] = ['1', '2', '3', '4'].map((digit) => digit.repeat(24));
  const before = MIGRATIONS.findIndex(({ name }) => name === '0180-folders');
  migrate(db, MIGRATIONS.slice(0, before));
  db.script(`INSERT INTO project (id, name, created_at) VALUES ('${project}', 'p', 0);
    INSERT INTO dataset (id, project_id, name, created_at) VALUES ('${dataset}', '${project}', 'd', 0);
    INSERT INTO item (id, dataset_id, identity, kind, name, folder, mimetype, size, width, height, storage, location,
      metadata, created_at, updated_at)
    VALUES ('${item}', '${dataset}', 'x', 'image', 'b.png', '/a', 'image/png', 1, 1, 1, 'linked', '/b.png', '{}', 0, 0)`);
  migrate(db);
  const datasetId = datasetIdSchema.parse(dataset);
  expect(listNotedFolders(db, datasetId)).toEqual([]);
  expect(nextFolderWithItems(db, { datasetId, path: '/', after: null })).toBe('/a');
  db.write((tx) => {
    for (const one of [id, '5'.repeat(24)]) {
      insertFolder(tx, { id: folderIdSchema.parse(one), datasetId, path: '/a', at: 7 });
    }
  });
  expect(findFolderAt(db, datasetId, '/a')).toMatchObject({ id, path: '/a', createdAt: 7, metadata: {} });
  expect(listNotedFolders(db, datasetId)).toHaveLength(1);
});
