import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import tar from 'tar-stream';
import { expect, test } from 'vitest';
import { workspaceCheckHandlers } from '#engine/services/workspace-check.ts';
import { createTurns } from '#engine/turns.ts';
import { backUpClosedWorkspace } from '#engine/workspace-copy/backup.ts';
import { restoreWorkspace } from '#engine/workspace-copy/restore.ts';
import { makeBench } from '#test/engine/runner/support/flow.ts';
import { type Closed, closedWorkspace, itemCount } from '#test/engine/workspace-check/workspace.ts';
import { openWorld } from '#test/support/engine-world.ts';

const NEVER = new AbortController().signal;
const LONG = `files/${'a long name '.repeat(12)}/ä.txt`;

const beside = (workspace: Closed, name: string) => join(workspace.folder, name);
const backUp = (workspace: Closed, target: string, signal = NEVER) =>
  backUpClosedWorkspace(workspace.root, { target, hardLinks: false, signal });
const restore = (backup: string, target: string) => restoreWorkspace({ backup, target, signal: NEVER });

async function archived(pictures = 3) {
  const workspace = await closedWorkspace(pictures);
  workspace.put('functions/mine.js', 'export const mine = 1;');
  workspace.put(LONG, 'own');
  const archive = beside(workspace, 'monday.tar');
  const report = await backUp(workspace, archive);
  return { workspace, archive, report };
}

/** Files below a folder with what is in them, and when they were written. */
function tree(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const hash = entry.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : '';
      return `${path} ${statSync(path).mtimeMs} ${hash}`;
    })
    .toSorted();
}

test('a backup in one file comes back byte for byte, and is a tar archive for others too', async () => {
  const { workspace, archive, report } = await archived();
  expect(report).toMatchObject({ path: archive, deep: true, totals: { error: 0, warning: 0, note: 0 } });
  expect(new Map(report.checks.map((check) => [check.name, check.looked])).get('contents')).toBe(3);
  expect(readdirSync(workspace.folder).toSorted()).toEqual(['monday.tar', 'workspace']);
  const names = execFileSync('tar', ['-tf', archive], { encoding: 'utf8' }).trim().split('\n');
  expect(names).toHaveLength(3 + 2 + 3);
  expect([names[0], names.at(-2), names.at(-1)]).toEqual([
    'sluice-backup.json',
    'sluice.db',
    'sluice-backup.manifest',
  ]);
  const restored = beside(workspace, 'restored');
  expect(await restore(archive, restored)).toMatchObject({ path: restored, totals: { error: 0 } });
  for (const [at, location] of workspace.files.entries()) {
    expect(readFileSync(join(restored, location), 'utf8')).toBe(`picture ${at}`);
  }
  expect(readFileSync(join(restored, LONG), 'utf8')).toBe('own');
  expect(itemCount(restored)).toBe(6);
  const world = await openWorld({ folder: restored });
  await world.close(true);
});

test('what is missing or changed in the workspace is told, and the rest is saved', async () => {
  const workspace = await closedWorkspace();
  const [gone = '', changed = ''] = workspace.files;
  rmSync(workspace.path(gone));
  writeFileSync(workspace.path(changed), 'picture X');
  const archive = beside(workspace, 'a.tar');
  const { findings } = await backUp(workspace, archive);
  const told = new Set(findings.map(({ check, where }) => `${check} ${where}`));
  expect(told).toEqual(new Set([`files ${gone}`, `contents ${changed}`]));
  const restored = await restore(archive, beside(workspace, 'r'));
  expect(new Set(restored.findings.map(({ check, where }) => `${check} ${where}`))).toEqual(told);
});

test('a backup is only read: it may lie where nothing can be written', async () => {
  const { workspace, archive } = await archived();
  const folder = beside(workspace, 'folder');
  await backUp(workspace, folder);
  const before = [tree(folder), statSync(archive).mtimeMs];
  for (const [at, backup] of [folder, archive].entries()) await restore(backup, beside(workspace, `r${at}`));
  expect([tree(folder), statSync(archive).mtimeMs]).toEqual(before);
});

test('files of a folder that are not what its manifest says are told', async () => {
  const { workspace } = await archived();
  const folder = beside(workspace, 'folder');
  await backUp(workspace, folder);
  writeFileSync(join(folder, 'functions/mine.js'), 'export const mine = 2;');
  const { findings } = await restore(folder, beside(workspace, 'r'));
  expect(findings).toMatchObject([{ check: 'contents', severity: 'error', where: 'functions/mine.js' }]);
});

