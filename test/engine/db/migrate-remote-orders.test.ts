/** A workspace that has remotes already can have them do things with pipelines, and forgets that with them. */
import { expect, onTestFinished, test } from 'vitest';
import { remoteIdSchema } from '#core/model/sync.ts';
import { openDatabase } from '#engine/db/driver.ts';
import { MIGRATIONS, migrate } from '#engine/db/migrate.ts';
import {
  countOrders,
  dropOrders,
  insertOrder,
  listOrders,
  setRefused,
} from '#engine/db/queries/remote-orders.ts';
import { deleteRemote, listRemotes } from '#engine/db/queries/remotes.ts';

test('remotes stay, orders are kept in their order, and go with their remote', () => {
  const db = openDatabase(':memory:');
  onTestFinished(() => db.close());
  const step = MIGRATIONS.findIndex(({ name }) => name === '0410-remote-orders');
  migrate(db, MIGRATIONS.slice(0, step));
  const remoteId = remoteIdSchema.parse('1'.repeat(24));
  db.script(`INSERT INTO remote (id, kind, address, account, settings, created_at)
    VALUES ('${remoteId}', 'sluice', 'https://hub.example/api/v1', 'ada', '{}', 5)`);
  migrate(db);
  expect(listRemotes(db)).toMatchObject([{ id: remoteId, account: 'ada' }]);
  db.write((tx) => {
    const made = { remoteId, pipelineId: 'p', saved: null, at: 7 };
    insertOrder(tx, { ...made, order: { verb: 'save' }, saved: { version: 2, json: { name: 'x' } } });
    const second = insertOrder(tx, { ...made, order: { verb: 'pause' } });
    insertOrder(tx, { ...made, pipelineId: 'a', order: { verb: 'pause' } });
    setRefused(tx, second, { code: 'remote-refused', message: 'No.' });
  });
  const verbs = () => listOrders(db, remoteId).map(({ pipelineId, order }) => `${pipelineId} ${order.verb}`);
  expect(verbs()).toEqual(['a pause', 'p save', 'p pause']);
  expect(countOrders(db, remoteId)).toEqual({ queued: 2, parked: 1 });
  const [, save] = listOrders(db, remoteId);
  expect(save?.saved).toEqual({ version: 2, json: { name: 'x' } });
  db.write((tx) => save && dropOrders(tx, save));
  expect(verbs()).toEqual(['a pause']);
  db.write((tx) => deleteRemote(tx, remoteId));
  expect(countOrders(db, remoteId)).toEqual({ queued: 0, parked: 0 });
});
