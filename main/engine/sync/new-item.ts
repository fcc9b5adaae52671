/** Items that a remote has not got: their files go there. */
import { createHash } from 'node:crypto';
import { SluiceError } from '#core/errors.ts';
import { without } from '#core/formats/dataloop/json.ts';
import { hashFile } from '../media/hash.ts';
import type { Http } from './http.ts';
import type { NewItem } from './remote.ts';
import { upload } from './transfer.ts';

/**
 * Uploads the file unless it is there already: after an answer that was lost it is found again by its content.
 * @throws Refused; SluiceError `conflict` when another file is in its place, `io` when it cannot be read here
 */
export async function createItem(http: Http, item: NewItem, signal: AbortSignal): Promise<string> {
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
