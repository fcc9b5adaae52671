/** Without the desktop app's folders everything still runs: the engine and the command line stand on their own. */
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT_ROOT } from '#dev/electron-runtime.ts';
import { cliHome } from './support/cli.ts';

const KEPT = ['package.json', 'main/core', 'main/contract', 'main/engine', 'main/cli'];

test('the demo runs in a tree without electron, preload and renderer', { timeout: 120_000 }, async () => {
  const tree = await mkdtemp(join(tmpdir(), 'sluice-headless-'));
  try {
    for (const path of KEPT) await cp(join(PROJECT_ROOT, path), join(tree, path), { recursive: true });
    await symlink(join(PROJECT_ROOT, 'node_modules'), join(tree, 'node_modules'));
    await using home = await cliHome({}, join(tree, 'main', 'cli', 'sluice.ts'));
    const counts = await home.json('demo', '--frames', '4', '--workspace', home.path('w'));
    expect(counts).toMatchObject({ videos: 1, frames: 4, failed: 0 });
  } finally {
    await rm(tree, { recursive: true, force: true });
  }
});
