/** Downloads, taken up where they broke off (reference section 2.4). */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Context } from '../context.ts';
import { ConnectionFailed } from '../errors.ts';
import { pathOf } from '../named.ts';
import type { Cancel } from '../transport.ts';
import type { ItemJson } from './json.ts';

export type DownloadOptions = Cancel & {
  readonly onProgress?: (receivedBytes: number, totalBytes: number | null) => void;
};

/** Times that a download goes on where it broke off. */
const RESUMES = 3;

/** The content piece by piece. @throws ConnectionFailed when it breaks off again and again. */
export async function* contentOf(
  { transport }: Context,
  { id, filename, metadata }: ItemJson,
  { signal, onProgress }: DownloadOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const path = pathOf('items', id, 'stream');
  const request = `GET ${path}`;
  const total = typeof metadata.system['size'] === 'number' ? metadata.system['size'] : null;
  let received = 0;
  for (let resumed = 0; ; resumed += 1) {
    const headers = {
      range: `bytes=${received}-`,
      'x-dl-sanitize': '0',
      accept: '*/*',
      'accept-encoding': 'identity',
    };
    const response = await transport.send('GET', path, { headers, signal });
    // A server without ranges begins anew: what is there already is passed over.
    let skip = response.status === 206 ? 0 : received;
    let cause: unknown;
    try {
      for await (const piece of response.body ?? []) {
        const fresh = piece.subarray(Math.min(skip, piece.byteLength));
        skip -= piece.byteLength - fresh.byteLength;
        if (fresh.byteLength === 0) continue;
        received += fresh.byteLength;
        yield fresh;
        onProgress?.(received, total);
      }
    } catch (error) {
      signal?.throwIfAborted();
      cause = error;
    }
    if (cause === undefined && (total === null || received === total)) return;
    if (resumed >= RESUMES || (total !== null && received > total)) {
      const message = `${filename}: ${received} of ${total ?? 'an unknown number of'} bytes came, then no more.`;
      throw new ConnectionFailed(message, { status: response.status, request, cause });
    }
  }
}

/**
 * Writes the content to a file: it appears there once it is whole.
 * @param place a path; one that ends in a slash is the folder, in which it gets its own name.
 * @returns the path of the file.
 */
export async function downloadTo(
  context: Context,
  json: ItemJson,
  place: string,
  options: DownloadOptions = {},
): Promise<string> {
  const path = /[\\/]$/.test(place) ? within(place, basename(json.filename)) : resolve(place);
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.${randomUUID()}.part`;
  try {
    await pipeline(
      Readable.from(contentOf(context, json, options), { objectMode: false }),
      createWriteStream(part),
    );
    await rename(part, path);
    return path;
  } catch (error) {
    await rm(part, { force: true });
    options.signal?.throwIfAborted();
    throw error;
  }
}

/** A remote path below a folder. @throws Error when a server's name would lead out of it. */
export function within(folder: string, remote: string): string {
  const root = resolve(folder);
  const path = resolve(root, `.${sep}${remote}`);
  if (path.startsWith(root.endsWith(sep) ? root : root + sep)) return path;
  throw new Error(`"${remote}" leads out of ${root}: it is not written.`);
}
