import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AfterPackContext } from 'electron-builder';

/**
 * electron-builder's hook after an app is laid out, before it becomes an installer. An Electron given as a folder is
 * copied with its loader for unpackaged apps, which would run any folder named on the command line: it goes.
 */
export async function afterPack(context: AfterPackContext): Promise<void> {
  const resources = context.packager.getResourcesDir(context.appOutDir);
  await rm(join(resources, 'default_app.asar'), { force: true });
}