test('an open workspace is archived while it works; what it has then is in it', async () => {
  const world = await openWorld();
  const { inbox } = await makeBench(world);
  mkdirSync(join(world.folder, 'originals/00'), { recursive: true });
  for (const name of ['originals/00/a.png', 'originals/00/b.png']) {
    writeFileSync(join(world.folder, name), 'x');
    world.arrive(inbox, name);
  }
  const target = `${world.folder}.tar`;
  const backup = workspaceCheckHandlers(world.ctx, createTurns())['workspaces.backup'];
  const running = backup({ path: target, hardLinks: false });
  for (let at = 0; at < 50; at += 1) world.arrive(inbox, `originals/00/later-${at}.png`);
  const report = await running;
  await world.close();
  const restored = `${world.folder}-restored`;
  await restore(target, restored);
  const count = itemCount(restored);
  rmSync(target);
  rmSync(restored, { recursive: true });
  // Those that came meanwhile have no file in this test: so many as the copy knows are told.
  expect(report.totals.error).toBe(count - 2);
});

test('a backup that ends early leaves nothing, and one that was killed is cleared away by the next', async () => {
  const workspace = await closedWorkspace(1);
  const archive = beside(workspace, 'a.tar');
  const ending = new AbortController();
  const stopped = backUpClosedWorkspace(workspace.root, {
    target: archive,
    hardLinks: false,
    signal: ending.signal,
    onProgress: () => ending.abort(),
  });
  await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
  expect(readdirSync(workspace.folder)).toEqual(['workspace']);

  const { pid } = { pid: Number(execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' })) };
  await backUp(workspace, archive);
  const [host = ''] = /[0-9a-f]{8}/.exec(await partialName(workspace)) ?? [];
  const left = beside(workspace, `.b.tar.partial-${host}-${pid}-abc`);
  const others = beside(workspace, `.b.tar.partial-00000000-${pid}-abc`);
  for (const folder of [left, others]) mkdirSync(folder);
  await backUp(workspace, beside(workspace, 'b.tar'));
  expect([existsSync(left), existsSync(others)]).toEqual([false, true]);
});

/** The name of a folder in which a backup is made, seen while it is. */
async function partialName(workspace: Closed): Promise<string> {
  let seen = '';
  await backUpClosedWorkspace(workspace.root, {
    target: beside(workspace, 'seen'),
    hardLinks: false,
    signal: NEVER,
    onProgress: () => {
      seen = readdirSync(workspace.folder).find((name) => name.startsWith('.seen.partial-')) ?? seen;
    },
  });
  return seen.replace('.seen.partial-', '');
}

test('a name that is taken, or lies in the workspace, is refused', async () => {
  const { workspace, archive } = await archived(1);
  await expect(backUp(workspace, archive)).rejects.toMatchObject({ code: 'conflict' });
  await expect(backUp(workspace, workspace.path('a.tar'))).rejects.toMatchObject({ code: 'invalid-input' });
  workspace.put('../taken/file', 'x');
  await expect(restore(archive, beside(workspace, 'taken'))).rejects.toMatchObject({ code: 'conflict' });
  await expect(restore(beside(workspace, 'none.tar'), beside(workspace, 'r'))).rejects.toMatchObject({
    code: 'not-found',
  });
});

type Entry = {
  readonly name: string;
  readonly text?: string;
  readonly type?: string;
  readonly linkname?: string;
};

const LABEL = { name: 'sluice-backup.json', text: '{"format":"sluice-backup","version":1,"made":"x"}' };

/** An archive that somebody else made, with a manifest that is right unless another is given. */
async function forged(
  workspace: Closed,
  entries: readonly Entry[],
  manifest?: string | null,
): Promise<string> {
  const pack = tar.pack();
  const all = [...entries];
  const lines = all.map(({ name, text = '' }) => {
    const sha256 = createHash('sha256').update(text).digest('hex');
    return `${JSON.stringify({ path: name, size: Buffer.byteLength(text), sha256 })}\n`;
  });
  if (manifest !== null) all.push({ name: 'sluice-backup.manifest', text: manifest ?? lines.join('') });
  for (const { name, text = '', type, linkname } of all) {
    pack.entry({ name, ...(type ? { type: type as 'symlink', linkname } : {}) }, text);
  }
  pack.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of pack) chunks.push(chunk as Buffer);
  const path = beside(workspace, `forged-${readdirSync(workspace.folder).length}.tar`);
  writeFileSync(path, Buffer.concat(chunks));
  return path;
}

test('archives that lead elsewhere, lie or go on are refused before anything has a name', async () => {
  const { workspace, archive } = await archived(1);
  const db = { name: 'sluice.db', text: 'not a database' };
  const cases: [string, Promise<string>][] = [
    ['forbidden', forged(workspace, [LABEL, { name: '/etc/evil', text: 'x' }])],
    ['forbidden', forged(workspace, [LABEL, { name: '../evil', text: 'x' }])],
    ['forbidden', forged(workspace, [LABEL, { name: 'files/../../evil', text: 'x' }])],
    ['forbidden', forged(workspace, [LABEL, { name: 'files//evil', text: 'x' }])],
    ['forbidden', forged(workspace, [LABEL, { name: 'evil', text: 'x' }])],
    ['forbidden', forged(workspace, [LABEL, { name: 'sluice.lock', text: 'x' }])],
    ['invalid-input', forged(workspace, [LABEL, { name: 'files/l', type: 'symlink', linkname: '/etc' }])],
    ['invalid-input', forged(workspace, [LABEL, { name: 'files/l', type: 'link', linkname: '/etc/passwd' }])],
    ['invalid-input', forged(workspace, [LABEL, { name: 'files/d', type: 'directory' }])],
    [
      'invalid-input',
      forged(workspace, [LABEL, { name: 'files/a', text: 'x' }, { name: 'files/a', text: 'y' }]),
    ],
    ['invalid-input', forged(workspace, [{ name: 'files/a', text: 'x' }])],
    ['invalid-input', forged(workspace, [LABEL, db], null)],
    ['invalid-input', forged(workspace, [LABEL, db], 'nonsense\n')],
    ['invalid-input', forged(workspace, [LABEL])],
    ['unsupported', forged(workspace, [{ ...LABEL, text: LABEL.text.replace('1', '2') }])],
    ['database-corrupt', forged(workspace, [LABEL, db])],
  ];
  const bytes = readFileSync(archive);
  const variant = (name: string, change: (copy: Buffer) => Buffer | undefined) => {
    const path = beside(workspace, name);
    const copy = Buffer.from(bytes);
    writeFileSync(path, change(copy) ?? copy);
    return Promise.resolve(path);
  };
  const at = bytes.indexOf('picture 0');
  cases.push(
    ['invalid-input', variant('changed.tar', (copy) => void copy.write('X', at))],
    ['invalid-input', variant('longer.tar', (copy) => Buffer.concat([copy, Buffer.from('trailing')]))],
    ['invalid-input', variant('twice.tar', (copy) => Buffer.concat([copy, copy]))],
    ['invalid-input', variant('shorter.tar', (copy) => copy.subarray(0, copy.length - 1024))],
    ['invalid-input', variant('half.tar', (copy) => copy.subarray(0, at + 100))],
    ['invalid-input', variant('header.tar', (copy) => void copy.write('9', 0))],
    ['invalid-input', variant('text.tar', () => Buffer.from('x'.repeat(5000)))],
    ['invalid-input', variant('empty.tar', () => Buffer.alloc(0))],
  );
  for (const [code, making] of cases) {
    const path = await making;
    await expect(restore(path, beside(workspace, 'r')), path).rejects.toMatchObject({ code });
    expect(existsSync(beside(workspace, 'r')), path).toBe(false);
  }
  expect(readdirSync(workspace.folder).filter((name) => name.startsWith('.'))).toEqual([]);
  expect(existsSync(beside(workspace, 'evil'))).toBe(false);
});

test('the file that was changed is named', async () => {
  const { workspace, archive } = await archived(2);
  const copy = readFileSync(archive);
  copy.write('X', copy.indexOf('picture 1'));
  writeFileSync(archive, copy);
  await expect(restore(archive, beside(workspace, 'r'))).rejects.toMatchObject({
    message: expect.stringContaining(workspace.files[1] ?? '?'),
  });
});

test('a header that is longer than any name is not read', async () => {
  const workspace = await closedWorkspace(1);
  const path = await forged(workspace, [LABEL, { name: 'files/a', text: 'x'.repeat(200_000), type: 'file' }]);
  const bytes = readFileSync(path);
  const header = bytes.indexOf('files/a');
  // The file now claims to be an extended header of 200 kB, with a sum that is right.
  bytes.write('x', header + 156);
  bytes.write('        ', header + 148);
  const sum = bytes.subarray(header, header + 512).reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, header + 148);
  writeFileSync(path, bytes);
  await expect(restore(path, beside(workspace, 'r'))).rejects.toMatchObject({
    message: expect.stringContaining('header'),
  });
  truncateSync(path, 600);
  appendFileSync(path, Buffer.alloc(10));
  await expect(restore(path, beside(workspace, 'r'))).rejects.toMatchObject({ code: 'invalid-input' });
});
