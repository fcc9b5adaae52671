/** Thousands of files at once: a first listing that is killed, folders that are renamed, bursts. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openDatabase, type ReadableDb } from '#engine/db/driver.ts';
import { workspaceFiles } from '#engine/files.ts';
import { putMany } from './many.ts';
import { openIngest } from './world.ts';

const WAIT = { timeout: 60_000, interval: 10 };

type Row = { path: string; itemId: string; at: number };
const rowsOf = (db: ReadableDb) =>
  db.all<Row>('SELECT path, item_id AS itemId, at FROM ingest_file ORDER BY path');

function startWatching(workspace: string, inbox: string): ChildProcess {
  const script = join(import.meta.dirname, 'watch-process.ts');
  const child = spawn(process.execPath, [script, workspace, inbox], { stdio: 'inherit' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

test('a first listing that is killed goes on where it was: nothing twice, nothing missed, nothing read again', {
  timeout: 120_000,
}, async () => {
  const count = 4000;
  const folder = await mkdtemp(join(tmpdir(), 'sluice-killed-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [workspace, inbox] = [join(folder, 'workspace'), join(folder, 'inbox')];
  putMany(inbox, count);
  const database = workspaceFiles(workspace).database;
  let before: Row[] = [];
  for (const least of [1, count / 2]) {
    const child = startWatching(workspace, inbox);
    await vi.waitFor(() => {
      if (!existsSync(database)) throw new Error('not begun');
      const db = openDatabase(database);
      const rows = rowsOf(db);
      db.close();
      expect(rows.length).toBeGreaterThanOrEqual(least);
    }, WAIT);
    await kill(child);
    const db = openDatabase(database);
    const rows = rowsOf(db);
    db.close();
    // What was written down before is as it was written down then.
    expect(rows).toEqual(expect.arrayContaining(before));
    before = rows;
  }
  startWatching(workspace, inbox);
  const db = openDatabase(database);
  onTestFinished(() => db.close());
  await vi.waitFor(() => expect(rowsOf(db)).toHaveLength(count), WAIT);
  expect(rowsOf(db)).toEqual(expect.arrayContaining(before));
  const items = db.get('SELECT count(*) AS count, count(DISTINCT sha256) AS contents FROM item');
  expect(items).toEqual({ count, contents: count });
  const events = db.get("SELECT count(*) AS count FROM event WHERE kind = 'arrived'");
  expect(events).toEqual({ count });
});

test('a folder of thousands that is renamed keeps its items, none of which is missed in between', {
  timeout: 120_000,
}, async () => {
  const count = 2000;
  const world = await openIngest();
  putMany(join(world.inbox, 'old'), count);
  const id = await world.watch();
  await world.until(() => expect(world.folder(id).imported).toBe(count));
  const before = world.test.ctx.db.all('SELECT id, sha256, name FROM item ORDER BY id');
  await rename(join(world.inbox, 'old'), join(world.inbox, 'new'));
  const moved = () =>
    world.test.ctx.db.get<{ count: number }>(
      "SELECT count(*) AS count FROM item WHERE storage = 'linked' AND folder LIKE '/new/%'",
    )?.count;
  await world.until(() => expect(moved()).toBe(count));
  expect(world.test.ctx.db.all('SELECT id, sha256, name FROM item ORDER BY id')).toEqual(before);
  expect(world.test.ctx.db.get("SELECT count(*) AS count FROM event WHERE kind = 'missing'")).toEqual({
    count: 0,
  });
  expect(world.folder(id)).toMatchObject({ imported: count, problems: 0, waiting: 0 });
});

test('thousands that appear at once become items, few transactions and all told', {
  timeout: 120_000,
}, async () => {
  const count = 2000;
  let units = 0;
  const world = await openIngest({}, (ctx) => ({
    ...ctx,
    unit: (actor, work) => {
      units += 1;
      return ctx.unit(actor, work);
    },
  }));
  const id = await world.watch();
  await world.until(() => expect(world.folder(id).state).toBe('watching'));
  const outside = join(world.test.folder, 'outside');
  putMany(outside, count);
  await mkdir(join(world.inbox, 'x'));
  await rename(outside, join(world.inbox, 'x', 'burst'));
  await world.until(() => expect(world.folder(id).imported).toBe(count));
  expect(units).toBeLessThan(count / 10);
  await vi.waitFor(() => {
    const told = world.test.told('watchedFolders.changed').at(-1)?.folder;
    expect(told).toMatchObject({ imported: count, waiting: 0, rate: 0 });
  }, WAIT);
});
