import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { type Checkpoints, createCheckpoints } from '#engine/db/checkpoints.ts';
import { type Database, openCheckpointer, openDatabase } from '#engine/db/driver.ts';

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-log-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const open: { db: Database; checkpoints: Checkpoints }[] = [];
afterEach(async () => {
  for (const { db, checkpoints } of open.splice(0)) {
    await checkpoints.close();
    db.close();
  }
});

async function workspace() {
  const path = join(await temporaryFolder(), 'x.db');
  const db = openDatabase(path);
  db.script('CREATE TABLE t (bytes BLOB)');
  const checkpoints = createCheckpoints(db, path);
  open.push({ db, checkpoints });
  const write = (pages: number) => {
    const bytes = new Uint8Array(4000);
    db.write((tx) => {
      for (let page = 0; page < pages; page += 1) tx.run('INSERT INTO t VALUES (?)', [bytes]);
    });
    checkpoints.committed();
  };
  const waiting = () => {
    const look = openCheckpointer(path);
    try {
      return look.waiting();
    } finally {
      look.close();
    }
  };
  return { path, db, checkpoints, write, waiting };
}

test('a long log is moved into the file beside the engine, which goes on writing', async () => {
  const { write, waiting, db } = await workspace();
  write(3000);
  // Many more than SQLite by itself leaves waiting, so it is not the engine that has moved them.
  write(3000);
  expect(waiting()).toBeGreaterThan(5000);
  await vi.waitFor(() => expect(waiting()).toBe(0), { timeout: 10_000 });
  write(10);
  expect(db.get<{ count: number }>('SELECT count(*) AS count FROM t')?.count).toBe(6010);
});

test('a short log is left to the engine', async () => {
  const { write, waiting } = await workspace();
  write(100);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(waiting()).toBeGreaterThan(99);
});

test('it ends with the engine, which then leaves one file behind', async () => {
  const { write, waiting, checkpoints, db, path } = await workspace();
  write(3000);
  await vi.waitFor(() => expect(waiting()).toBe(0), { timeout: 10_000 });
  write(3000);
  open.length = 0;
  await checkpoints.close();
  // What is committed afterwards is no matter of the thread's.
  checkpoints.committed();
  db.close();
  expect(existsSync(`${path}-wal`)).toBe(false);
  const again = openDatabase(path);
  expect(again.get<{ count: number }>('SELECT count(*) AS count FROM t')?.count).toBe(6000);
  again.close();
});
