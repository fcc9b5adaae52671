/** Datasets that were linked before all files of one could be kept here keep those that are asked for. */
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '#engine/db/driver.ts';
import { MIGRATIONS, migrate } from '#engine/db/migrate.ts';
import { countAway, listKeptDatasets, setKeepFiles } from '#engine/db/queries/kept-files.ts';

test('what was linked is as it was', () => {
  const db = openDatabase(':memory:');
  onTestFinished(() => db.close());
  const before = MIGRATIONS.findIndex(({ name }) => name.endsWith('-kept-files'));
  migrate(db, MIGRATIONS.slice(0, before));
  const [remoteId, datasetId] = ['1'.repeat(24), '2'.repeat(24)];
  db.script(`INSERT INTO remote VALUES ('${remoteId}', 'sluice', 'https://hub.example/api/v1', 'ada@example.com', '{}', 0);
    INSERT INTO link (kind, local_id, remote_id, id_there) VALUES ('dataset', '${datasetId}', '${remoteId}', 'x')`);
  migrate(db);
  expect(listKeptDatasets(db)).toEqual([{ datasetId, remoteId, kept: 'none' }]);
  expect(countAway(db, datasetId)).toEqual({ files: 0, bytes: 0 });
  db.write((tx) => expect(setKeepFiles(tx, datasetId, true)).toBe(true));
  expect(listKeptDatasets(db)).toMatchObject([{ kept: 'all' }]);
});
