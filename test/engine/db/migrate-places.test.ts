/** Items of a workspace from before they were found by their places are found by them. */
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '#engine/db/driver.ts';
import { MIGRATIONS, migrate } from '#engine/db/migrate.ts';
import { findItemAt } from '#engine/db/queries/items.ts';

test('an item that was there is found by its folder and name', () => {
  const db = openDatabase(':memory:');
  onTestFinished(() => db.close());
  const [project, dataset, item] = ['1', '2', '3'].map((digit) => digit.repeat(24));
  migrate(
    db,
    MIGRATIONS.slice(
      0,
      MIGRATIONS.findIndex(({ name }) => name === '0150-places'),
    ),
  );
  db.script(`INSERT INTO project (id, name, created_at) VALUES ('${project}', 'p', 0);
    INSERT INTO dataset (id, project_id, name, created_at) VALUES ('${dataset}', '${project}', 'd', 0);
    INSERT INTO item (id, dataset_id, identity, kind, name, folder, mimetype, size, width, height, storage, location,
      metadata, created_at, updated_at)
    VALUES ('${item}', '${dataset}', 'x', 'image', 'b.png', '/a', 'image/png', 1, 1, 1, 'linked', '/b.png', '{}', 0, 0)`);
  migrate(db);
  const place = { datasetId: dataset ?? '', folder: '/a', name: 'b.png' };
  expect(findItemAt(db, place)).toMatchObject({ id: item });
  expect(findItemAt(db, { ...place, name: 'c.png' })).toBeNull();
});
