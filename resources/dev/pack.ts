/**
 * `npm run pack`: builds the app and packs it with electron-builder into `dist`. Without options it makes the unpacked app
 * (target `dir`), which needs no download.
 */
import { ensureElectron, PROJECT_ROOT } from './electron-runtime.ts';
import { runBuilder } from './pack/builder.ts';
import { parsePackOptions, refuseDevRuntime } from './pack/options.ts';
import { askVersions, needsEngineNode } from './runtime/versions.ts';
import { runMain } from './setup-error.ts';

await runMain(async () => {
  const options = parsePackOptions(process.argv.slice(2));
  const runtime = await ensureElectron();
  refuseDevRuntime(runtime, options);
  console.log(runtime.line);
  // Loaded late: a refusal need not wait for the bundler.
  const { build } = await import('./build.ts');
  await build();
  const output = await runBuilder({ projectRoot: PROJECT_ROOT, runtime, options, env: process.env });
  console.log(`Packed into ${output}`);
  if (needsEngineNode(await askVersions(runtime.executable))) {
    console.log(
      'Start it with SLUICE_ENGINE_NODE set to a Node 22.14 or newer: this Electron has an older one.',
    );
  }
  return 0;
});
