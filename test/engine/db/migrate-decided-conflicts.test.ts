/** Conflicts that were decided before they could be looked back at are among those that can. */
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '#engine/db/driver.ts';
import { MIGRATIONS, migrate } from '#engine/db/migrate.ts';
import { listDecided } from '#engine/db/queries/conflicts.ts';

test('decided ones are listed, latest first', () => {
  const db = openDatabase(':memory:');
  onTestFinished(() => db.close());
  const before = MIGRATIONS.findIndex(({ name }) => name.endsWith('-decided-conflicts'));
  migrate(db, MIGRATIONS.slice(0, before));
  const row = (id: string, rest: string) =>
    `INSERT INTO conflict (id, kind, entity, item_id, field, at, choice, solved_at)
     VALUES ('${id}', 'annotation', 'e', 'i', '/label', 1, ${rest});`;
  db.script(row('a', "'mine', 5") + row('b', 'NULL, NULL') + row('c', "'theirs', 7"));
  migrate(db);
  const decided = listDecided(db, { itemId: null, which: {}, limit: 9 });
  expect(decided.map(({ id, choice }) => [id, choice])).toEqual([
    ['c', 'theirs'],
    ['a', 'mine'],
  ]);
});
