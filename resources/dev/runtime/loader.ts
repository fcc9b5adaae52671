import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';

/**
 * The app that Electron runs when it has none of its own: it runs the app in the folder given on the command line.
 * An ES module with an awaited import, because Electron holds back `ready` until such a module has ended, and
 * the app must switch off hardware acceleration and register its schemes before `ready`.
 */
export const LOADER_SOURCE = `import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const argument = process.argv.slice(1).find((text) => !text.startsWith('-'));
if (argument === undefined) {
  console.error('Name the folder of the app: electron FOLDER');
  process.exit(2);
}
const folder = resolve(argument);
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
app.setAppPath(folder);
app.setName(manifest.productName ?? manifest.name ?? 'Electron');
app.setVersion(manifest.version ?? '0.0.0');
await import(pathToFileURL(join(folder, manifest.main ?? 'index.js')).href);
`;

const MANIFEST = { name: 'electron', productName: 'Electron', type: 'module', main: 'main.js' };

/**
 * Packs the loader as `default_app.asar` into a runtime's `resources`.
 * It is a real archive, since electron-builder stops at a folder of that name.
 * @param scratch a folder for files that are needed only while packing; it is removed again
 */
export async function writeLoader(runtimeFolder: string, scratch: string): Promise<void> {
  const resources = join(runtimeFolder, 'resources');
  await mkdir(resources, { recursive: true });
  await mkdir(scratch, { recursive: true });
  await writeFile(join(scratch, 'package.json'), JSON.stringify(MANIFEST));
  await writeFile(join(scratch, 'main.js'), LOADER_SOURCE);
  await createPackage(scratch, join(resources, 'default_app.asar'));
  await rm(scratch, { recursive: true });
}
