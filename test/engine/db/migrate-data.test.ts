/**
 * A workspace of the first release, with everything that people had under way in it, is opened by this one. The rows are
 * those that the first release itself wrote: pictures in every state of labelling and review, videos that failed, were set
 * aside, ran at a crash or waited, a paused pipeline and one never installed.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CallOutput } from '#contract/index.ts';
import { triggersOf } from '#core/pipeline/triggers.ts';
import { type Database, openDatabase } from '#engine/db/driver.ts';
import { MIGRATIONS, migrate } from '#engine/db/migrate.ts';
import { findExecution } from '#engine/db/queries/execution-pages.ts';
import { workspaceFiles } from '#engine/files.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';

type Tables = Readonly<
  Record<string, { readonly columns: readonly string[]; readonly rows: readonly unknown[][] }>
>;

const TABLES: Tables = JSON.parse(
  readFileSync(new URL('../../fixtures/databases/0010.json', import.meta.url), 'utf8'),
);

/** The old rows of a table, by column. */
function old(table: string): Record<string, string | number | null>[] {
  const { columns, rows } = TABLES[table] ?? { columns: [], rows: [] };
  return rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at] as string])));
}

/** A database as the first release had left it. */
function writeOld(path: string): void {
  const db = openDatabase(path);
  migrate(db, MIGRATIONS.slice(0, 1));
  db.script('PRAGMA foreign_keys = OFF');
  // The triggers have counted these rows once already.
  const triggers = db.all<{ name: string; sql: string }>(
    `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`,
  );
  for (const { name } of triggers) db.script(`DROP TRIGGER ${name}`);
  db.write((tx) => {
    for (const [table, { columns, rows }] of Object.entries(TABLES)) {
      const sql = `INSERT INTO ${table} (${columns.join()}) VALUES (${columns.map(() => '?').join()})`;
      for (const row of rows) tx.run(sql, row as (string | number | null)[]);
    }
  });
  for (const { sql } of triggers) db.script(sql);
  expect(db.all('PRAGMA foreign_key_check')).toEqual([]);
  db.close();
}

let folder: string;
let world: World;
let db: Database;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-old-'));
  const files = workspaceFiles(folder);
  mkdirSync(files.root, { recursive: true });
  writeOld(files.database);
  world = await openWorld({ folder, now: 1_800_000_100_000 });
  ({ db } = world);
});

