/** Which Electron the desktop app would run on. Only looks: nothing is downloaded. */
import { access, constants, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import envPaths from 'env-paths';
import type { Check } from '#contract/app.ts';
import type { Installation } from '../places.ts';
import { packagedApp } from './packaged-app.ts';

const NAME = 'Electron';

export async function checkElectron(installation: Installation, env: NodeJS.ProcessEnv): Promise<Check> {
  if (!installation.fromSource) return await checkPackaged(installation);
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) {
    return (await holdsElectron(override))
      ? ok(`${await versionIn(override)} (from ELECTRON_OVERRIDE_DIST_PATH)`)
      : warning(
          `none in ELECTRON_OVERRIDE_DIST_PATH (${override})`,
          'Point ELECTRON_OVERRIDE_DIST_PATH at the folder of an unpacked Electron, or unset it.',
        );
  }
  const official = join(installation.root, 'node_modules', 'electron', 'dist');
  if (await holdsElectron(official)) return ok(`${await versionIn(official)} (official)`);
  const cache = join(envPaths('sluice', { suffix: '' }).cache, 'electron');
  for (const name of await readdir(cache).catch(() => [])) {
    const made = join(cache, name);
    if (await holdsElectron(made)) return ok(`${await versionIn(made)} (for development and tests)`);
  }
  return warning('none yet', 'Run "npm run test:setup" or "npm start": either gets one.');
}

async function checkPackaged(installation: Installation): Promise<Check> {
  const app = await packagedApp(installation.root);
  if (app !== null) return ok(app);
  return warning(
    'none beside this command',
    'Install the desktop app. Every command but "sluice open" works without.',
  );
}

async function holdsElectron(folder: string): Promise<boolean> {
  const names = ['electron', 'electron.exe', join('Electron.app', 'Contents', 'MacOS', 'Electron')];
  const found = await Promise.all(names.map((name) => isRunnable(join(folder, name))));
  return found.includes(true);
}

async function isRunnable(path: string): Promise<boolean> {
  return await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function versionIn(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'version'), 'utf8').catch(() => 'unknown version');
  return text.trim().replace(/^v/, '');
}

function ok(found: string): Check {
  return { name: NAME, state: 'ok', found, remedy: null };
}

function warning(found: string, remedy: string): Check {
  return { name: NAME, state: 'warning', found, remedy };
}
