/** Bundles the page script of a test, as the window's own code is bundled. */
import { resolve } from 'node:path';
import { build } from 'vite';

/** JavaScript to run in the page by the debugger, which the page's own rules do not stop. */
export async function probeScript(): Promise<string> {
  const made = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'chrome130',
      lib: { entry: resolve(import.meta.dirname, 'frame-probe.ts'), formats: ['iife'], name: 'probe' },
    },
  });
  const [output] = Array.isArray(made) ? made : [made];
  if (!output || !('output' in output)) throw new Error('The page script was not built.');
  return output.output[0].code;
}
