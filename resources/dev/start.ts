/**
 * `npm start`: builds the app and runs it on the Electron that can be had here. Arguments after `--` go to the app.
 */
import { runApp } from './app-process.ts';
import { ensureDisplay } from './display.ts';
import { ensureElectron, PROJECT_ROOT } from './electron-runtime.ts';
import { askVersions, electronEnv } from './runtime/versions.ts';
import { decideSandbox } from './sandbox.ts';
import { runMain } from './setup-error.ts';
import { ensureSystemPackages, SYSTEM_NEEDS } from './system-packages.ts';

await runMain(async () => {
  // What can be told at once is told before the minutes of a first download and build.
  ensureDisplay();
  const sandbox = decideSandbox(process.env, process.getuid?.() === 0);
  if (sandbox.note) console.log(sandbox.note);
  await ensureSystemPackages(SYSTEM_NEEDS.filter((need) => need.probe.kind === 'library'));
  const runtime = await ensureElectron();
  const versions = await askVersions(runtime.executable);
  console.log(runtime.line);
  // Loaded late: the bundler takes longer to load than everything above.
  const { build } = await import('./build.ts');
  await build();
  return await runApp({
    executable: runtime.executable,
    args: [...sandbox.switches, PROJECT_ROOT, ...process.argv.slice(2)],
    env: electronEnv(versions, process.env),
  });
});
