import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RepairReport } from '#contract/workspace-check.ts';
import { openDatabase, takeLock } from '#engine/db/driver.ts';
import { createHost } from '#engine/host.ts';
import { systemPorts } from '#engine/ports.ts';
import { workspaceCheckHandlers } from '#engine/services/workspace-check.ts';
import { createTurns } from '#engine/turns.ts';
import { backUpClosedWorkspace } from '#engine/workspace-copy/backup.ts';
import { repairClosedWorkspace } from '#engine/workspace-repair/repair-closed.ts';
import { type Closed, closedWorkspace, itemCount } from '#test/engine/workspace-check/workspace.ts';
import { openWorld } from '#test/support/engine-world.ts';

const signal = new AbortController().signal;
const repair = (workspace: Closed, from: string | null = null, dryRun = false) =>
  repairClosedWorkspace(workspace.root, { from, dryRun, signal });

const outcomes = ({ steps }: RepairReport) => steps.map(({ check, outcome }) => `${check} ${outcome}`);

function rows(workspace: Closed, sql: string): Record<string, unknown>[] {
  const db = openDatabase(workspace.path('sluice.db'));
  const found = db.all<Record<string, unknown>>(sql);
  db.close();
  return found;
}

test('there is nothing to do in a sound workspace, and a copy of its database is kept all the same', async () => {
  const workspace = await closedWorkspace();
  const report = await repair(workspace);
  expect(report).toMatchObject({ steps: [], totals: { mended: 0, flagged: 0, left: 0 }, dryRun: false });
  expect(existsSync(report.databaseCopy ?? '')).toBe(true);
  expect((await workspace.check(true)).findings).toEqual([]);
});

test.each([
  `UPDATE dataset SET item_count = item_count + 2 WHERE name = 'inbox'`,
  `UPDATE item SET annotation_count = 7 WHERE name = '0.png'`,
  `UPDATE cycle SET open = 0, failed = 3`,
  `UPDATE assignment SET items = items + 1, open = open + 2`,
  `UPDATE node_count SET count = 9 WHERE state = 'parked'`,
  `DELETE FROM node_count`,
  `UPDATE task_count SET count = count - 1`,
  `INSERT INTO task_count SELECT id, 'done', 'x y', 1 FROM task`,
  `DELETE FROM cycle_count`,
])('counters are counted again: %s', async (sql) => {
  const workspace = await closedWorkspace();
  workspace.sql(sql);
  const before = (await workspace.check()).totals.error;
  const dry = await repair(workspace, null, true);
  expect((await workspace.check()).totals.error).toBe(before);
  const report = await repair(workspace);
  expect(report.steps).toEqual(dry.steps);
  expect(report.totals).toEqual({ mended: before, flagged: 0, left: 0 });
  expect((await workspace.check(true)).findings).toEqual([]);
});

test.each(['folder', 'folder.tar'])('lost and damaged files are taken from a backup: %s', async (name) => {
  const workspace = await closedWorkspace();
  const backup = join(workspace.folder, name);
  await backUpClosedWorkspace(workspace.root, { target: backup, hardLinks: false, signal });
  const [gone = '', changed = '', cut = ''] = workspace.files;
  rmSync(workspace.path(gone));
  writeFileSync(workspace.path(changed), 'picture X');
  writeFileSync(workspace.path(cut), 'pic');
  const report = await repair(workspace, backup);
  expect(report.totals).toMatchObject({ flagged: 0, left: 0 });
  expect((await workspace.check(true)).totals).toMatchObject({ error: 0, warning: 0 });
  for (const [at, location] of workspace.files.entries()) {
    expect(readFileSync(workspace.path(location), 'utf8')).toBe(`picture ${at}`);
  }
  // What was damaged is kept beside, and the history of the items tells.
  const kept = execFileSync('find', [workspace.path('trash'), '-type', 'f'], { encoding: 'utf8' });
  expect(kept.trim().split('\n')).toHaveLength(2);
  const told = rows(workspace, `SELECT DISTINCT text FROM event WHERE kind = 'repaired'`);
  expect(told).toContainEqual({ text: expect.stringContaining('is damaged: taken from the backup') });
});