afterEach(async () => {
  expect(wrongCounters(db)).toEqual([]);
  expect(db.all('PRAGMA foreign_key_check')).toEqual([]);
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const item = (name: string) => {
  const row = db.get<{ id: string }>('SELECT id FROM item WHERE name = :name ORDER BY id LIMIT 1', { name });
  return (row?.id ?? '') as CallOutput<'items.get'>['id'];
};
const project = async () => (await world.calls['projects.list']({}))[0]?.id ?? ('' as never);
const pipeline = async (name: string) => {
  const found = (await world.calls['pipelines.list']({ projectId: await project() })).find(
    (one) => one.name === name,
  );
  if (!found) throw new Error(`no pipeline ${name}`);
  return found;
};
const pictures = async () => pipeline('Pictures to QA');
const videos = async () => pipeline('Video to QA');

/** The task of the pictures' pipeline in which an item waits, has a status or has come back. */
async function taskOf(itemId: CallOutput<'items.get'>['id'], nodeId?: string) {
  const { id } = await pictures();
  const tasks = (await world.calls['tasks.list']({ projectId: await project() })).filter(
    (task) =>
      task.pipelineId === id && (nodeId === undefined ? task.type === 'annotation' : task.nodeId === nodeId),
  );
  for (const task of tasks) {
    const { items } = await world.calls['tasks.items']({ taskId: task.id, limit: 1000 });
    if (items.some((one) => one.itemId === itemId)) return task.id;
  }
  throw new Error('it is in no task');
}

async function decide(name: string, status: string, nodeId?: string): Promise<void> {
  await world.calls['tasks.setStatus']({
    taskId: await taskOf(item(name), nodeId),
    itemId: item(name),
    status,
  });
  await world.settled();
}

async function statusOf(name: string): Promise<string> {
  const { items } = await world.calls['cycles.list']({ pipelineId: (await pictures()).id, limit: 1000 });
  return items.find((cycle) => cycle.itemName === name)?.status ?? 'none';
}

const ends = async (name: string) => {
  const datasets = await world.calls['datasets.list']({ projectId: await project() });
  const found = datasets.find((dataset) => dataset.name === name);
  const { items } = await world.calls['items.list']({ datasetId: found?.id ?? ('' as never), limit: 1000 });
  return items.map((one) => one.name).toSorted();
};

const count = (table: string) => db.get<{ count: number }>(`SELECT count(*) AS count FROM ${table}`)?.count;

test('every row is there, with what it belonged to', () => {
  for (const table of ['project', 'recipe', 'dataset', 'item', 'pipeline', 'cycle', 'execution', 'issue']) {
    expect([table, count(table)]).toEqual([table, old(table).length]);
  }
  // The paused pipeline has noted nothing more; the ones that were under way have.
  expect(count('event')).toBeGreaterThanOrEqual(old('event').length);
  const byId = new Map(old('execution').map((row) => [row['id'], row]));
  const keys = new Map(
    old('execution')
      .toSorted((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1))
      .map((row, at) => [row['id'], at + 1]),
  );
  const rows = db.all<Record<string, unknown>>(
    `SELECT execution.key, parent, connection, generation, round, node.node_id AS node, execution.item_id AS item, action, error,
       execution.created_at AS createdAt, cycle.item_id AS cycleItem, cycle.version
     FROM execution JOIN node ON node.key = node JOIN cycle ON cycle.key = cycle ORDER BY execution.key`,
  );
  for (const [id, key] of keys) {
    const was = byId.get(id) ?? {};
    const is = rows.find((row) => row['key'] === key);
    const cycle = old('cycle').find((row) => row['id'] === was['cycle_id']);
    expect(is).toMatchObject({
      parent: was['parent_id'] === null ? null : keys.get(was['parent_id']),
      connection: was['connection'],
      generation: was['generation'],
      round: was['round'],
      node: was['node_id'],
      item: was['item_id'],
      action: was['action'],
      createdAt: was['created_at'],
      cycleItem: cycle?.['item_id'],
      version: was['version'],
    });
  }
  // Copies know what made them.
  for (const was of old('item').filter((row) => row['made_by'] !== null)) {
    const is = db.get<{ maker: number }>('SELECT maker FROM item WHERE id = :id', { id: was['id'] ?? '' });
    expect(is?.maker).toBe(keys.get(was['made_by']));
  }
});

test('states and counters are those of before, but for what ran at the end', async () => {
  const states = (rows: { state?: unknown }[]) => rows.map((row) => String(row.state)).toSorted();
  // What ran when the first release ended waits again.
  const expected = old('execution').map((row) => ({
    state: row['state'] === 'running' ? 'queued' : row['state'],
  }));
  expect(states(db.all('SELECT state FROM execution'))).toEqual(states(expected));
  const before = new Map<unknown, number>();
  for (const { status } of old('cycle')) before.set(status, (before.get(status) ?? 0) + 1);
  const now = db.all<{ status: string; count: number }>(
    'SELECT status, sum(count) AS count FROM cycle_count GROUP BY 1',
  );
  expect(new Map(now.map((row) => [row.status, row.count]))).toEqual(before);
  for (const { id, counts } of await world.calls['pipelines.list']({ projectId: await project() })) {
    const taken = old('connection_count').filter((row) => row['pipeline_id'] === id);
    expect(counts.connections).toEqual(taken.map(({ connection, items }) => ({ connection, items })));
  }
});

test('the history is readable, in the words of then', async () => {
  for (const was of old('cycle')) {
    const names = old('event').filter((event) => event['cycle_id'] === was['id']);
    const key =
      old('cycle')
        .map((row) => String(row['id']))
        .toSorted()
        .indexOf(String(was['id'])) + 1;
    const { items } = await world.calls['cycles.list']({
      pipelineId: was['pipeline_id'] as never,
      limit: 1000,
    });
    const cycle = items.find((one) => Number.parseInt(one.id.slice(13), 16) === key);
    const told = await world.calls['explain.cycle']({ cycleId: cycle?.id ?? ('' as never), limit: 1000 });
    const texts = told.items.map((event) => event.text).join('\n');
    expect(told.items.length).toBeGreaterThanOrEqual(names.length);
    for (const event of names) expect(texts).toContain(event['text']);
  }
  const told = await world.calls['explain.item']({ itemId: item('in-qa.png') });
  expect(told.places).toMatchObject([
    { nodeId: 'qa', state: 'parked', why: expect.stringContaining('waits in the task "QA"') },
  ]);
  expect(told.events.items.map((event) => event.actor)).toContain('ada');
});

test('what waits for people goes on: labelled, reviewed, sent back, fixed', async () => {
  await decide('in-label.png', 'completed');
  await decide('in-label.png', 'approved', 'qa');
  expect(await statusOf('in-label.png')).toBe('success');
  await decide('in-qa.png', 'discard', 'qa');
  expect(await statusOf('in-qa.png')).toBe('success');
  // Came back with an issue: it is fixed now, and goes to review again.
  await decide('sent-back.png', 'completed');
  await decide('sent-back.png', 'approved', 'qa');
  expect(await statusOf('sent-back.png')).toBe('success');
  await decide('fixed.png', 'approved', 'qa');
  expect(await statusOf('fixed.png')).toBe('success');
  await decide('undecided.png', 'discard');
  expect(await statusOf('undecided.png')).toBe('success');
  expect(await ends('approved')).toEqual([
    'again.png',
    'approved.png',
    'fixed.png',
    'in-label.png',
    'sent-back.png',
  ]);
  expect(await ends('discarded')).toEqual(['discarded.png', 'in-qa.png', 'undecided.png']);
});

test('decisions of then can be taken back', async () => {
  for (const name of ['approved.png', 'again.png']) {
    await world.calls['tasks.clearStatus']({ taskId: await taskOf(item(name), 'qa'), itemId: item(name) });
    expect(await statusOf(name)).toBe('in-progress');
  }
  expect(await ends('approved')).toEqual([]);
  await decide('approved.png', 'approved', 'qa');
  await decide('again.png', 'approved', 'qa');
  expect(await ends('approved')).toEqual(['again.png', 'approved.png']);
});

test('cycles run again, also those that were ended', async () => {
  const { id: pipelineId } = await pictures();
  await world.calls['pipelines.rerun']({ pipelineId, method: 'startFromBeginning' });
  await world.settled();
  expect(await statusOf('ended.png')).toBe('rerun');
  expect(await statusOf('approved.png')).toBe('rerun');
  const { items } = await world.calls['cycles.list']({ pipelineId, status: 'rerun', limit: 1000 });
  // All of it began with people, who have it all to do again.
  expect(items).toHaveLength(old('cycle').filter((row) => row['pipeline_id'] === pipelineId).length);
});

test('the paused pipeline goes on with what it had: it fails, is tried again, or waits', async () => {
  const { id: pipelineId } = await videos();
  await world.calls['pipelines.install']({ pipelineId });
  await world.settled();
  const { items } = await world.calls['executions.list']({ pipelineId, nodeId: 'frames', limit: 100 });
  const states = Object.fromEntries(items.map((one) => [one.itemName, one.state]));
  expect(states).toEqual({
    'failed.mp4': 'failed',
    'dead.mp4': 'dead',
    'running.mp4': 'failed',
    'queued.mp4': 'failed',
  });
  const dead = items.find((one) => one.itemName === 'dead.mp4');
  await world.calls['executions.retry']({ executionId: dead?.id ?? ('' as never) });
  await world.settled();
  expect(findExecution(db, Number.parseInt(dead?.id.slice(13) ?? '', 16))?.state).toBe('failed');
});

test('start nodes that heard of new items still do, and nothing that has started starts twice', async () => {
  const { id, installedVersion } = await pictures();
  const graph = await world.calls['pipelines.version']({ pipelineId: id, version: installedVersion });
  expect(triggersOf(graph)).toMatchObject([
    { nodeId: 'inbox', resource: 'Item', actions: ['Created'], executionMode: 'Once' },
  ]);
  const cycles = async () => (await world.calls['cycles.list']({ pipelineId: id, limit: 1000 })).items.length;
  const before = await cycles();
  const { datasetId } = await world.calls['items.get']({ itemId: item('approved.png') });
  world.arrive(datasetId, 'new.png');
  await world.settled();
  expect(await cycles()).toBe(before + 1);
  await world.calls['pipelines.install']({ pipelineId: id });
  await world.settled();
  expect(await cycles()).toBe(before + 1);
});
