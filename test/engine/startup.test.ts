import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { endEngineRun } from '#engine/db/queries/settings.ts';
import { workspaceFiles } from '#engine/files.ts';
import { systemPorts } from '#engine/ports.ts';
import { openWorkspace } from '#engine/startup.ts';

let folder: string;
const ports = systemPorts({ logFile: null });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const root = () => join(folder, 'My wörk 🎬 space');
const open = () => openWorkspace(workspaceFiles(root()), ports);

async function openAndEnd(clean: boolean): Promise<void> {
  const opened = await open();
  if (clean) opened.db.write((tx) => endEngineRun(tx, { epoch: opened.epoch, at: 1 }));
  opened.release();
}

test('every start raises the epoch, a clean end needs no backup', async () => {
  await openAndEnd(true);
  const second = await open();
  expect(second).toMatchObject({ epoch: 2, backupPath: null });
  second.release();
});

test('after an unclean end the database is checked and copied', async () => {
  await openAndEnd(false);
  const second = await open();
  expect(second.backupPath).not.toBeNull();
  expect(statSync(second.backupPath ?? '').size).toBeGreaterThan(4096);
  second.release();
});

test('only the newest backups are kept', async () => {
  for (let round = 0; round < 8; round += 1) await openAndEnd(false);
  expect(readdirSync(workspaceFiles(root()).backups)).toHaveLength(5);
});

test('a second one is told who has the workspace', async () => {
  const first = await open();
  await expect(open()).rejects.toMatchObject({
    code: 'workspace-locked',
    message: expect.stringContaining(`process ${process.pid}`),
  });
  first.release();
  (await open()).release();
});

test('a damaged database is refused with the way out, and stays as it is', async () => {
  await openAndEnd(false);
  const { database } = workspaceFiles(root());
  const file = openSync(database, 'r+');
  for (let page = 2; page < 12; page += 1) writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096);
  closeSync(file);
  const before = readFileSync(database);
  await expect(open()).rejects.toMatchObject({ code: 'database-corrupt' });
  expect(readFileSync(database).equals(before)).toBe(true);
});

test('a file in place of the folder is refused', async () => {
  writeFileSync(root(), 'a file');
  await expect(open()).rejects.toMatchObject({ code: 'invalid-input' });
});
