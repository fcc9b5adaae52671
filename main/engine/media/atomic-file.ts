/**
 * A file that is either complete or not there: written under a passing name beside it, then renamed.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Lets `write` fill a passing file in the folder of `finalPath` (made when missing), flushes it to the disk and gives
 * it its final name. On an error nothing is left.
 */
export async function writeFileAtomically<T>(
  finalPath: string,
  write: (passingPath: string) => Promise<T>,
): Promise<T> {
  const folder = dirname(finalPath);
  await mkdir(folder, { recursive: true });
  const passing = join(folder, `.${randomUUID().slice(0, 8)}-${basename(finalPath)}`);
  try {
    const result = await write(passing);
    const handle = await open(passing, 'r+');
    await handle.datasync().finally(() => handle.close());
    await rename(passing, finalPath);
    return result;
  } catch (error) {
    await rm(passing, { force: true });
    throw error;
  }
}
