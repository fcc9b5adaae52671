/** Bodies that come in parts (multipart/form-data, RFC 7578): a few short fields, and a file of any length. */
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { SluiceError } from '#core/errors.ts';
import { HttpError } from './errors.ts';

/** Where the file goes, given the fields that came before it and the name it came under. */
export type PlaceFor = (fields: Readonly<Record<string, string>>, fileName: string) => Promise<string>;

export type Received = {
  readonly fields: Readonly<Record<string, string>>;
  /** Null when none was sent. */
  readonly file: ReceivedFile | null;
};

export type ReceivedFile = {
  readonly path: string;
  readonly name: string;
  /** For whoever does not want it after all. */
  readonly discard: () => Promise<void>;
};

const LIMITS = {
  /** Bytes of a field: metadata is JSON of some size. */
  fieldSize: 4 * 1024 * 1024,
  fieldNameSize: 100,
  fields: 20,
  files: 1,
  parts: 25,
  headerPairs: 50,
};

/**
 * Reads the whole body. The file is written as it comes, so its length takes no memory; when anything goes wrong
 * nothing of it stays.
 * @throws HttpError 400 for a body that breaks off or is none, 413 for fields that are too long; SluiceError `disk-full`,
 * `io`, and what `placeFor` throws.
 */
export async function receiveParts(request: IncomingMessage, placeFor: PlaceFor): Promise<Received> {
  const fields: Record<string, string> = Object.create(null);
  let writing: Promise<Received['file']> = Promise.resolve(null);
  let written: string | null = null;
  const coming: Readable[] = [];
  const parser = openParser(request);
  const limit = (what: string) => () => parser.destroy(new HttpError(413, `The body has too many ${what}.`));
  parser.on('field', (name, value, _cutName, cut) => {
    if (cut) parser.destroy(new HttpError(413, `The field "${name}" is too long.`));
    else fields[name] = value;
  });
  parser.on('file', (_field, content, fileName) => {
    coming.push(content);
    let broken: Error | null = null;
    // It may break off before anybody reads it.
    content.on('error', (error: Error) => {
      broken = error;
    });
    writing = (async () => {
      const path = await placeFor(fields, fileName);
      if (broken) throw broken;
      written = path;
      await pipeline(content, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
      return { path, name: fileName, discard: () => rm(path, { force: true }) };
    })();
    // It is waited for below; until then it may fail without anybody's notice.
    writing.catch((error: unknown) => {
      content.resume();
      parser.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  parser.on('partsLimit', limit('parts'));
  parser.on('filesLimit', limit('files'));
  parser.on('fieldsLimit', limit('fields'));
  try {
    await pipeline(request, parser);
    return { fields, file: await writing };
  } catch (error) {
    // Whoever reads the file would wait for its end.
    for (const content of coming) content.destroy(error instanceof Error ? error : new Error(String(error)));
    const failed = await writing.then(
      () => null,
      (cause: unknown) => cause,
    );
    if (written !== null) await rm(written, { force: true });
    throw reasonOf(failed ?? error);
  }
}

function openParser(request: IncomingMessage): BusboyInstance {
  try {
    const type = request.headers['content-type'] ?? '';
    return new Busboy({ headers: { ...request.headers, 'content-type': type }, limits: LIMITS });
  } catch (error) {
    throw reasonOf(error);
  }
}

function reasonOf(error: unknown): unknown {
  if (error instanceof HttpError || error instanceof SluiceError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new SluiceError('disk-full', 'The disk is full. Free some space, then send the file again.');
  }
  if (code !== undefined && /^E[A-Z]+$/.test(code) && code !== 'ECONNRESET' && code !== 'EPIPE') {
    return new SluiceError('io', `The file could not be written: ${message}`, {}, { cause: error });
  }
  return new HttpError(400, `The body breaks off, or is not what its type says: ${message}`);
}
