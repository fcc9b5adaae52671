/** Where things are, from source and in a packaged app. */
import { join } from 'node:path';

export type AppPaths = {
  /** Built files of the window. */
  readonly renderer: string;
  readonly preload: string;
  /** The engine process's file, for Electron itself. */
  readonly engine: string;
  /** The same for a plain Node, which cannot look into the app's archive. */
  readonly engineForNode: string;
  readonly help: string;
  readonly messages: string;
};

/** @param root `app.getAppPath()`: the repository, or the packaged app's archive (an `app.asar`) */
export function appPaths(root: string): AppPaths {
  const engine = join('out', 'engine', 'engine-entry.js');
  return {
    renderer: join(root, 'out', 'renderer'),
    preload: join(root, 'out', 'preload', 'bridge.cjs'),
    engine: join(root, engine),
    engineForNode: join(root.replace(/app\.asar$/, 'app.asar.unpacked'), engine),
    help: join(root, 'resources', 'help'),
    messages: join(root, 'resources', 'i18n'),
  };
}
