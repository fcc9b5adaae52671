/** Items as the SDK uploads, lists, changes and downloads them (reference section 2.4). */
import { diffOf } from './diff.ts';
import { allOf, deleting, type Filters, filters, prepared, updating } from './filters.ts';
import { must, readItem, readPage, Unreadable } from './readers.ts';
import type { Client, Json, Reply } from './wire.ts';

export type File = {
  /** From the root. */
  readonly path: string;
  readonly bytes: Buffer;
  readonly metadata?: object;
  readonly description?: string;
  readonly mode?: 'skip' | 'overwrite';
};

const BOUNDARY = '9f3c1e0f7a664f0c8f5d6a0e2b1d4c77';

/** Fields in the order of the SDK, the file last; names in headers are quoted as addresses are. */
export function partsOf({ path, bytes, metadata, description }: File): Buffer[] {
  const name = encodeURIComponent(path.split('/').at(-1) ?? '');
  const field = (key: string, value: string) =>
    Buffer.from(
      `--${BOUNDARY}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`,
    );
  return [
    field('type', 'file'),
    field('path', path),
    ...(metadata ? [field('metadata', JSON.stringify(metadata))] : []),
    ...(description === undefined ? [] : [field('description', description)]),
    Buffer.from(
      `--${BOUNDARY}\r\nContent-Type: application/octet-stream\r\nContent-Disposition: form-data; name="file"; filename="${name}"; filename*=utf-8''${name}\r\n\r\n`,
    ),
    ...Array.from({ length: Math.ceil(bytes.length / 1000) }, (_, at) =>
      bytes.subarray(at * 1000, (at + 1) * 1000),
    ),
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ];
}

export type Uploaded = { readonly item: Json; readonly op: string };

/** Sent in chunks. A size that is not the file's makes the SDK delete the item again: here it is an error. */
export async function upload(client: Client, dataset: Json, file: File): Promise<Uploaded> {
  const reply = await client.request('POST', `/datasets/${dataset.id}/items?mode=${file.mode ?? 'skip'}`, {
    chunks: partsOf(file),
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
  });
  const item = readItem(jsonOf(reply));
  const op = String(reply.headers['x-item-op']);
  must(['created', 'overwrite', 'skipped'].includes(op), `x-item-op is ${op}`);
  must(op === 'skipped' || item.metadata.system.size === file.bytes.length, 'metadata.system.size');
  return { item, op };
}

/** Uploads are read only under their own type. */
function jsonOf(reply: Reply): Json {
  must(/^application\/json/.test(reply.headers['content-type'] ?? ''), 'the reply is no JSON');
  return reply.json();
}

export async function makeDir(client: Client, dataset: Json, path: string): Promise<Json> {
  const form = { type: 'dir', path };
  return readItem((await client.request('POST', `/datasets/${dataset.id}/items`, { form })).json());
}

const queryOf = (dataset: Json) => `/datasets/${dataset.id}/query`;

export const items = {
  get: async (client: Client, id: string) => readItem(await client.ask('GET', `/items/${id}`)),
  list: (client: Client, dataset: Json, asked: Filters = filters('items')): Promise<Json[]> =>
    allOf(client, queryOf(dataset), asked, readItem),
  page: async (client: Client, dataset: Json, asked: Filters) =>
    readPage(await client.ask('POST', queryOf(dataset), prepared(asked)), readItem),
  /** By path: hidden ones, too. */
  async at(client: Client, dataset: Json, filename: string): Promise<Json> {
    const asked: Filters = { resource: 'items', and: [{ type: 'file' }, { filename }] };
    const [found, ...more] = await items.list(client, dataset, asked);
    if (found && more.length === 0) return found;
    throw new Unreadable(`${more.length + (found ? 1 : 0)} items at ${filename}`);
  },
  /** What differs between the two; nothing is sent when nothing does. */
  async update(client: Client, before: Json, after: Json, system = false): Promise<Json> {
    const diff = diffOf(before, after);
    if (Object.keys(diff).length === 0) return after;
    return readItem(await client.ask('PATCH', `/items/${before.id}${system ? '?system=true' : ''}`, diff));
  },
  updateMatching: (client: Client, dataset: Json, asked: Filters, user: object | null, system?: object) =>
    client.ask('POST', queryOf(dataset), updating(asked, user, system)),
  delete: async (client: Client, id: string) => {
    await client.request('DELETE', `/items/${id}`);
  },
  deleteMatching: (client: Client, dataset: Json, asked: Filters) =>
    client.ask('POST', queryOf(dataset), deleting(asked)),
};

/** All bytes from a place on, in one or several requests; each goes on where the one before ended. */
export async function download(client: Client, item: Json, cuts: readonly number[] = []): Promise<Buffer> {
  const wanted = item.metadata.system.size;
  let bytes = Buffer.alloc(0);
  for (const cut of [...cuts, wanted]) {
    const headers = { range: `bytes=${bytes.length}-`, 'x-dl-sanitize': '0' };
    const reply = await client.request('GET', `/items/${item.id}/stream`, { headers });
    must(reply.headers['content-encoding'] === undefined, 'the stream is encoded');
    // As if the connection had broken there.
    bytes = Buffer.concat([bytes, reply.bytes]).subarray(0, cut);
  }
  must(bytes.length === wanted, `${bytes.length} bytes instead of ${wanted}`);
  return bytes;
}
