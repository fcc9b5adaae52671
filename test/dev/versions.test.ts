import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { askVersions, electronEnv, needsEngineNode } from '#dev/runtime/versions.ts';
import { fakeElectron } from './support/small-runtime.ts';
import { tempFolder } from './support/temp.ts';

async function program(script: string): Promise<string> {
  const path = join(await tempFolder(), 'electron');
  await writeFile(path, script, { mode: 0o755 });
  return path;
}

describe('asking an Electron', () => {
  test('gives its versions', async () => {
    const path = await program(fakeElectron({ electron: '45.4.1', node: '24.4.0' }));
    expect(await askVersions(path)).toEqual({ electron: '45.4.1', node: '24.4.0' });
  });

  test('runs it as Node', async () => {
    const path = await program(
      '#!/bin/sh\necho "{\\"electron\\":\\"$ELECTRON_RUN_AS_NODE\\",\\"node\\":\\"$1\\"}"',
    );
    expect(await askVersions(path)).toEqual({ electron: '1', node: '-p' });
  });

  test('names the system library that is missing, and how to get it', async () => {
    const path = await program(
      '#!/bin/sh\necho "electron: error while loading shared libraries: libnss3.so: cannot open" >&2\nexit 127',
    );
    await expect(askVersions(path)).rejects.toThrow(
      /system library libnss3.so is missing. Run "npm run test:setup"/,
    );
  });

  test('tells what something else says', async () => {
    const path = await program('#!/bin/sh\necho "not me" >&2\nexit 3');
    await expect(askVersions(path)).rejects.toThrow(/is not an Electron that works here: not me/);
    await expect(askVersions(process.execPath)).rejects.toThrow(/is not an Electron/);
  });
});

describe('the Node for the engine', () => {
  test.each([
    ['20.18.1', true],
    ['22.13.9', true],
    ['22.14.0', false],
    ['24.0.0', false],
  ])('beside Electron with Node %s: %s', (node, expected) => {
    expect(needsEngineNode({ electron: '1.0.0', node })).toBe(expected);
  });

  test('is this one, unless a person has chosen', () => {
    const old = { electron: '33.2.1', node: '20.18.1' };
    expect(electronEnv(old, { HOME: '/h' })).toEqual({ HOME: '/h', SLUICE_ENGINE_NODE: process.execPath });
    expect(electronEnv(old, { SLUICE_ENGINE_NODE: '/n' })).toEqual({ SLUICE_ENGINE_NODE: '/n' });
  });

  test('is not set for an Electron that is new enough, which is not run as Node', () => {
    const current = { electron: '45.4.1', node: '24.4.0' };
    expect(electronEnv(current, { HOME: '/h', ELECTRON_RUN_AS_NODE: '1' })).toEqual({ HOME: '/h' });
  });
});
