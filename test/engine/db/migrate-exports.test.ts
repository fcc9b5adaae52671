/** A workspace from before clients could ask for exports takes them. */
import { expect, onTestFinished, test } from 'vitest';
import { datasetIdSchema, itemIdSchema } from '#core/model/ids.ts';
import { openDatabase } from '#engine/db/driver.ts';
import { MIGRATIONS, migrate } from '#engine/db/migrate.ts';
import { findExportFile, insertExportFile, setExportSize } from '#engine/db/queries/export-files.ts';

test('what was there stays, and exports are kept', () => {
  const db = openDatabase(':memory:');
  onTestFinished(() => db.close());
  migrate(
    db,
    MIGRATIONS.slice(
      0,
      MIGRATIONS.findIndex(({ name }) => name === '0240-export-files'),
    ),
  );
  const [project, dataset] = ['1', '2'].map((digit) => digit.repeat(24));
  db.script(`INSERT INTO project (id, name, created_at) VALUES ('${project}', 'p', 0);
    INSERT INTO dataset (id, project_id, name, created_at) VALUES ('${dataset}', '${project}', 'd', 0)`);
  migrate(db);
  const id = itemIdSchema.parse('3'.repeat(24));
  db.write((tx) => {
    insertExportFile(tx, { id, datasetId: datasetIdSchema.parse(dataset), createdAt: 5 });
    setExportSize(tx, id, 7);
  });
  expect(findExportFile(db, id)).toEqual({ id, datasetId: dataset, size: 7, createdAt: 5 });
});
