/**
 * The content hash that identifies an item.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SluiceError } from '#core/errors.ts';
import { abortedError } from './run-tool.ts';

export type FileHash = {
  /** 64 lower-case hex characters. */
  readonly sha256: string;
  /** Bytes that were read, which is what the hash is of. */
  readonly size: number;
};

/** One mebibyte: sha256 then costs about as much as reading the file. */
const CHUNK_BYTES = 1 << 20;

/** Hashes a file without holding it in memory. Throws `aborted`, `not-found` or `io`. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<FileHash> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    await pipeline(
      createReadStream(path, { highWaterMark: CHUNK_BYTES }),
      async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) {
          size += chunk.length;
          hash.update(chunk);
        }
      },
      signal ? { signal } : {},
    );
  } catch (cause) {
    if (signal?.aborted) throw abortedError(`reading "${path}"`);
    const { code, message } = cause as NodeJS.ErrnoException;
    const missing = code === 'ENOENT';
    const what = missing ? 'is not there any more.' : `cannot be read: ${message}`;
    throw new SluiceError(missing ? 'not-found' : 'io', `"${basename(path)}" ${what}`, { path }, { cause });
  }
  return { sha256: hash.digest('hex'), size };
}
