/** A hub as a remote: another Sluice, which keeps a feed of changes and puts changes together itself. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { calls } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { without } from '#core/formats/dataloop/json.ts';
import { hashFile } from '../media/hash.ts';
import { type Http, Refused } from './http.ts';
import type { NewItem, RemoteApi } from './remote.ts';
import { upload } from './transfer.ts';

const hubSchema = z.object({ name: z.literal('sluice'), protocol: z.literal(1) });

/** What the hub says of itself; null: the server is no hub. @throws SluiceError `remote-offline`, `remote-denied` */
export async function greetHub(http: Http, signal: AbortSignal): Promise<z.infer<typeof hubSchema> | null> {
  try {
    return await http.ask({ method: 'GET', path: '/hub', reply: hubSchema }, signal);
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null;
    throw refusal(error);
  }
}

export function hubRemote(http: Http): RemoteApi {
  return {
    surroundings: (datasetId, signal) => {
      const path = `/hub/datasets/${datasetId}`;
      return asked(() => http.ask({ method: 'GET', path, reply: calls['hub.dataset'].output }, signal));
    },
    async changes({ datasetId, cursor, limit }, signal) {
      const [era, after] = cursor?.split(' ') ?? [];
      const query = new URLSearchParams({ limit: String(limit), ...(era && after ? { era, after } : {}) });
      const page = await asked(() =>
        http.ask(
          {
            method: 'GET',
            path: `/hub/datasets/${datasetId}/changes?${query}`,
            reply: calls['hub.changes'].output,
          },
          signal,
        ),
      );
      return { entries: page.entries, more: page.more, cursor: `${page.era} ${page.next}` };
    },
    async send(parcel, signal) {
      const { outcomes } = await asked(() =>
        http.ask(
          { method: 'POST', path: '/hub/parcels', body: parcel, reply: calls['hub.receive'].output },
          signal,
        ),
      );
      return outcomes;
    },
    create: (item, signal) => asked(() => createItem(http, item, signal)),
  };
}

async function createItem(http: Http, item: NewItem, signal: AbortSignal): Promise<string> {
  const { datasetId, name, folder, metadata, mimetype, path } = item;
  const place = `${folder === '/' ? '' : folder}/${name}`;
  const fields = { type: 'file', path: place, metadata: JSON.stringify(without(metadata, ['system'])) };
  const file = { path, name, mimetype };
  const { id, op } = await upload(
    http,
    { path: `/datasets/${datasetId}/items?mode=skip`, fields, file },
    signal,
  );
  if (
    op === 'created' ||
    (await hashThere(http, id, signal)) === (item.sha256 ?? (await hashFile(path)).sha256)
  ) {
    return id;
  }
  throw new SluiceError(
    'conflict',
    `Another file is at ${place} there. Rename one of them, and send it again.`,
  );
}

/** Of the file that was in its place: ours, when the answer to an upload was lost. */
async function hashThere(http: Http, itemId: string, signal: AbortSignal): Promise<string> {
  const response = await http.open({ method: 'GET', path: `/items/${itemId}/stream` }, signal);
  const hash = createHash('sha256');
  for await (const part of response) hash.update(part as Buffer);
  return hash.digest('hex');
}

async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw refusal(error);
  }
}

/** A refusal in our own words; anything else as it is. */
export function refusal(error: unknown): unknown {
  if (!(error instanceof Refused)) return error;
  const { status, message } = error;
  if (status === 401) return new SluiceError('remote-denied', `The remote wants another token: ${message}`);
  if (status === 409) return new SluiceError('remote-stale', message);
  return new SluiceError('remote-refused', `The remote refused it (${status}): ${message}`, { status });
}
