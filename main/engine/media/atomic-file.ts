/**
 * A file that is either complete or not there: written under a passing name beside it, then renamed.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { writeError } from './tool-errors.ts';

/**
 * Lets `write` fill a passing file in the folder of `finalPath` (made when missing), flushes it to the disk and gives
 * it its final name. On an error nothing is left; one of the file system is thrown as `disk-full` or `io`.
 */
export async function writeFileAtomically<T>(
  finalPath: string,
  write: (passingPath: string) => Promise<T>,
): Promise<T> {
  const folder = dirname(finalPath);
  const passing = join(folder, `.${randomUUID().slice(0, 8)}-${basename(finalPath)}`);
  try {
    await mkdir(folder, { recursive: true });
    const result = await write(passing);
    const handle = await open(passing, 'r+');
    await handle.datasync().finally(() => handle.close());
    await rename(passing, finalPath);
    return result;
  } catch (error) {
    await rm(passing, { force: true });
    throw writeError(finalPath, error);
  }
}
