/** A workspace from before there were packs makes and opens them. */
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '#engine/db/driver.ts';
import { MIGRATIONS, migrate } from '#engine/db/migrate.ts';
import { listLeases, listTaken } from '#engine/db/queries/packs.ts';
import { listRemotes } from '#engine/db/queries/remotes.ts';

test('what was there stays', () => {
  const db = openDatabase(':memory:');
  onTestFinished(() => db.close());
  const before = MIGRATIONS.findIndex(({ name }) => name.endsWith('-packs'));
  migrate(db, MIGRATIONS.slice(0, before));
  const remote = '1'.repeat(24);
  db.script(
    `INSERT INTO remote VALUES ('${remote}', 'sluice', 'https://hub.example/api/v1', 'ada@example.com', '{}', 0)`,
  );
  migrate(db);
  expect(listRemotes(db)).toMatchObject([{ id: remote }]);
  expect(listLeases(db)).toEqual([]);
  expect(listTaken(db)).toEqual([]);
});
