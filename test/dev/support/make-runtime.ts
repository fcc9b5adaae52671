/**
 * Makes the small registry runtime in a process of its own: `make-runtime.ts ROOT MODE`, where MODE says what the
 * download does once it has begun: `hang-in-download` for ever, or `wait-in-download` until ROOT/go exists.
 */
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ensureRegistryRuntime } from '#dev/runtime/registry.ts';
import type { FetchTarball } from '#dev/runtime/types.ts';
import { copyFetch, INSTALL, smallSettings } from './small-runtime.ts';

const [root = '', mode] = process.argv.slice(2);

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

const fetchTarball: FetchTarball = async (request) => {
  await writeFile(join(request.folder, 'app.tgz'), 'the first bytes');
  console.log('downloading');
  while (mode === 'hang-in-download' || !(await exists(join(root, 'go')))) await delay(10);
  return await copyFetch(join(root, 'whole.tgz'))(request);
};

const settings = await smallSettings(root, INSTALL.unreachable);
const reporter = { say: (line: string) => console.log(line), progress: () => undefined };
const runtime = await ensureRegistryRuntime({ ...settings, reporter, fetchTarball }, 'No official one');
console.log(runtime.executable);
