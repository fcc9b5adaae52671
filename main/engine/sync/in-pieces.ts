/** Large files to a hub: in pieces, so that what breaks off goes on from there. */
import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import { calls } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { without } from '#core/formats/dataloop/json.ts';
import { hashFile } from '../media/hash.ts';
import { type Http, Refused } from './http.ts';
import type { NewItem } from './remote.ts';
import { answerOf } from './transfer.ts';

/** Bytes of one piece, and of a file that is sent whole at most. */
export const PIECE = 8 * 1024 * 1024;

/**
 * Answers the id of the item that it has become, or that is there already with the same file.
 * @throws Refused; SluiceError `conflict` when another file is in its place, `io` when it cannot be read here
 */
export async function createInPieces(http: Http, item: NewItem, signal: AbortSignal): Promise<string> {
  const { datasetId, name, folder, metadata, path } = item;
  const { sha256, size } = await hashFile(path, signal);
  const body = { datasetId, name, folder, metadata: without(metadata, ['system']), sha256, size };
  const finish = () =>
    http.ask({ method: 'POST', path: '/hub/uploads', body, reply: calls['hub.upload'].output }, signal);
  const file = await open(path).catch((cause: unknown) => {
    throw new SluiceError('io', `"${name}" cannot be read any more.`, {}, { cause });
  });
  try {
    for (;;) {
      const { itemId, received } = await finish();
      if (itemId !== null) return itemId;
      await sendFrom(http, { file, size, from: received, place: `${datasetId}/${sha256}` }, signal);
    }
  } catch (error) {
    if (error instanceof Refused && error.status === 409) throw new SluiceError('conflict', error.message);
    throw error;
  } finally {
    await file.close();
  }
}

type Sending = {
  readonly file: {
    read(into: Buffer, at: number, length: number, from: number): Promise<{ bytesRead: number }>;
  };
  readonly size: number;
  readonly from: number;
  readonly place: string;
};

/** All that is missing, until the hub says that it has come to another place than was thought. */
async function sendFrom(
  http: Http,
  { file, size, from, place }: Sending,
  signal: AbortSignal,
): Promise<void> {
  const buffer = Buffer.allocUnsafe(Math.min(PIECE, size));
  for (let offset = from; offset < size; ) {
    signal.throwIfAborted();
    const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
    if (bytesRead === 0) throw new SluiceError('io', 'The file has become shorter while it was sent.');
    const piece = buffer.subarray(0, bytesRead);
    try {
      offset = await append(http, `/hub/uploads/${place}?offset=${offset}`, piece, signal);
    } catch (error) {
      // Somebody sends the same file, or the answer to a piece was lost: the hub says how far it is.
      if (error instanceof Refused && error.status === 409) return;
      throw error;
    }
  }
}

async function append(http: Http, path: string, piece: Buffer, signal: AbortSignal): Promise<number> {
  const boundary = `sluice-${randomUUID()}`;
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="piece"\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), piece, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  const response = await http.open({ method: 'POST', path, headers, body }, signal);
  return (await answerOf(response, calls['hub.append'].output)).received;
}
