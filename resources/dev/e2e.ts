/**
 * `npm run e2e`: builds the app and runs the end-to-end tests in it, on a display of their own where there is none.
 * Arguments after `--` go to Playwright: a part of a file's name, `--grep`, `--headed` and so on.
 */
import { resolve } from 'node:path';
import { runApp } from './app-process.ts';
import { build } from './build.ts';
import { hasDisplay, startXvfb } from './display.ts';
import { ensureElectron, PROJECT_ROOT } from './electron-runtime.ts';
import { askVersions, electronEnv } from './runtime/versions.ts';
import { runMain } from './setup-error.ts';

const PLAYWRIGHT = resolve(PROJECT_ROOT, 'node_modules', '@playwright', 'test', 'cli.js');

await runMain(async () => {
  const runtime = await ensureElectron();
  const versions = await askVersions(runtime.executable);
  console.log(runtime.line);
  await build();
  // Two apps at a time where there is no display: each has one of its own, so that neither covers the other.
  const displays = hasDisplay(process.env) ? [] : await Promise.all([startXvfb(), startXvfb()]);
  try {
    return await runApp({
      executable: process.execPath,
      args: [PLAYWRIGHT, 'test', ...process.argv.slice(2)],
      env: {
        ...electronEnv(versions, process.env),
        // Found once: looking for it in every test would ask the network each time.
        SLUICE_TEST_ELECTRON: runtime.executable,
        ...(displays[0] && { DISPLAY: displays[0].display }),
        SLUICE_TEST_DISPLAYS: displays.map(({ display }) => display).join(','),
      },
    });
  } finally {
    await Promise.all(displays.map((display) => display.close()));
  }
});
