/** Tasks of a workspace from before there were tasks outside of pipelines stay those of their pipelines. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pipelineIdSchema } from '#core/model/ids.ts';
import { type Database, openDatabase } from '#engine/db/driver.ts';
import { MIGRATIONS, migrate } from '#engine/db/migrate.ts';
import { listPastStatuses, listPlacesOfItem } from '#engine/db/queries/item-places.ts';

let db: Database;
beforeEach(() => {
  db = openDatabase(':memory:');
});
afterEach(() => db.close());

const id = (digit: string) => digit.repeat(24);

test('a task keeps its pipeline, its items and their statuses', () => {
  const at = MIGRATIONS.findIndex(({ name }) => name === '0130-tasks-alone');
  migrate(db, MIGRATIONS.slice(0, at));
  db.script(`PRAGMA foreign_keys = OFF;
    INSERT INTO task (id, project_id, name, type, pipeline_id, node_id, priority, actions, created_at)
      VALUES ('${id('1')}', '${id('2')}', 'Label', 'annotation', '${id('3')}', 'n', 2, '["completed"]', 5);
    INSERT INTO task_item (task_id, item_id, execution, state, status, decided_by, decided_at, arrived_at)
      VALUES ('${id('1')}', '${id('4')}', 1, 'done', 'completed', 'ann', 7, 6);`);
  migrate(db);
  expect(listPlacesOfItem(db, id('4'))).toMatchObject([
    { taskId: id('1'), pipelineId: pipelineIdSchema.parse(id('3')), nodeId: 'n', status: 'completed' },
  ]);
  expect(listPastStatuses(db, id('4'))).toEqual([]);
});
