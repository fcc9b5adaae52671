/** A workspace from before clients could ask for exports takes them, and one from before there were archives takes those. */
import { expect, onTestFinished, test } from 'vitest';
import { datasetIdSchema, itemIdSchema } from '#core/model/ids.ts';
import { openDatabase } from '#engine/db/driver.ts';
import { MIGRATIONS, migrate } from '#engine/db/migrate.ts';
import { findExportFile, insertExportFile, setExportSize } from '#engine/db/queries/export-files.ts';

/** As it was before this step, with a dataset in it. */
function before(step: string) {
  const db = openDatabase(':memory:');
  onTestFinished(() => db.close());
  migrate(
    db,
    MIGRATIONS.slice(
      0,
      MIGRATIONS.findIndex(({ name }) => name === step),
    ),
  );
  const project = '1'.repeat(24);
  db.script(`INSERT INTO project (id, name, created_at) VALUES ('${project}', 'p', 0);
    INSERT INTO dataset (id, project_id, name, created_at) VALUES ('${dataset}', '${project}', 'd', 0)`);
  return db;
}

const dataset = '2'.repeat(24);
const id = itemIdSchema.parse('3'.repeat(24));

test('what was there stays, and exports are kept', () => {
  const db = before('0240-export-files');
  migrate(db);
  db.write((tx) => {
    insertExportFile(tx, { id, datasetId: datasetIdSchema.parse(dataset), format: 'json', createdAt: 5 });
    setExportSize(tx, id, 7);
  });
  expect(findExportFile(db, id)).toEqual({ id, datasetId: dataset, format: 'json', size: 7, createdAt: 5 });
});

test('exports from before there were archives are lists', () => {
  const db = before('0325-zip-exports');
  db.script(`INSERT INTO export_file VALUES ('${id}', '${dataset}', 9, 5)`);
  migrate(db);
  expect(findExportFile(db, id)).toEqual({ id, datasetId: dataset, format: 'json', size: 9, createdAt: 5 });
  const insert = () => db.script(`INSERT INTO export_file VALUES ('x', '${dataset}', 9, 5, 'tar')`);
  expect(insert).toThrow('CHECK');
});
