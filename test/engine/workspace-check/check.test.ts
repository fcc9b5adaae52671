import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CACHE_NAMES, cacheKey, cachePath } from '#engine/cache-store/entry.ts';
import { takeLock } from '#engine/db/driver.ts';
import { workspaceFiles } from '#engine/files.ts';
import { nameIn } from '#engine/ingest/paths.ts';
import { checkClosedWorkspace } from '#engine/workspace-check/check-closed.ts';
import { type Closed, closedWorkspace } from './workspace.ts';

const [FIRST, SECOND] = [0, 1];

function fileOf(workspace: Closed, at: number): string {
  const location = workspace.files[at];
  if (!location) throw new Error(`there is no file ${at}`);
  return location;
}

test('a sound workspace gives no finding, and stays byte for byte as it is', async () => {
  const workspace = await closedWorkspace();
  const before = readFileSync(workspace.path('sluice.db'));
  const report = await workspace.check(true);
  expect(report).toMatchObject({
    path: workspace.root,
    deep: true,
    totals: { error: 0, warning: 0, note: 0 },
    findings: [],
  });
  const looked = new Map(report.checks.map((check) => [check.name, check.looked]));
  // Three items and their clones; a file that two items share is read once.
  expect(looked.get('files')).toBe(6);
  expect(looked.get('contents')).toBe(3);
  expect(looked.get('unreferenced')).toBe(3);
  for (const name of ['database', 'references', 'counters', 'log'] as const) {
    expect(looked.get(name)).toBeGreaterThan(0);
  }
  expect(readFileSync(workspace.path('sluice.db')).equals(before)).toBe(true);
});

test('a file that is gone is an error of each item that needs it', async () => {
  const workspace = await closedWorkspace();
  const location = fileOf(workspace, FIRST);
  rmSync(workspace.path(location));
  const { findings, totals } = await workspace.check(true);
  expect(totals).toEqual({ error: 2, warning: 0, note: 0 });
  expect(findings[0]).toEqual({
    check: 'files',
    severity: 'error',
    what: 'The file of 0.png is not there.',
    where: location,
    remedy: expect.stringContaining('import the same file again'),
  });
});

test('a file that was cut short is found by its size, a changed byte by its content', async () => {
  const workspace = await closedWorkspace();
  writeFileSync(workspace.path(fileOf(workspace, FIRST)), 'picture X');
  expect((await workspace.check()).findings).toEqual([]);
  appendFileSync(workspace.path(fileOf(workspace, SECOND)), '!');
  const { findings } = await workspace.check(true);
  expect(findings.map(({ check, where }) => [check, where]).toSorted()).toEqual(
    [
      ['contents', fileOf(workspace, FIRST)],
      ['contents', fileOf(workspace, SECOND)],
      ['files', fileOf(workspace, SECOND)],
      ['files', fileOf(workspace, SECOND)],
    ].toSorted(),
  );
  expect(findings.find(({ check }) => check === 'files')?.what).toBe(
    'The file of 1.png has 10 bytes instead of 9.',
  );
});

test('files that nothing refers to and leftovers are told, and are no errors', async () => {
  const workspace = await closedWorkspace();
  const extra = ['originals/00/none.png', 'frames/v-n1-q2/00000000.jpg', 'derived/a/b/c.png'];
  const left = ['frames/v-n1-q2.partial/w1.jpg', 'derived/a/b/.0a1b2c3d-c.png', 'scratch/1.copy'];
  for (const location of [...extra, ...left]) workspace.put(location, 'extra');
  const { findings, totals } = await workspace.check();
  expect(totals).toEqual({ error: 0, warning: 0, note: 6 });
  const where = (name: string) =>
    findings.filter(({ check }) => check === name).map((finding) => finding.where);
  expect(where('unreferenced').toSorted()).toEqual(extra.toSorted());
  expect(where('leftovers').toSorted()).toEqual(left.toSorted());
});

test('viewing copies and whatever else lies in a cache belong there, also half done', async () => {
  const workspace = await closedWorkspace(1);
  const files = workspaceFiles(workspace.root);
  for (const cache of CACHE_NAMES) {
    const path = cachePath(files, { cache, key: cacheKey(cache), extension: '.mp4' });
    const location = nameIn(files.root, path);
    if (location === null) throw new Error(`${path} lies outside of the workspace`);
    workspace.put(location, 'extra');
    workspace.put(`${location}.partial/half`, 'extra');
  }
  expect(CACHE_NAMES).toContain('proxies');
  expect((await workspace.check(true)).findings).toEqual([]);
});

test('linked files are warned of, and what leads out of the workspace is an error', async () => {
  const workspace = await closedWorkspace();
  workspace.sql(`UPDATE item SET storage = 'linked', location = '/nowhere/0.png' WHERE name = '0.png';
    UPDATE item SET storage = 'missing', location = '/nowhere/1.png' WHERE name = '1.png';
    UPDATE item SET location = '../2.png' WHERE name = '2.png'`);
  const { findings, totals } = await workspace.check();
  expect(totals).toEqual({ error: 2, warning: 4, note: 3 });
  const told = new Set(findings.filter(({ check }) => check === 'files').map(({ what }) => what));
  expect(told).toEqual(
    new Set([
      'The file of 0.png is not there.',
      'The linked file of 1.png is gone; its labels stay.',
      '2.png is said to lie outside of the workspace',
    ]),
  );
});

test('only the first hundred of a kind are listed, and all are counted', async () => {
  const workspace = await closedWorkspace(1);
  for (let at = 0; at < 120; at += 1) workspace.put(`originals/zz/${at}.png`, 'x');
  const { findings, totals, checks } = await workspace.check();
  expect(findings).toHaveLength(100);
  expect(totals.note).toBe(120);
  expect(checks).toContainEqual({ name: 'unreferenced', looked: 121, found: 120 });
});

test('it has the workspace to itself, and refuses what is none', async () => {
  const workspace = await closedWorkspace(1);
  const lock = takeLock(workspace.path('sluice.lock'));
  await expect(workspace.check()).rejects.toMatchObject({ code: 'workspace-locked' });
  lock?.release();
  const signal = new AbortController().signal;
  await expect(
    checkClosedWorkspace(workspace.path('originals'), { deep: false, signal }),
  ).rejects.toMatchObject({ code: 'not-found' });
  workspace.sql('PRAGMA user_version = 10');
  await expect(workspace.check()).rejects.toMatchObject({ code: 'wrong-state' });
});

test('it ends when it is told to', async () => {
  const workspace = await closedWorkspace(1);
  const ending = new AbortController();
  const checking = checkClosedWorkspace(workspace.root, {
    deep: true,
    signal: ending.signal,
    onProgress: (check) => {
      if (check === 'files') ending.abort();
    },
  });
  await expect(checking).rejects.toMatchObject({ code: 'aborted' });
  expect((await workspace.check()).totals.error).toBe(0);
});

test('a folder that cannot be read is named', async () => {
  const workspace = await closedWorkspace(1);
  rmSync(workspace.path('frames'), { recursive: true });
  workspace.put('frames', 'a file in place of the folder');
  await expect(workspace.check()).rejects.toMatchObject({
    code: 'io',
    message: expect.stringContaining(workspace.path('frames')),
  });
});
