import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { hasDisplay } from '#cli/doctor/display.ts';
import { checkElectron } from '#cli/doctor/electron.ts';
import { checkSchema } from '#contract/app.ts';
import { cliHome } from './support/cli.ts';

const checksSchema = z.array(checkSchema);

it('says what is found', async () => {
  await using home = await cliHome({ DISPLAY: ':77' });
  const checks = checksSchema.parse(await home.json('doctor'));
  const names = checks.map((check) => check.name);
  expect(names).toEqual(['Node', 'SQLite', 'ffmpeg', 'ffprobe', 'Disk', 'Electron', 'Display']);
  expect(checks.at(-1)).toMatchObject({ state: 'ok', found: ':77' });
});

it('says how to get what is missing', async () => {
  await using home = await cliHome({
    DISPLAY: '',
    WAYLAND_DISPLAY: '',
    ELECTRON_OVERRIDE_DIST_PATH: '/nowhere',
    PATH: '',
  });
  const { code, stdout } = await home.run('doctor');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Display +warning +none/m);
  expect(stdout).toMatch(/^Display: Only "sluice open" needs one/m);
  expect(stdout).toMatch(/^Electron: Point ELECTRON_OVERRIDE_DIST_PATH/m);
  // Without any on the PATH there are still those that come with the packages, which are old.
  expect(stdout).toMatch(/^ffmpeg +warning/m);
});

it('knows an Electron by its program, and a packed app by its neighbour', async () => {
  await using home = await cliHome();
  const override = home.path('electron');
  await mkdir(override);
  const env = { ELECTRON_OVERRIDE_DIST_PATH: override };
  const source = { root: home.folder, version: '1.0.0', fromSource: true };
  expect(await checkElectron(source, env)).toMatchObject({ state: 'warning' });
  await writeFile(home.path('electron', 'electron'), '');
  await chmod(home.path('electron', 'electron'), 0o755);
  await writeFile(home.path('electron', 'version'), 'v33.2.1');
  expect(await checkElectron(source, env)).toMatchObject({
    state: 'ok',
    found: expect.stringMatching(/^33\.2\.1/),
  });

  const unpacked = home.path('resources', 'app.asar.unpacked');
  await mkdir(unpacked, { recursive: true });
  const packed = { root: unpacked, version: '1.0.0', fromSource: false };
  expect(await checkElectron(packed, {})).toMatchObject({ state: 'warning' });
  await writeFile(home.path('sluice'), '');
  await chmod(home.path('sluice'), 0o755);
  expect(await checkElectron(packed, {})).toMatchObject({ state: 'ok', found: home.path('sluice') });
});

it('knows where a window can be shown', () => {
  expect(hasDisplay({}, 'linux')).toBe(false);
  expect(hasDisplay({ DISPLAY: '' }, 'linux')).toBe(false);
  expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
  expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
  expect(hasDisplay({}, 'darwin')).toBe(true);
});
