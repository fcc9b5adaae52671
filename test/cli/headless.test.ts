/** The engine and the command line need nothing of the desktop app: a tree without it does the whole job. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { PROJECT_ROOT } from '#dev/electron-runtime.ts';

it('runs the demo in a tree of core, contract, engine and command line alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-headless-'));
  onTestFinished(async () => await rm(folder, { recursive: true, force: true }));
  const tree = join(folder, 'sluice');
  await mkdir(tree);
  for (const part of ['package.json', 'main/core', 'main/contract', 'main/engine', 'main/cli']) {
    await cp(join(PROJECT_ROOT, part), join(tree, part), { recursive: true });
  }
  await symlink(join(PROJECT_ROOT, 'node_modules'), join(tree, 'node_modules'));
  const script = join(tree, 'main', 'cli', 'sluice.ts');
  const env = { ...process.env, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder, TMPDIR: folder, DISPLAY: '' };
  const args = [script, 'demo', '--json', '--frames', '4'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  expect(JSON.parse(stdout)).toMatchObject({ videos: 1, frames: 4, failed: 0 });
});
