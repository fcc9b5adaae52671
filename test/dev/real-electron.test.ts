import { execFile } from 'node:child_process';
import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extractFile, listPackage } from '@electron/asar';
import { _electron } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasDisplay, startXvfb, type VirtualDisplay } from '#dev/display.ts';
import { ensureElectron } from '#dev/electron-runtime.ts';
import { runBuilder } from '#dev/pack/builder.ts';
import type { ElectronRuntime } from '#dev/runtime/types.ts';
import { askVersions } from '#dev/runtime/versions.ts';
import { writeSmallApp } from './support/small-app.ts';

/** The first run on a machine downloads an Electron. */
const FIRST_RUN_MS = 10 * 60_000;
const LAUNCH_MS = 60_000;

let folder: string;
let runtime: ElectronRuntime;
let display: VirtualDisplay | undefined;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-dev-'));
  await writeSmallApp(folder);
  runtime = await ensureElectron();
  if (!hasDisplay(process.env)) display = await startXvfb();
  const given = Object.entries(process.env).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value]],
  );
  const own = { XDG_CONFIG_HOME: join(folder, 'config'), ...(display ? { DISPLAY: display.display } : {}) };
  env = { ...Object.fromEntries(given), ...own };
}, FIRST_RUN_MS);

afterAll(async () => {
  await display?.close();
  await rm(folder, { recursive: true, force: true });
});

/** The part of the app's output that tells what it saw. */
async function printedFacts(executable: string, args: readonly string[]): Promise<unknown> {
  const all = ['--no-sandbox', ...args, '--print-facts'];
  const { stdout } = await promisify(execFile)(executable, all, { env, timeout: LAUNCH_MS });
  return JSON.parse(/^facts (.*)$/m.exec(stdout)?.[1] ?? 'null');
}

describe('the Electron that was found', () => {
  test('has the version it is said to have', async () => {
    expect((await askVersions(runtime.executable)).electron).toBe(runtime.version);
  });

  test('runs the app of a folder as an unpackaged app', { timeout: LAUNCH_MS }, async () => {
    expect(await printedFacts(runtime.executable, [folder])).toEqual({
      name: 'Sluice',
      version: '4.5.6',
      isPackaged: false,
      path: folder,
      readyWasHeldBack: true,
    });
  });

  test('is driven by Playwright', { timeout: LAUNCH_MS }, async () => {
    const { executable: executablePath } = runtime;
    const app = await _electron.launch({ executablePath, args: ['--no-sandbox', folder], env });
    const window = await app.firstWindow();
    expect(await window.textContent('h1')).toBe('It runs');
    await app.close();
  });
});

describe('the packed app', () => {
  let unpacked: string;

  beforeAll(async () => {
    const options = { targets: ['dir'], allowDevRuntime: true };
    const output = await runBuilder({ projectRoot: folder, runtime, options, env: process.env });
    const name = (await readdir(output)).find((entry) => entry.endsWith('-unpacked')) ?? '';
    unpacked = join(output, name);
  }, FIRST_RUN_MS);

  test.runIf(process.platform === 'linux')(
    'starts, packaged, and knows its runtime',
    { timeout: LAUNCH_MS },
    async () => {
      expect(await printedFacts(join(unpacked, 'sluice'), [])).toEqual({
        name: 'Sluice',
        version: '4.5.6',
        isPackaged: true,
        path: join(unpacked, 'resources', 'app.asar'),
        runtime: runtime.development ? 'development' : 'official',
        readyWasHeldBack: true,
      });
    },
  );

  test.runIf(process.platform === 'linux')('carries what it needs and nothing else', async () => {
    const archive = join(unpacked, 'resources', 'app.asar');
    const files = listPackage(archive, { isPack: false });
    expect(files).toContain('/out/electron/main.js');
    expect(files).toContain('/resources/help/start.md');
    expect(files).toContain('/resources/icons/512x512.png');
    expect(files).toContain('/node_modules/small-dependency/index.js');
    for (const unwanted of [
      /\.map$/,
      /^\/main/,
      /^\/resources\/dev/,
      /only-for-development/,
      /electron-builder/,
    ]) {
      expect(files.filter((file) => unwanted.test(file))).toEqual([]);
    }
    expect(extractFile(archive, 'package.json').toString()).toContain('sluiceRuntime');
    await expect(access(join(unpacked, 'resources', 'default_app.asar'))).rejects.toThrow();
  });

  test.runIf(process.platform === 'linux')('has an engine that a plain Node runs', async () => {
    const engine = join(unpacked, 'resources', 'app.asar.unpacked', 'out', 'engine', 'engine.js');
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [engine]);
    expect(stdout).toBe('engine on its dependency\n');
    expect(stderr).toBe('');
  });
});