test('a damaged backup helps nobody; a linked file of the same content and the trash do', async () => {
  const workspace = await closedWorkspace();
  const [first = '', second = '', third = ''] = workspace.files;
  const backup = join(workspace.folder, 'backup');
  for (const location of [first, second, third]) {
    mkdirSync(join(backup, location, '..'), { recursive: true });
    writeFileSync(join(backup, location), 'picture Y');
    rmSync(workspace.path(location));
  }
  const linked = join(workspace.folder, 'linked.png');
  writeFileSync(linked, 'picture 0');
  workspace.sql(`UPDATE item SET storage = 'linked', location = '${linked}'
    WHERE name = '0.png' AND source_item_id IS NOT NULL`);
  workspace.put(`trash/2026-01-01T00-00-00.000Z/${second}`, 'picture 1');
  const report = await repair(workspace, backup);
  expect(report.totals).toEqual({ mended: 2, flagged: 2, left: 0 });
  expect(readFileSync(workspace.path(first), 'utf8')).toBe('picture 0');
  expect(readFileSync(workspace.path(second), 'utf8')).toBe('picture 1');
  expect(existsSync(workspace.path(third))).toBe(false);
  expect(rows(workspace, `SELECT DISTINCT storage FROM item WHERE name = '2.png'`)).toEqual([
    { storage: 'missing' },
  ]);
  expect((await workspace.check(true)).totals.error).toBe(0);

  // It comes back later, and the labels were there all the time.
  workspace.put(third, 'picture 2');
  expect((await repair(workspace)).totals).toEqual({ mended: 2, flagged: 0, left: 0 });
  expect((await workspace.check(true)).findings).toEqual([]);
});

test('leftovers are removed, what nobody refers to goes to the trash, unreadable thumbnails go', async () => {
  const workspace = await closedWorkspace();
  const nobodys = `originals/00/${'0'.repeat(64)}.png`;
  for (const location of ['derived/a/.0a1b2c3d-c.png', 'scratch/1.copy', nobodys, 'thumbs/ab/ab.webp']) {
    workspace.put(location, 'extra');
  }
  utimesSync(workspace.path(nobodys), new Date(0), new Date(0));
  const report = await repair(workspace);
  expect(outcomes(report).toSorted()).toEqual([
    'leftovers mended',
    'leftovers mended',
    'leftovers mended',
    'unreferenced mended',
  ]);
  expect(existsSync(workspace.path('thumbs/ab/ab.webp'))).toBe(false);
  expect((await workspace.check()).findings).toEqual([]);
});

test('what only a person can decide is told and left', async () => {
  const workspace = await closedWorkspace(1);
  workspace.sql(`PRAGMA foreign_keys = OFF; UPDATE dataset SET recipe_id = 'nothing'`);
  workspace.sql(`UPDATE item SET location = '../x' WHERE name = '0.png'`);
  expect(outcomes(await repair(workspace))).toEqual(['files left', 'files left', 'references left']);
});

/** Changes the first page of what has that name in the database; of the schema itself for null. */
function damage(
  workspace: Closed,
  name: string | null,
  change: (page: Buffer) => void = (page) => void page.fill(0xff),
): void {
  const [found] = rows(workspace, `SELECT rootpage FROM sqlite_schema WHERE name = '${name}'`);
  const [{ page_size: size } = {}] = rows(workspace, 'PRAGMA page_size');
  const from = (Number(found?.['rootpage'] ?? 1) - 1) * Number(size);
  const bytes = readFileSync(workspace.path('sluice.db'));
  change(bytes.subarray(from, from + Number(size)));
  writeFileSync(workspace.path('sluice.db'), bytes);
}

test('a damaged index is built again, and no row is lost', async () => {
  const workspace = await closedWorkspace();
  damage(workspace, 'item_by_hash', (page) => {
    // An entry for a hash that no item has.
    const [hash = ''] = /[0-9a-f]{64}/.exec(page.toString('latin1')) ?? [];
    page.write(hash.endsWith('0') ? '1' : '0', page.indexOf(hash) + 63);
  });
  const before = createHash('sha256')
    .update(readFileSync(workspace.path('sluice.db')))
    .digest('hex');
  const dry = await repair(workspace, null, true);
  expect(outcomes(dry)).toEqual(['database mended']);
  const report = await repair(workspace);
  expect(report.steps[0]?.what).toContain('built again');
  const copy = readFileSync(report.databaseCopy ?? '');
  expect(createHash('sha256').update(copy).digest('hex')).toBe(before);
  expect((await workspace.check(true)).findings).toEqual([]);
});

