import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PROJECT_ROOT } from '#dev/electron-runtime.ts';

const MAIN = `
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { app, BrowserWindow } from 'electron';

app.disableHardwareAcceleration();
// Long enough for Electron to become ready, if it did not wait for this module.
await delay(500);
const manifest = JSON.parse(readFileSync(join(app.getAppPath(), 'package.json'), 'utf8'));
const facts = {
  name: app.getName(),
  version: app.getVersion(),
  isPackaged: app.isPackaged,
  path: app.getAppPath(),
  runtime: manifest.sluiceRuntime,
  readyWasHeldBack: !app.isReady(),
};
void app.whenReady().then(() => {
  if (process.argv.includes('--print-facts')) {
    console.log('facts ' + JSON.stringify(facts));
    app.exit(0);
  }
  const window = new BrowserWindow({ width: 400, height: 300 });
  void window.loadURL('data:text/html,<h1>It runs</h1>');
});
`;

const FILES: Record<string, string> = {
  'out/electron/main.js': MAIN,
  'out/electron/main.js.map': '{}',
  'out/engine/engine.js': `import { word } from 'small-dependency';\nconsole.log('engine on ' + word);\n`,
  'main/source.ts': 'export {};',
  'resources/dev/tool.ts': 'export {};',
  'resources/help/start.md': '# Start',
  'node_modules/small-dependency/package.json':
    '{"name":"small-dependency","version":"1.0.0","type":"module","exports":"./index.js"}',
  'node_modules/small-dependency/index.js': `export const word = 'its dependency';`,
  'node_modules/only-for-development/package.json': '{"name":"only-for-development","version":"1.0.0"}',
};

const MANIFEST = {
  name: 'sluice',
  productName: 'Sluice',
  version: '4.5.6',
  description: 'A stand-in',
  author: 'The Sluice authors',
  type: 'module',
  main: 'out/electron/main.js',
  dependencies: { 'small-dependency': '1.0.0' },
  devDependencies: { 'only-for-development': '1.0.0' },
};

/** Writes a stand-in for the built app, with the real packaging configuration and icons. */
export async function writeSmallApp(folder: string): Promise<void> {
  for (const [path, content] of Object.entries(FILES)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify(MANIFEST));
  await cp(join(PROJECT_ROOT, 'electron-builder.yml'), join(folder, 'electron-builder.yml'));
  await cp(join(PROJECT_ROOT, 'resources', 'icons'), join(folder, 'resources', 'icons'), { recursive: true });
}
