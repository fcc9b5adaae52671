/** A workspace from before recipes in use could be changed counts its labels. */
import { expect, onTestFinished, test } from 'vitest';
import { datasetIdSchema } from '#core/model/ids.ts';
import { openDatabase } from '#engine/db/driver.ts';
import { MIGRATIONS, migrate } from '#engine/db/migrate.ts';
import { countByLabel } from '#engine/db/queries/vocabulary.ts';

test('annotations that are there already are counted by label', () => {
  const db = openDatabase(':memory:');
  onTestFinished(() => db.close());
  const before = MIGRATIONS.findIndex(({ name }) => name === '0320-annotation-labels');
  migrate(db, MIGRATIONS.slice(0, before));
  const [project, dataset, item] = ['1', '2', '3'].map((digit) => digit.repeat(24));
  db.script(`INSERT INTO project (id, name, created_at) VALUES ('${project}', 'p', 0);
    INSERT INTO dataset (id, project_id, name, created_at) VALUES ('${dataset}', '${project}', 'd', 0);
    INSERT INTO item (id, dataset_id, identity, kind, name, folder, mimetype, size, width, height, storage, location,
      metadata, created_at, updated_at)
    VALUES ('${item}', '${dataset}', 'x', 'image', 'a', '/', 'image/png', 1, 1, 1, 'linked', 'a', '{}', 0, 0);
    INSERT INTO annotation (id, item_id, label, geometry, attributes, creator, created_at, updated_at, updated_by, rev,
      dataset_id)
    VALUES ('${'4'.repeat(24)}', '${item}', 'car', '{"type":"class"}', '{}', 'a', 0, 0, 'a', 1, '${dataset}')`);
  migrate(db);
  expect(countByLabel(db, datasetIdSchema.parse(dataset))).toEqual([{ label: 'car', count: 1 }]);
});
