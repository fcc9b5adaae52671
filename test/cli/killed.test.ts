/** Processes that are killed in the middle of what moves or copies files: nothing is lost, and the next run clears up. */
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '#engine/db/driver.ts';
import { closedWorkspace, itemCount } from '#test/engine/workspace-check/workspace.ts';
import { cliHome, type RunningCli } from './support/cli.ts';

const GARBAGE = 6000;

/** Files below a folder; of one that is not there, or goes meanwhile, none. */
function filesIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  } catch {
    return [];
  }
}

/** Kills the process once it is at work; answers how it ended. */
async function killWhen(running: RunningCli, isAtWork: () => boolean): Promise<string | null> {
  while (!isAtWork() && running.process.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await running.end('SIGKILL');
  return running.process.signalCode;
}

test('a collection that is killed takes nothing that is needed, and the next one goes on', async () => {
  await using home = await cliHome();
  const workspace = await closedWorkspace(4);
  const names = Array.from({ length: GARBAGE }, (_, at) => `${at.toString(16).padStart(64, '0')}.png`);
  for (const name of names) {
    workspace.put(`originals/00/${name}`, 'x');
    utimesSync(workspace.path(`originals/00/${name}`), new Date(0), new Date(0));
  }
  for (const location of workspace.files) utimesSync(workspace.path(location), new Date(0), new Date(0));
  const trash = workspace.path('trash');
  const running = home.start('gc', '--workspace', workspace.root);
  expect(await killWhen(running, () => filesIn(trash).length > 0)).toBe('SIGKILL');
  const [moved, left] = [filesIn(trash), filesIn(workspace.path('originals/00'))];
  expect(moved.length).toBeGreaterThan(0);
  expect(left.length).toBeGreaterThan(0);
  // Each file is in one of the two places, whole.
  expect([...moved, ...left].filter((name) => names.includes(name)).toSorted()).toEqual(names.toSorted());
  expect((await workspace.check(true)).totals).toMatchObject({ error: 0, warning: 0 });

  expect(await home.run('gc', '--workspace', workspace.root)).toMatchObject({ code: 0 });
  expect(filesIn(trash)).toHaveLength(GARBAGE);
  expect((await workspace.check(true)).findings).toEqual([]);
  for (const [at, location] of workspace.files.entries()) {
    expect(readFileSync(workspace.path(location), 'utf8')).toBe(`picture ${at}`);
  }
});

test.each(['saved', 'saved.tar'])(
  'a backup that is killed has no name, and the next one clears up: %s',
  async (name) => {
    await using home = await cliHome();
    const workspace = await closedWorkspace(2);
    mkdirSync(workspace.path('files'), { recursive: true });
    for (let at = 0; at < 40; at += 1)
      writeFileSync(workspace.path(`files/${at}`), Buffer.alloc(4_000_000, at));
    const target = join(workspace.folder, 'backups', name);
    const beside = () => filesIn(join(workspace.folder, 'backups'));
    const running = home.start('backup', workspace.root, target);
    expect(await killWhen(running, () => beside().length > 0)).toBe('SIGKILL');
    expect(readdirSync(join(workspace.folder, 'backups'))).toEqual([
      expect.stringMatching(/^\..*\.partial-/),
    ]);
    expect((await workspace.check(true)).findings).toEqual([]);

    expect(await home.run('backup', workspace.root, target)).toMatchObject({ code: 0 });
    expect(readdirSync(join(workspace.folder, 'backups'))).toEqual([name]);
    const restored = join(workspace.folder, 'restored');
    expect(await home.run('restore', target, restored)).toMatchObject({ code: 0 });
    expect(itemCount(restored)).toBe(4);
  },
);

/** A number out of the database of a process that may not have made it yet, or is writing to it. */
function countIn(file: string, sql: string): number {
  if (!existsSync(file)) return 0;
  try {
    const db = openDatabase(file);
    try {
      return db.get<{ count: number }>(sql)?.count ?? 0;
    } finally {
      db.close();
    }
  } catch {
    return 0;
  }
}

test('a sample project whose making is killed gets its video at the next start', async () => {
  await using home = await cliHome();
  const args = ['demo', '--frames', '6', '--workspace', home.path('w')];
  const file = home.path('w', 'sluice.db');
  const projects = 'SELECT count(*) AS count FROM project';
  const videos = `SELECT count(*) AS count FROM item WHERE kind = 'video'`;
  const running = home.start(...args);
  expect(await killWhen(running, () => countIn(file, projects) > 0)).toBe('SIGKILL');
  // Between the two: the file is looked at for a while before it is taken in.
  expect([countIn(file, projects), countIn(file, videos)]).toEqual([1, 0]);

  expect(await home.json(...args)).toMatchObject({ videos: 1, frames: 6, cycles: 1, failed: 0 });
  expect([countIn(file, projects), countIn(file, videos)]).toEqual([1, 1]);
  expect(countIn(file, `SELECT count(*) AS count FROM setting WHERE key LIKE 'promised%'`)).toBe(0);
});
