import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { bundledNode, isNewEnough, runOn } from '#cli/node-guard.ts';

it.each([
  ['v18.20.4', false],
  ['v20.20.2', false],
  ['v22.13.1', false],
  ['v22.14.0', true],
  ['v24.0.0', true],
])('judges Node %s', (version, enough) => {
  expect(isNewEnough(version)).toBe(enough);
});

it('finds the Node that came with the packages, upwards from the script', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-guard-'));
  onTestFinished(async () => await rm(folder, { recursive: true, force: true }));
  const script = join(folder, 'out', 'cli', 'sluice.js');
  expect(bundledNode(script)).toBeNull();
  const bin = join(folder, 'node_modules', 'node', 'bin');
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, 'node'), '');
  await writeFile(join(bin, 'node.exe'), '');
  expect(bundledNode(script)).toContain(bin);
});

it('gives the exit code of what runs in its place', async () => {
  expect(await runOn(process.execPath, ['-e', 'process.exit(7)'])).toBe(7);
  expect(await runOn(process.execPath, ['-e', 'process.kill(process.pid, "SIGTERM")'])).toBe(143);
});
