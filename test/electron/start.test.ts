/** What the app decides before it starts. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { workspaceArgument } from '#electron/arguments.ts';
import { chooseEngine } from '#electron/engine-choice.ts';
import { decideGpu, isSoftwareGl, rememberGpu } from '#electron/gpu.ts';
import { loadMessages } from '#electron/messages.ts';
import { appPaths } from '#electron/paths.ts';
import { MIN_SIZE, restoreBounds } from '#electron/window-bounds.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-start-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('workspaceArgument', () => {
  it.each([
    [['electron', '.', '--workspace', 'w'], '/here/w'],
    [['sluice', '--workspace=/a/b'], '/a/b'],
    [['sluice', '--workspace'], null],
    [['sluice', '--workspace='], null],
    [['sluice', 'w'], null],
  ])('%j', (args, path) => {
    expect(workspaceArgument(args, '/here')).toBe(path);
  });
});

describe('chooseEngine', () => {
  const facts = { wish: undefined, packaged: false, nodeApi: '10', root: '', platform: 'linux' } as const;

  it('takes the Node that is named', () => {
    expect(chooseEngine({ ...facts, packaged: true, wish: '/node' })).toEqual({
      way: 'beside',
      node: '/node',
    });
  });

  it('runs inside of an Electron that is new enough, and of any that is packaged', () => {
    expect(chooseEngine(facts)).toEqual({ way: 'inside' });
    expect(chooseEngine({ ...facts, nodeApi: '9', packaged: true })).toEqual({ way: 'inside' });
  });

  it('runs beside an older one from source, if a Node is there', () => {
    const root = join(import.meta.dirname, '..', '..');
    const choice = chooseEngine({ ...facts, nodeApi: '9', root, platform: process.platform });
    expect(choice).toMatchObject({
      way: 'beside',
      node: expect.stringContaining(join('node_modules', 'node')),
    });
    expect(chooseEngine({ ...facts, nodeApi: '9', root: folder })).toEqual({ way: 'inside' });
  });
});

describe('hardware acceleration', () => {
  const facts = { wish: undefined, fingerprint: '45.0.0 card0' };

  it('is asked for once and remembered for the same graphics', () => {
    const memory = join(folder, 'gpu.json');
    expect(decideGpu(facts, memory)).toBe('unknown');
    rememberGpu(facts, memory, true);
    expect(decideGpu(facts, memory)).toBe(false);
    rememberGpu(facts, memory, false);
    expect(decideGpu(facts, memory)).toBe(true);
    expect(decideGpu({ ...facts, fingerprint: '46.0.0 card0' }, memory)).toBe('unknown');
  });

  it('is off where there are no graphics, and as the person says', () => {
    const memory = join(folder, 'gpu.json');
    expect(decideGpu({ ...facts, fingerprint: null }, memory)).toBe(false);
    expect(decideGpu({ wish: 'on', fingerprint: null }, memory)).toBe(true);
    expect(decideGpu({ ...facts, wish: 'off' }, memory)).toBe(false);
  });

  it('survives a spoilt memory', async () => {
    const memory = join(folder, 'gpu.json');
    await writeFile(memory, '{"fingerp');
    expect(decideGpu(facts, memory)).toBe('unknown');
  });

  it.each([
    [{ gpuDevice: [{ vendorId: 0, deviceId: 0 }] }, true],
    [{ gpuDevice: [{ vendorId: 0xffff, deviceId: 0xffff }] }, true],
    [{ gpuDevice: [{ vendorId: 0x1414, deviceId: 0x8c }] }, true],
    [{ gpuDevice: [{ vendorId: 0x8086, deviceId: 0x9a49 }] }, false],
    [
      { gpuDevice: [{ vendorId: 0x8086, deviceId: 1 }], auxAttributes: { glRenderer: 'llvmpipe (LLVM 15)' } },
      true,
    ],
    [{ gpuDevice: [{ vendorId: 0x10de, deviceId: 1 }], auxAttributes: { glRenderer: 'NVIDIA' } }, false],
    [undefined, false],
  ])('%j is software: %s', (info, software) => {
    expect(isSoftwareGl(info)).toBe(software);
  });
});

describe('restoreBounds', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1040 };
  const saved = { x: 100, y: 50, width: 1200, height: 800, maximized: false };

  it('puts the window where it was', () => {
    expect(restoreBounds(saved, [screen])).toEqual(saved);
    expect(restoreBounds({ ...saved, x: 2000 }, [screen, { ...screen, x: 1920 }])).toMatchObject({ x: 2000 });
  });

  it('forgets a place that is on no screen any more', () => {
    expect(restoreBounds({ ...saved, x: 2000 }, [screen])).toEqual({
      width: 1440,
      height: 900,
      maximized: false,
    });
    expect(restoreBounds({ ...saved, y: 1030 }, [screen])).not.toHaveProperty('x');
    expect(restoreBounds({ ...saved, y: -300 }, [screen])).not.toHaveProperty('x');
  });

  it('fits a small screen, and is never too small to work in', () => {
    expect(restoreBounds(undefined, [{ ...screen, width: 1024, height: 700 }])).toMatchObject({
      width: 1024,
      height: 700,
    });
    expect(restoreBounds({ ...saved, width: 200, height: 200 }, [screen])).toMatchObject(MIN_SIZE);
    expect(restoreBounds('spoilt', [])).toMatchObject({ width: 1440 });
  });
});

describe('resources', () => {
  const root = join(import.meta.dirname, '..', '..');

  it('has messages for every language, if need be in English', () => {
    const messages = loadMessages(appPaths(root).messages, 'xx-YY');
    expect(messages.menu.openWorkspace).toContain('workspace');
    expect(() => loadMessages(folder, 'en')).toThrow(/shell\.json/);
  });

  it('finds the engine beside the archive of a packed app', () => {
    const { engine, help } = appPaths(join('/opt', 'sluice', 'resources', 'app.asar'));
    expect(engine).toContain(`app.asar.unpacked${join('/', 'out')}`);
    expect(help).toContain(`app.asar${join('/', 'resources')}`);
    expect(appPaths('/src/sluice').engine).toBe(join('/src', 'sluice', 'out', 'engine', 'engine-entry.js'));
  });
});
