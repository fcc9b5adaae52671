/** Files from and to a remote. */
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { isSluiceError, SluiceError } from '#core/errors.ts';
import { type Http, Refused } from './http.ts';

/** Times that a download goes on where it broke off. */
const TRIES = 5;

type Download = {
  /** Below the remote's address. */
  readonly path: string;
  readonly output: string;
  /** Bytes that it must have in the end. */
  readonly size: number;
  /** Told how many of them are there. */
  readonly came?: (bytes: number) => void;
};

/**
 * Downloads into the file. What breaks off goes on from there.
 * @throws Refused; SluiceError `remote-offline`, `media-unreadable` when the remote's is longer or shorter, `disk-full`
 */
export async function download(
  http: Http,
  { path, output, size, came = () => undefined }: Download,
  signal: AbortSignal,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const from = await sizeOf(output);
    // All of it came before, and the program ended before it was looked at.
    if (from === size && size > 0) return;
    try {
      const response = await http.open({ method: 'GET', path, headers: { range: `bytes=${from}-` } }, signal);
      // 200: the server sends all of it, whatever it was asked for.
      const isRest = response.statusCode === 206 && from > 0;
      const counted = counting({ from: isRest ? from : 0, size, came });
      await pipeline(response, counted, createWriteStream(output, { flags: isRest ? 'a' : 'w' }), { signal });
      if ((await sizeOf(output)) === size) return;
      throw new SluiceError('remote-offline', `Of ${size} bytes only ${await sizeOf(output)} came.`);
    } catch (error) {
      signal.throwIfAborted();
      const known = broken(error, size);
      if (tries === TRIES || !isSluiceError(known, 'remote-offline')) throw known;
    }
  }
}

/** Tells how much there is, and breaks off what is longer than it may be, before it fills the disk. */
function counting({ from, size, came }: { from: number; size: number; came: (bytes: number) => void }) {
  return async function* (parts: AsyncIterable<Buffer>) {
    let there = from;
    for await (const part of parts) {
      there += part.length;
      if (there > size) throw otherFile(size);
      yield part;
      came(there);
    }
  };
}

function otherFile(size: number): SluiceError {
  return new SluiceError(
    'media-unreadable',
    `The remote's file has not the ${size} bytes that it should have.`,
  );
}

function broken(error: unknown, size: number): unknown {
  // Nothing is there where the rest should be.
  if (error instanceof Refused && error.status === 416) return otherFile(size);
  if (isSluiceError(error) || !(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'ENOSPC') return new SluiceError('disk-full', 'The disk is full.', {}, { cause: error });
  return new SluiceError('remote-offline', `The download broke off: ${error.message}`, {}, { cause: error });
}

const sizeOf = (path: string) =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

const uploadedSchema = z.object({ id: z.string().min(1) });

export type Upload = {
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly file: { readonly path: string; readonly name: string; readonly mimetype: string };
};

/** Uploads a file and answers the item that it has become, and whether that is new. Throws as `Http.open`. */
export async function upload(
  http: Http,
  { path, fields, file }: Upload,
  signal: AbortSignal,
): Promise<{ id: string; op: string | null }> {
  const boundary = `sluice-${crypto.randomUUID()}`;
  const response = await http.open(
    {
      method: 'POST',
      path,
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      body: partsOf(boundary, fields, file),
    },
    signal,
  );
  const { id } = await answerOf(response, uploadedSchema);
  const { 'x-item-op': op } = response.headers;
  return { id, op: typeof op === 'string' ? op : null };
}

/** @throws SluiceError `remote-offline` for an answer that breaks off or cannot be read: the work may have been done */
export async function answerOf<T>(response: AsyncIterable<unknown>, schema: z.ZodType<T>): Promise<T> {
  try {
    const parts: Buffer[] = [];
    for await (const part of response) parts.push(part as Buffer);
    return schema.parse(JSON.parse(Buffer.concat(parts).toString('utf8')));
  } catch (cause) {
    throw new SluiceError(
      'remote-offline',
      'The upload was answered with something unreadable.',
      {},
      { cause },
    );
  }
}

async function* partsOf(boundary: string, fields: Upload['fields'], file: Upload['file']) {
  for (const [name, value] of Object.entries(fields)) {
    yield Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  }
  const name = encodeURIComponent(file.name).replaceAll('%20', ' ');
  yield Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n` +
      `content-type: ${file.mimetype}\r\n\r\n`,
  );
  yield* createReadStream(file.path) as AsyncIterable<Buffer>;
  yield Buffer.from(`\r\n--${boundary}--\r\n`);
}
