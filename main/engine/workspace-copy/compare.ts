/** The manifest of a backup in a folder: made of what lies there, and compared with what came out of it. */
import { createReadStream } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isSluiceError } from '#core/errors.ts';
import { hashInName } from '../blobs/store.ts';
import { insideRoot } from '../files.ts';
import { nameIn } from '../ingest/paths.ts';
import { hashFile } from '../media/hash.ts';
import { filesBelow } from '../workspace-check/walk.ts';
import { type CheckWork, stopIfAborted } from '../workspace-check/work.ts';
import { MANIFEST, type ManifestLine, readLine, requireSafePath, writeLine } from './manifest.ts';

/** Lists all files of the folder with their hashes, in a file of their own there. Errors of the file system, `aborted`. */
export async function writeManifest(folder: string, signal: AbortSignal): Promise<void> {
  const list = join(folder, MANIFEST);
  for await (const path of filesBelow(folder)) {
    stopIfAborted(signal);
    const name = nameIn(folder, path);
    if (name === null || name === MANIFEST) continue;
    await appendFile(list, writeLine({ path: name, ...(await hashFile(path, signal)) }));
  }
}

/** Tells files that are not what they were when the backup was made. Whether items have theirs was looked at before. */
export async function compareWithManifest(work: CheckWork, manifest: string): Promise<void> {
  const lines = createInterface({ input: createReadStream(manifest), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const text of lines) {
    stopIfAborted(work.signal);
    const line = readLine(text);
    // What is no line of ours was put there by somebody else; what it hides is found by the items that need it.
    if (!line || line.path === 'sluice.db' || hashInName(line.path) === line.sha256) continue;
    requireSafePath(line.path, manifest);
    await compare(work, line);
  }
}

async function compare({ files, report, signal }: CheckWork, line: ManifestLine): Promise<void> {
  const changed = await hashFile(insideRoot(files.root, line.path), signal).then(
    ({ sha256 }) => (sha256 === line.sha256 ? null : 'is not what it was when the backup was made'),
    (error: unknown) => {
      if (!isSluiceError(error, 'not-found', 'io')) throw error;
      // Frames of items are told by the check of the files.
      return /^(functions|files|exports)\//.test(line.path) ? 'is missing in the backup' : null;
    },
  );
  report.looked('contents', 1);
  if (changed === null) return;
  report.add({
    check: 'contents',
    severity: 'error',
    what: `${line.path} ${changed}.`,
    where: line.path,
    remedy: 'Take it from another backup, or go on without it.',
  });
}
