import { closeSync, openSync, writeSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '#engine/db/driver.ts';
import { doubles } from '#engine/workspace-check/log-places.ts';
import { type Closed, closedWorkspace } from './workspace.ts';

/** What is changed, and the counter that does not agree any more. */
const COUNTERS = [
  [`UPDATE dataset SET item_count = item_count + 2 WHERE name = 'inbox'`, /^dataset\.item_count /, 5, 3],
  [
    `UPDATE item SET annotation_count = 7 WHERE source_item_id IS NULL AND name = '0.png'`,
    /^item\.ann/,
    7,
    0,
  ],
  [`UPDATE cycle SET open = 0 WHERE key = (SELECT min(key) FROM cycle)`, /^cycle\.open /, 0, 1],
  [`UPDATE cycle SET failed = 4 WHERE key = (SELECT min(key) FROM cycle)`, /^cycle\.failed /, 4, 0],
  [`UPDATE node_count SET count = 9 WHERE state = 'parked'`, /^node_count \d+ parked$/, 9, 3],
  [`DELETE FROM node_count WHERE state = 'parked'`, /^node_count \d+ parked$/, 0, 3],
  [`UPDATE task_count SET count = count - 1`, /^task_count \w+ open$/, 2, 3],
  [`INSERT INTO task_count SELECT id, 'done', 'x', 1 FROM task`, /^task_count \w+ done x$/, 1, 0],
  [`UPDATE cycle_count SET count = 1 WHERE status = 'in-progress'`, /^cycle_count \w+ in-progress$/, 1, 3],
] as const;

describe('counters', () => {
  test.each(COUNTERS)('%s', async (sql, where, kept, counted) => {
    const workspace = await closedWorkspace();
    workspace.sql(sql);
    const { findings } = await workspace.check();
    expect(findings).toEqual([
      {
        check: 'counters',
        severity: 'error',
        what: `It says ${kept}, and there are ${counted}.`,
        where: expect.stringMatching(where),
        remedy: expect.any(String),
      },
    ]);
  });
});

test('a row that refers to nothing is found', async () => {
  const workspace = await closedWorkspace(1);
  workspace.sql(`PRAGMA foreign_keys = OFF; UPDATE dataset SET recipe_id = 'nothing'`);
  const { findings } = await workspace.check();
  expect(findings).toMatchObject([
    {
      check: 'references',
      severity: 'error',
      where: 'dataset',
      what: expect.stringMatching(/^2 rows .*"recipe"/),
    },
  ]);
});

test('two entries of the log with one place are found, and places taken that were not given out', async () => {
  const workspace = await closedWorkspace();
  workspace.sql(`DROP TRIGGER execution_log_is_final;
    UPDATE execution SET logged = (SELECT min(logged) FROM execution) WHERE logged =
      (SELECT max(logged) FROM execution)`);
  const double = await workspace.check();
  expect(double.findings).toMatchObject([{ check: 'log', where: expect.stringMatching(/^event \d+$/) }]);
  workspace.sql(`UPDATE execution SET logged = (SELECT min(seq) FROM event) WHERE logged =
      (SELECT min(logged) FROM execution) AND key = (SELECT max(key) FROM execution WHERE logged IS NOT NULL)`);
  expect((await workspace.check()).findings).toMatchObject([{ check: 'log' }]);
  workspace.sql('UPDATE log SET seq = 1');
  expect((await workspace.check()).findings.map(({ where }) => where)).toContain('log');
});

test('numbers that come more than once are named once', () => {
  expect(doubles(Float64Array.of())).toEqual([]);
  expect(doubles(Float64Array.of(1, 2, 2, 2, 3, 5, 5))).toEqual([2, 5]);
});

/** Overwrites the first page of what has that name in the database; of the schema itself for null. */
function damage(workspace: Closed, name: string | null): void {
  const path = workspace.path('sluice.db');
  const db = openDatabase(path);
  const page = db.get<{ rootpage: number }>('SELECT rootpage FROM sqlite_schema WHERE name = :name', {
    name,
  });
  db.close();
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(4000, 0xa5), 0, 4000, page ? (page.rootpage - 1) * 4096 : 96);
  closeSync(file);
}

test('a damaged index is found, and all other checks are made', async () => {
  const workspace = await closedWorkspace();
  damage(workspace, 'variable');
  const { findings, checks } = await workspace.check();
  expect(findings[0]).toMatchObject({
    check: 'database',
    severity: 'error',
    where: workspace.path('sluice.db'),
    remedy: expect.stringContaining('backups'),
  });
  expect(checks.map(({ name }) => name)).toContain('unreferenced');
  expect(checks.at(-1)).toMatchObject({ name: 'log', found: 0 });
});

test('with unreadable items no file passes for one that nobody needs', async () => {
  const workspace = await closedWorkspace();
  damage(workspace, 'item');
  const { findings, checks } = await workspace.check();
  expect(findings).toContainEqual(expect.objectContaining({ check: 'files', severity: 'error' }));
  expect(checks.map(({ name }) => name)).not.toContain('unreferenced');
});

test('a database that cannot be opened is a finding too', async () => {
  const workspace = await closedWorkspace();
  damage(workspace, null);
  const { findings, totals } = await workspace.check();
  expect(totals.error).toBe(1);
  expect(findings).toMatchObject([{ check: 'database', where: workspace.path('sluice.db') }]);
});
