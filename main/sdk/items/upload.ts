/** Uploading one item: its form, its progress, and whether all of it came in (reference section 2.4). */

import { randomUUID } from 'node:crypto';
import { posix } from 'node:path';
import type { Context } from '../context.ts';
import { ServerError } from '../errors.ts';
import { pathOf } from '../named.ts';
import type { Cancel, Json } from '../transport.ts';
import type { ItemJson } from './json.ts';
import { contentTypeOf, writeForm } from './multipart.ts';
import { openSource, type Source, typeOf } from './sources.ts';

export type Progress = {
  /** Remote path. */
  readonly filename: string;
  readonly sentBytes: number;
  /** Null when nobody knows before the end. */
  readonly totalBytes: number | null;
};

export type UploadOptions = Cancel & {
  /** Folder of the dataset. */
  readonly remotePath?: string;
  /** Default: the name of the file. */
  readonly remoteName?: string;
  /** When there is an item of that path: left as it is (the default), or given the new content. */
  readonly mode?: 'skip' | 'overwrite';
  /** `{ user: { … } }` */
  readonly metadata?: Json;
  readonly description?: string;
  readonly onProgress?: (progress: Progress) => void;
};

/** What became of it. */
export type UploadOutcome = 'created' | 'overwritten' | 'skipped';

export type Uploaded = { readonly json: ItemJson; readonly outcome: UploadOutcome };

/** Times that an upload begins again when not all of it has come in. */
const TRIES = 3;

/**
 * @throws ApiError, and the errors of Node when a file cannot be read.
 * @throws TypeError when what is uploaded has no name.
 */
export async function upload(
  { transport }: Context,
  datasetId: string,
  source: Source,
  options: UploadOptions = {},
): Promise<Uploaded> {
  const { mode = 'skip', onProgress, signal } = options;
  const opened = await openSource(source);
  const name = options.remoteName ?? opened.name;
  if (name === '') throw new TypeError('Bytes and streams have no name: give one as remoteName.');
  const filename = posix.join('/', options.remotePath ?? '/', name);
  const request = `POST /datasets/${datasetId}/items`;
  for (let tried = 1; ; tried += 1) {
    let sentBytes = 0;
    const boundary = `sluice-${randomUUID()}`;
    const form = {
      fields: {
        type: 'file',
        path: filename,
        metadata: options.metadata === undefined ? undefined : JSON.stringify(options.metadata),
        description: options.description,
      },
      file: { name, type: typeOf(name) },
    };
    const response = await transport.send('POST', pathOf('datasets', datasetId, 'items'), {
      query: { mode },
      headers: { 'content-type': contentTypeOf(boundary) },
      stream: () =>
        ReadableStream.from(
          writeForm({ ...form, file: { ...form.file, content: opened.read() } }, boundary, (bytes) => {
            sentBytes = bytes;
            onProgress?.({ filename, sentBytes, totalBytes: opened.size });
          }),
        ),
      retry: opened.again,
      // The path says which item it is: a second time makes no second item.
      repeatable: true,
      signal,
    });
    // The shape is the API's promise.
    const json = (await response.json()) as ItemJson;
    const outcome = outcomeOf(response.headers.get('x-item-op'));
    if (outcome === 'skipped' || sizeOf(json) === null || sizeOf(json) === sentBytes)
      return { json, outcome };
    await transport.request('DELETE', pathOf('items', json.id), { signal });
    if (tried >= TRIES || !opened.again) {
      const message = `${filename}: of ${sentBytes} bytes only ${sizeOf(json)} came in; the item was taken back.`;
      throw new ServerError(message, { status: response.status, request });
    }
  }
}

function outcomeOf(header: string | null): UploadOutcome {
  if (header === 'skipped') return 'skipped';
  return header === 'overwrite' || header === 'overwritten' ? 'overwritten' : 'created';
}

function sizeOf({ metadata }: ItemJson): number | null {
  const { size } = metadata.system;
  return typeof size === 'number' ? size : null;
}