test('of a damaged table what can be read goes into a new file, and all other tables do', async () => {
  const workspace = await closedWorkspace();
  const before = rows(workspace, 'SELECT rowid, * FROM item ORDER BY id');
  damage(workspace, 'picture_hash');
  const report = await repair(workspace);
  expect(report.steps[0]).toMatchObject({ check: 'database', what: expect.stringContaining('new file') });
  expect(statSync(report.databaseCopy ?? '').size).toBeGreaterThan(0);
  expect(rows(workspace, 'SELECT rowid, * FROM item ORDER BY id')).toEqual(before);
  expect((await workspace.check(true)).findings).toEqual([]);
  expect(readdirSync(workspace.root).filter((name) => name.includes('salvage'))).toEqual([]);
  const world = await openWorld({ folder: workspace.root });
  await world.close(true);
  expect(itemCount(workspace.root)).toBe(6);
});

test('an index whose pages are broken costs no row', async () => {
  const workspace = await closedWorkspace();
  const before = rows(workspace, 'SELECT rowid, * FROM item ORDER BY id');
  damage(workspace, 'item_by_hash');
  const [step] = (await repair(workspace)).steps;
  expect(step).toMatchObject({ check: 'database', outcome: 'mended' });
  expect(step?.what).not.toContain('Not all');
  expect(rows(workspace, 'SELECT rowid, * FROM item ORDER BY id')).toEqual(before);
  expect((await workspace.check(true)).findings).toEqual([]);
});

test.each(['folder', 'folder.tar'])(
  'a database whose schema is gone is taken from a backup: %s',
  async (name) => {
    const workspace = await closedWorkspace();
    const backup = join(workspace.folder, name);
    await backUpClosedWorkspace(workspace.root, { target: backup, hardLinks: false, signal });
    damage(workspace, null);
    const broken = readFileSync(workspace.path('sluice.db'));
    const report = await repair(workspace, backup);
    expect(report.steps[0]?.what).toMatch(
      /was taken\. It was last changed \d{4}-.*: what was done after that/,
    );
    expect(readFileSync(report.databaseCopy ?? '').equals(broken)).toBe(true);
    expect(itemCount(workspace.root)).toBe(6);
    expect((await workspace.check(true)).findings).toEqual([]);
    expect(readdirSync(workspace.root).filter((one) => one.includes('salvage'))).toEqual([]);
  },
);

test('of a database whose schema is gone nothing is touched', async () => {
  const workspace = await closedWorkspace(1);
  damage(workspace, null);
  const before = readFileSync(workspace.path('sluice.db'));
  await expect(repair(workspace)).rejects.toMatchObject({ code: 'database-corrupt' });
  expect(readFileSync(workspace.path('sluice.db')).equals(before)).toBe(true);
});

test('a workspace that is open is left alone, and mends itself', async () => {
  const workspace = await closedWorkspace();
  const lock = takeLock(workspace.path('sluice.lock'));
  await expect(repair(workspace)).rejects.toMatchObject({
    code: 'workspace-locked',
    message: expect.stringContaining('workspaces.repair'),
  });
  lock?.release();
  workspace.sql(`UPDATE dataset SET item_count = 99`);
  rmSync(workspace.path(workspace.files[0] ?? ''));
  const world = await openWorld({ folder: workspace.root });
  const handler = workspaceCheckHandlers(world.ctx, createTurns())['workspaces.repair'];
  const report = await handler({ from: null, dryRun: false });
  await world.close(true);
  expect(report.totals).toEqual({ mended: 2, flagged: 2, left: 0 });
});

test('a workspace that does not open is repaired by a call that needs none, and opens then', async () => {
  const workspace = await closedWorkspace();
  workspace.sql('UPDATE engine_run SET ended_at = NULL');
  damage(workspace, 'picture_hash');
  const ports = systemPorts({ logFile: null });
  const host = createHost({ ports, configDir: workspace.folder, packagedDir: null, version: '0' });
  const told = new Set<string>();
  host.subscribe((event) => {
    if (event.name === 'jobs.changed') for (const { kind } of event.payload.jobs) told.add(kind);
  });
  const { root: path } = workspace;
  expect(await host.call('workspaces.open', { path })).toMatchObject({
    error: { code: 'database-corrupt', details: { root: path } },
  });
  expect(await host.call('workspaces.repairClosed', { path: 'work' })).toMatchObject({
    error: { code: 'invalid-input' },
  });
  const repaired = await host.call('workspaces.repairClosed', { path });
  expect(repaired).toMatchObject({ ok: true, value: { path, totals: { flagged: 0, left: 0 } } });
  expect(told).toContain('repair');
  expect(await host.call('workspaces.open', { path })).toMatchObject({ ok: true });
  // Now it is open, and mends itself.
  expect(await host.call('workspaces.repairClosed', { path })).toMatchObject({
    error: { code: 'workspace-locked' },
  });
  await host.close();
  expect(itemCount(path)).toBe(6);
});
