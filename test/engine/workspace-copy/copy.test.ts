import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { workspaceCheckHandlers } from '#engine/services/workspace-check.ts';
import { createTurns } from '#engine/turns.ts';
import { backUpClosedWorkspace } from '#engine/workspace-copy/backup.ts';
import { restoreWorkspace } from '#engine/workspace-copy/restore.ts';
import { makeBench } from '#test/engine/runner/support/flow.ts';
import { type Closed, closedWorkspace, itemCount } from '#test/engine/workspace-check/workspace.ts';
import { openWorld } from '#test/support/engine-world.ts';

const copy = (from: string, target: string, hardLinks = false) =>
  backUpClosedWorkspace(from, { target, hardLinks, signal: new AbortController().signal });

/** Beside the workspace, in a folder that goes with it. */
const beside = (workspace: Closed, name: string) => join(workspace.folder, name);

test('a backup and what is restored from it are like the original, byte for byte', async () => {
  const workspace = await closedWorkspace();
  workspace.put('functions/mine.js', 'export const mine = 1;');
  workspace.put('originals/00/nobodys.png', 'x');
  const backup = beside(workspace, 'backups of mine/monday');
  const report = await copy(workspace.root, backup);
  expect(report).toMatchObject({ path: backup, deep: true, totals: { error: 0, warning: 0, note: 0 } });

  rmSync(workspace.root, { recursive: true });
  const restored = beside(workspace, 'restored');
  expect(
    await restoreWorkspace({ backup, target: restored, signal: new AbortController().signal }),
  ).toMatchObject({ totals: { error: 0, warning: 0, note: 0 } });
  for (const [at, location] of workspace.files.entries()) {
    expect(readFileSync(join(restored, location), 'utf8')).toBe(`picture ${at}`);
  }
  expect(readFileSync(join(restored, 'functions/mine.js'), 'utf8')).toContain('mine');
  expect(existsSync(join(restored, 'originals/00/nobodys.png'))).toBe(false);
  expect(itemCount(restored)).toBe(6);
  const world = await openWorld({ folder: restored });
  expect(
    (await workspaceCheckHandlers(world.ctx, createTurns())['workspaces.check']({ deep: true })).totals.error,
  ).toBe(0);
  await world.close();
});

test('hard links take no space, and what people change in place is copied all the same', async () => {
  const workspace = await closedWorkspace(1);
  workspace.put('functions/mine.js', '1');
  const backup = beside(workspace, 'linked');
  await copy(workspace.root, backup, true);
  const inode = (root: string, location: string) => statSync(join(root, location)).ino;
  const [location = ''] = workspace.files;
  expect(inode(backup, location)).toBe(inode(workspace.root, location));
  expect(inode(backup, 'functions/mine.js')).not.toBe(inode(workspace.root, 'functions/mine.js'));
});

test('what is missing or changed is told, and the rest is saved', async () => {
  const workspace = await closedWorkspace();
  const [gone = '', changed = ''] = workspace.files;
  rmSync(workspace.path(gone));
  writeFileSync(workspace.path(changed), 'picture X');
  const { findings } = await copy(workspace.root, beside(workspace, 'backup'));
  expect(new Set(findings.map(({ check, where }) => `${check} ${where}`))).toEqual(
    new Set([`files ${gone}`, `contents ${changed}`]),
  );
});

test('a target that is taken or lies in the workspace is refused, and nothing is left', async () => {
  const workspace = await closedWorkspace(1);
  workspace.put('../taken/file', 'x');
  await expect(copy(workspace.root, beside(workspace, 'taken'))).rejects.toMatchObject({ code: 'conflict' });
  await expect(copy(workspace.root, workspace.path('inside'))).rejects.toMatchObject({
    code: 'invalid-input',
  });
  const ending = new AbortController();
  const stopped = backUpClosedWorkspace(workspace.root, {
    target: beside(workspace, 'stopped'),
    hardLinks: false,
    signal: ending.signal,
    onProgress: () => ending.abort(),
  });
  await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
  expect(readdirSync(workspace.folder).toSorted()).toEqual(['taken', 'workspace']);
});

test('an open workspace is copied while it works', async () => {
  const world = await openWorld();
  const { inbox } = await makeBench(world);
  for (const name of ['a.png', 'b.png']) {
    writeFileSync(join(world.folder, name), 'x');
    world.arrive(inbox, name);
  }
  const target = `${world.folder}-backup`;
  const backup = workspaceCheckHandlers(world.ctx, createTurns())['workspaces.backup'];
  await expect(async () => backup({ path: 'relative', hardLinks: false })).rejects.toMatchObject({
    code: 'invalid-input',
  });
  const copying = backup({ path: target, hardLinks: false });
  for (let at = 0; at < 50; at += 1) world.arrive(inbox, `later-${at}.png`);
  const report = await copying;
  await world.close();
  const [count, lost] = [itemCount(target), report.totals.error];
  rmSync(target, { recursive: true });
  // Those that came meanwhile have no file in this test: so many as the copy knows are told.
  expect(lost).toBe(count - 2);
});
