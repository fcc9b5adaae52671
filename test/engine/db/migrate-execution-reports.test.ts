/** Executions of a workspace from before there were reports have none, and can get one. */
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '#engine/db/driver.ts';
import { MIGRATIONS, migrate } from '#engine/db/migrate.ts';
import { findExecution, putReport } from '#engine/db/queries/execution-pages.ts';

test('an execution that was there has no report until one is told', () => {
  const db = openDatabase(':memory:');
  onTestFinished(() => db.close());
  const [project, pipeline] = ['1', '2'].map((digit) => digit.repeat(24));
  const before = MIGRATIONS.findIndex(({ name }) => name === '0215-execution-reports');
  migrate(db, MIGRATIONS.slice(0, before));
  db.script(`INSERT INTO project (id, name, created_at) VALUES ('${project}', 'p', 0);
    INSERT INTO pipeline (id, project_id, name, status, version, created_at, updated_at)
      VALUES ('${pipeline}', '${project}', 'p', 'Installed', 1, 0, 0);
    INSERT INTO node (key, pipeline_id, node_id) VALUES (1, '${pipeline}', 'a');
    INSERT INTO cycle (key, pipeline_id, version, status, start, created_at) VALUES (1, '${pipeline}', 1, 'pending', 1, 1);
    INSERT INTO execution (key, cycle, node, state, created_at, started_at) VALUES (1, 1, 1, 'running', 1, 5)`);
  migrate(db);
  expect(findExecution(db, 1)).not.toHaveProperty('report');
  db.write((tx) => putReport(tx, 1, { percent: 50, message: null, at: 5 }));
  expect(findExecution(db, 1)).toMatchObject({ report: { percent: 50, message: null } });
  db.script('UPDATE execution SET started_at = 6');
  // Another attempt begins from nothing.
  expect(findExecution(db, 1)).not.toHaveProperty('report');
});
