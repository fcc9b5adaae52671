/** Cycles and items in tasks of a workspace from before there were priorities of cycles wait as before. */
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '#engine/db/driver.ts';
import { MIGRATIONS, migrate } from '#engine/db/migrate.ts';
import { firstWaiting } from '#engine/db/queries/tasks.ts';

test('what was there has no priority of its own', () => {
  const db = openDatabase(':memory:');
  onTestFinished(() => db.close());
  const before = MIGRATIONS.findIndex(({ name }) => name === '0270-cycle-priority');
  migrate(db, MIGRATIONS.slice(0, before));
  const ids = { project: '1'.repeat(24), pipeline: '2'.repeat(24), item: '3'.repeat(24) };
  db.script(`PRAGMA foreign_keys = OFF;
    INSERT INTO project (id, name, created_at) VALUES ('${ids.project}', 'p', 0);
    INSERT INTO pipeline (id, project_id, name, status, version, created_at, updated_at)
      VALUES ('${ids.pipeline}', '${ids.project}', 'p', 'Installed', 1, 0, 0);
    INSERT INTO node (key, pipeline_id, node_id) VALUES (1, '${ids.pipeline}', 'a');
    INSERT INTO cycle (key, pipeline_id, version, status, start, created_at) VALUES (1, '${ids.pipeline}', 1, 'pending', 1, 1);
    INSERT INTO task_item (task_id, item_id, execution, state, arrived_at) VALUES ('t', '${ids.item}', 1, 'open', 5)`);
  migrate(db);
  expect(db.all('SELECT priority FROM cycle')).toEqual([{ priority: null }]);
  const at = { state: 'open', afterSeq: 0 } as const;
  expect(firstWaiting(db, { taskId: 't' }, { ...at, priority: 2 })).toMatchObject({ itemId: ids.item });
  expect(firstWaiting(db, { taskId: 't' }, { ...at, priority: 3 })).toBeNull();
});
