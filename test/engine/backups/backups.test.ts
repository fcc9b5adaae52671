/** Backups that a workspace makes by itself, while it is open. */
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { BackupPlan } from '#core/model/backup.ts';
import { createBackups } from '#engine/backups/backups.ts';
import { takeLock } from '#engine/db/driver.ts';
import { createTurns } from '#engine/turns.ts';
import { restoreWorkspace } from '#engine/workspace-copy/restore.ts';
import { closedWorkspace, itemCount } from '#test/engine/workspace-check/workspace.ts';
import { openWorld } from '#test/support/engine-world.ts';
import { canMount, smallDisk } from '#test/support/small-disk.ts';

const DAY = 86_400_000;

async function opened() {
  const workspace = await closedWorkspace();
  const world = await openWorld({ folder: workspace.root });
  onTestFinished(() => world.close());
  const backups = createBackups(world.ctx, createTurns());
  onTestFinished(() => backups.close());
  const folder = join(workspace.folder, 'backups');
  const plan = async (more: Partial<BackupPlan> = {}) =>
    await backups.handlers['backups.setPlan']({ plan: { folder, every: 86_400, keep: 2, ...more } });
  return {
    ...{ workspace, world, folder, plan, round: backups.round },
    make: async () => {
      world.clock.at += 1000;
      return await backups.handlers['backups.make']({});
    },
    status: async () => await backups.handlers['backups.status']({}),
    inode: (name: string, location: string) => statSync(join(folder, name, location)).ino,
  };
}

test('one is made when it is due, and the oldest goes once a new one was checked', async () => {
  const { world, plan, round, status, folder } = await opened();
  await round();
  expect(await status()).toEqual({ plan: null, isWorking: false, dueAt: null, failure: null, backups: [] });
  await plan();
  const made: string[] = [];
  for (let day = 0; day < 4; day += 1) {
    await round();
    // Asked again too early, it makes none.
    world.clock.at += DAY - 1;
    await round();
    world.clock.at += 1;
    made.push((await status()).backups[0]?.name ?? '');
  }
  expect(new Set(made).size).toBe(4);
  const { backups, dueAt } = await status();
  expect(backups.map(({ name }) => name)).toEqual(made.slice(-2).toReversed());
  expect(backups[0]).toMatchObject({
    items: 6,
    errors: 0,
    manifest: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(dueAt).toBe(world.clock.at);
  expect(readdirSync(folder).toSorted()).toEqual(made.slice(-2));
});

test('each is whole by itself, and takes no space for what the one before has already', async () => {
  const { workspace, plan, make, folder, inode } = await opened();
  await plan();
  const [first, second] = [await make(), await make()];
  const [location = ''] = workspace.files;
  expect(inode(second.name, location)).toBe(inode(first.name, location));
  expect(statSync(workspace.path(location)).ino).not.toBe(inode(first.name, location));
  rmSync(join(folder, first.name), { recursive: true });
  const target = join(workspace.folder, 'restored');
  const { signal } = new AbortController();
  const report = await restoreWorkspace({ backup: join(folder, second.name), target, signal });
  expect([report.totals.error, itemCount(target)]).toEqual([0, 6]);
});

test('a file that has gone bad in the one before is not handed on', async () => {
  const { workspace, plan, make, folder } = await opened();
  await plan();
  const first = await make();
  const [location = ''] = workspace.files;
  writeFileSync(join(folder, first.name, location), 'picture X');
  const second = await make();
  expect(second.errors).toBe(0);
  expect(readFileSync(join(folder, second.name, location), 'utf8')).toBe('picture 0');
});

test('one of a workspace in which something is missing is kept, and says so, and no older one goes for it', async () => {
  const { workspace, plan, make, status } = await opened();
  await plan({ keep: 1 });
  const whole = await make();
  rmSync(workspace.path(workspace.files[0] ?? ''));
  const partial = await make();
  expect(partial.errors).toBeGreaterThan(0);
  expect((await status()).backups.map(({ name }) => name)).toEqual([partial.name, whole.name]);
});

test('what is no backup of this workspace, or is open as one, is left alone', async () => {
  const { workspace, plan, make, folder } = await opened();
  await plan({ keep: 1 });
  const first = await make();
  workspace.put('../backups/workspace-notes/mine.txt', 'x');
  const lock = takeLock(join(folder, first.name, 'sluice.lock'));
  const second = await make();
  expect(readdirSync(folder).toSorted()).toEqual([first.name, second.name, 'workspace-notes'].toSorted());
  lock?.release();
  const third = await make();
  expect(readdirSync(folder).toSorted()).toEqual([third.name, 'workspace-notes'].toSorted());
});

test.skipIf(!canMount())('a disk that is full is told, and the older ones stay', async () => {
  const { workspace, world, plan, round, status } = await opened();
  const disk = smallDisk(8);
  await plan({ folder: disk, keep: 1 });
  await round();
  const [first] = (await status()).backups;
  workspace.put('files/large', 'x'.repeat(12_000_000));
  world.clock.at += DAY;
  await round();
  const { failure, backups, dueAt } = await status();
  expect(failure?.message).toContain('Free some space');
  expect([backups, readdirSync(disk)]).toEqual([[first], [first?.name]]);
  expect(dueAt).toBe(world.clock.at + 3_600_000);
  expect(world.events.at(-1)).toMatchObject({
    name: 'problem',
    payload: {
      error: { code: 'disk-full', message: expect.stringContaining('older ones are as they were') },
    },
  });
  rmSync(workspace.path('files/large'));
  world.clock.at += 3_600_000;
  await round();
  expect(await status()).toMatchObject({ failure: null, backups: [{ errors: 0 }] });
});

test('a backup that is opened as a workspace makes none by itself', async () => {
  const { plan, make, folder } = await opened();
  await plan();
  const world = await openWorld({ folder: join(folder, (await make()).name) });
  onTestFinished(() => world.close());
  const backups = createBackups(world.ctx, createTurns());
  await backups.round();
  expect(await backups.handlers['backups.status']({})).toMatchObject({ plan: null, dueAt: null });
  expect(readdirSync(folder)).toHaveLength(1);
});

test('a place in the workspace is refused, and there is none without a plan', async () => {
  const { workspace, plan, make } = await opened();
  await expect(make()).rejects.toMatchObject({ code: 'wrong-state' });
  await expect(plan({ folder: workspace.path('inside') })).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(plan({ folder: 'relative' })).rejects.toMatchObject({ code: 'invalid-input' });
});
