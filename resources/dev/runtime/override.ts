import { join, resolve } from 'node:path';
import { SetupError } from '../setup-error.ts';
import { isExecutable, isMarked, statedVersion } from './cache.ts';
import { executableName } from './platforms.ts';
import type { ElectronRuntime, RuntimeSettings } from './types.ts';
import { askVersions } from './versions.ts';

/**
 * The Electron in `ELECTRON_OVERRIDE_DIST_PATH`, used as it is; undefined when the variable is not set.
 * Throws SetupError when the folder holds no Electron: a person who set it does not want another one.
 */
export async function findOverride(settings: RuntimeSettings): Promise<ElectronRuntime | undefined> {
  const value = settings.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (value === undefined || value === '') return undefined;
  const folder = resolve(value);
  const executable = join(folder, executableName(settings.platform));
  if (!(await isExecutable(executable))) {
    throw new SetupError(
      `ELECTRON_OVERRIDE_DIST_PATH is ${value}, but there is no executable ${executable}. ` +
        'Point it at the folder of an unpacked Electron, or unset it.',
    );
  }
  const version = (await statedVersion(folder)) ?? (await askVersions(executable)).electron;
  return {
    executable,
    version,
    source: 'override',
    development: await isMarked(folder),
    line: `Electron ${version} (from ELECTRON_OVERRIDE_DIST_PATH, ${folder})`,
  };
}
