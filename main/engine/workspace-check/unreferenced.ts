/** Files in the workspace's own folders that no item refers to, and what half-done work has left. */
import { lstat } from 'node:fs/promises';
import { basename } from 'node:path';
import { nameIn } from '../ingest/paths.ts';
import type { LocationSet } from './location-set.ts';
import { filesBelow } from './walk.ts';
import { type CheckWork, pause } from './work.ts';

const PAUSE_EVERY = 200;

export async function checkUnreferenced(work: CheckWork, locations: LocationSet): Promise<void> {
  const { files } = work;
  for (const folder of [files.originals, files.frames, files.derived]) {
    await eachFile(work, folder, 'unreferenced', async (path, location) => {
      if (locations.has(location)) return;
      if (isHalfDone(location)) await note(work, path, location, 'leftovers');
      else await note(work, path, location, 'unreferenced');
    });
  }
}

/** What lies in the scratch folder of a workspace that nobody works in. */
export async function checkLeftovers(work: CheckWork): Promise<void> {
  if (work.inUse) return;
  await eachFile(work, work.files.scratch, 'leftovers', (path, location) =>
    note(work, path, location, 'leftovers'),
  );
}

async function eachFile(
  { files, report, signal }: CheckWork,
  folder: string,
  check: 'unreferenced' | 'leftovers',
  visit: (path: string, location: string) => Promise<void>,
): Promise<void> {
  let count = 0;
  for await (const path of filesBelow(folder)) {
    const location = nameIn(files.root, path);
    if (location !== null) await visit(path, location);
    count += 1;
    if (count % PAUSE_EVERY === 0) {
      report.looked(check, PAUSE_EVERY);
      await pause(signal);
    }
  }
  report.looked(check, count % PAUSE_EVERY);
}

/** True for what has not got its final name: see `atomic-file.ts` and `atomic-folder.ts`. */
function isHalfDone(location: string): boolean {
  const folders = location.split('/');
  return folders.some((name) => name.endsWith('.partial')) || /^\.[0-9a-f]{8}-/.test(basename(location));
}

async function note(
  { report, inUse, since }: CheckWork,
  path: string,
  location: string,
  check: 'unreferenced' | 'leftovers',
): Promise<void> {
  const stats = await lstat(path).catch(() => null);
  if (!stats) return;
  // Its item is about to be made.
  if (inUse && (check === 'leftovers' || Math.max(stats.mtimeMs, stats.ctimeMs) >= since)) return;
  report.add({
    check,
    severity: 'note',
    what: `${check === 'leftovers' ? 'Left by work that was cut short' : 'No item refers to it'}: ${stats.size} bytes.`,
    where: location,
    remedy: location.startsWith('scratch/')
      ? 'Nothing needs doing: it is removed when the workspace is opened.'
      : 'It does no harm, and may be deleted while nothing works in the workspace.',
  });
}
