/** Files below a folder, one at a time. */
import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { SluiceError } from '#core/errors.ts';

/** Full paths of all that is not a folder; links are not followed. A folder that is not there has none. @throws SluiceError `io`. */
export async function* filesBelow(folder: string): AsyncGenerator<string> {
  const entries = await opendir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new SluiceError(
      'io',
      `The folder ${folder} cannot be read: ${error.message}. Check its permissions and its disk.`,
      { path: folder },
      { cause: error },
    );
  });
  if (!entries) return;
  for await (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}
