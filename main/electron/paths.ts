/** Where things are, from source and in a packaged app. */
import { join } from 'node:path';
import envPaths from 'env-paths';

export type AppPaths = {
  /** Built files of the window. */
  readonly renderer: string;
  readonly preload: string;
  /**
   * The engine process's file. In a packed app it lies beside the archive: a plain Node cannot look into one, and the
   * programs that the engine finds next to its own packages cannot be started from one.
   */
  readonly engine: string;
  readonly help: string;
  readonly messages: string;
};

/** @param root `app.getAppPath()`: the repository, or the packaged app's archive (an `app.asar`) */
export function appPaths(root: string): AppPaths {
  const unpacked = root.replace(/app\.asar$/, 'app.asar.unpacked');
  return {
    renderer: join(root, 'out', 'renderer'),
    preload: join(root, 'out', 'preload', 'bridge.cjs'),
    engine: join(unpacked, 'out', 'engine', 'engine-entry.js'),
    help: join(root, 'resources', 'help'),
    messages: join(root, 'resources', 'i18n'),
  };
}

/**
 * Where the list of recent workspaces is kept: the same folder as the command line's, so that both know of each
 * other's; or with the app's own files when those have been put elsewhere.
 */
export function configFolder(env: NodeJS.ProcessEnv, userData: string): string {
  if (env['SLUICE_CONFIG_DIR']) return env['SLUICE_CONFIG_DIR'];
  return env['SLUICE_USER_DATA'] ? userData : envPaths('sluice', { suffix: '' }).config;
}
