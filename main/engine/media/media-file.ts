/**
 * The checks that every media file gets before a tool or a decoder sees it.
 */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { SluiceError } from '#core/errors.ts';
import { unreadable } from './tool-errors.ts';

/**
 * Size in bytes of a regular file that is not empty. Throws `not-found`, `media-unreadable` (empty, or not a file:
 * a pipe or a device would make a reader wait for ever) or `io`.
 */
export async function mediaFileSize(path: string): Promise<number> {
  const stats = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    const missing = cause.code === 'ENOENT' || cause.code === 'ENOTDIR';
    const what = missing ? 'is not there any more.' : `cannot be looked at: ${cause.message}`;
    throw new SluiceError(missing ? 'not-found' : 'io', `"${basename(path)}" ${what}`, { path }, { cause });
  });
  if (!stats.isFile()) throw unreadable(path, 'is not a file.');
  if (stats.size === 0) throw unreadable(path, 'is empty (0 bytes). Copy it again from where it came from.');
  return stats.size;
}
