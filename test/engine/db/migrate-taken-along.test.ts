/** What a workspace kept before things could be taken along stays as it was. */
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '#engine/db/driver.ts';
import { MIGRATIONS, migrate } from '#engine/db/migrate.ts';
import { listKeptDatasets, setKeepFiles } from '#engine/db/queries/kept-files.ts';
import { deleteRemote } from '#engine/db/queries/remotes.ts';
import { confirmAlong, findAsked, insertAsked, listAlong } from '#engine/db/queries/taken-along.ts';

test('nothing is taken along, and what is can be forgotten with its remote', () => {
  const db = openDatabase(':memory:');
  onTestFinished(() => db.close());
  const before = MIGRATIONS.findIndex(({ name }) => name.endsWith('-taken-along'));
  migrate(db, MIGRATIONS.slice(0, before));
  const remoteId = '1'.repeat(24) as never;
  const datasetId = '2'.repeat(24);
  db.script(`INSERT INTO remote VALUES ('${remoteId}', 'sluice', 'https://hub.example/api/v1', 'ada@example.com', '{}', 0);
    INSERT INTO link (kind, local_id, remote_id, id_there) VALUES ('dataset', '${datasetId}', '${remoteId}', 'x')`);
  db.write((tx) => setKeepFiles(tx, datasetId, true));
  migrate(db);
  expect(listKeptDatasets(db)).toEqual([{ datasetId, remoteId, kept: 'all' }]);
  expect(listAlong(db)).toEqual([]);
  const asked = { id: '3'.repeat(24) as never, remoteId, taskId: '4'.repeat(24) as never };
  db.write((tx) => insertAsked(tx, asked));
  expect(findAsked(db, asked.taskId)).toEqual(asked);
  db.write((tx) => confirmAlong(tx, asked.id, 9, ['i']));
  expect(findAsked(db, asked.taskId)).toBeNull();
  expect(listAlong(db)).toMatchObject([{ id: asked.id, until: 9, items: 1, left: 0 }]);
  db.write((tx) => deleteRemote(tx, remoteId));
  expect(listAlong(db)).toEqual([]);
});
