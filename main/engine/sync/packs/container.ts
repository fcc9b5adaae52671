/**
 * The file of a pack: a line of text, the manifest as JSON, and the bytes of the files one after the other as the manifest
 * lists them. Nothing in it is compressed, named by a path, or left unchecked: the line carries the signature of the
 * manifest, and that the hashes of the files; a byte more or less is noticed.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { isSluiceError, SluiceError } from '#core/errors.ts';
import { isSignedWith, signWith } from './keys.ts';

const VERSION = 1;

/** Bytes. */
const LARGEST_MANIFEST = 256 * 1024 * 1024;
const HEAD = 200;

/** Of version 1: the bytes of the manifest, and its signature. */
const LINE = /^sluicepack 1 ([1-9]\d{0,8}) ([0-9a-f]{128})\n/;

export type PackedFile = { readonly sha256: string; readonly size: number };

/** What is signed says for what: a manifest of another use of the key is none of this. */
const signed = (manifest: Uint8Array) => Buffer.concat([Buffer.from('sluicepack 1\n'), manifest]);

/**
 * Writes a pack; it has its name only when it is whole.
 * @param files where the bytes of the manifest's files are, in its order
 * @throws SluiceError `disk-full`, `io`
 */
export async function writePack(
  path: string,
  pack: {
    readonly manifest: unknown;
    readonly secret: string;
    readonly files: readonly (PackedFile & { readonly path: string })[];
  },
  signal: AbortSignal,
): Promise<void> {
  const manifest = Buffer.from(JSON.stringify(pack.manifest));
  if (manifest.length > LARGEST_MANIFEST) {
    throw new SluiceError(
      'unsupported',
      'There are too many annotations for one pack. Take fewer items at a time.',
    );
  }
  const signature = signWith(pack.secret, signed(manifest)).toString('hex');
  const passing = `${path}.part`;
  async function* parts() {
    yield Buffer.from(`sluicepack ${VERSION} ${manifest.length} ${signature}\n`);
    yield manifest;
    for (const file of pack.files) yield* checked(createReadStream(file.path), file);
  }
  try {
    await pipeline(parts, createWriteStream(passing, { flush: true }), { signal });
    await rename(passing, path);
  } catch (error) {
    await rm(passing, { force: true });
    throw inWords(error, path);
  }
}

/** Passes the bytes on. @throws SluiceError `invalid-input` when they are not those */
async function* checked(parts: AsyncIterable<Buffer>, { sha256, size }: PackedFile) {
  const hash = createHash('sha256');
  let come = 0;
  for await (const part of parts) {
    come += part.length;
    hash.update(part);
    yield part;
  }
  if (come !== size || hash.digest('hex') !== sha256) throw damaged();
}

export type OpenedPack<T> = {
  readonly manifest: T;
  /** Whether the manifest was signed with the key. */
  isBy(key: string): boolean;
  /** Writes the files to a folder, each named by its number, and answers their paths. Throws as `readPack`. */
  extract(files: readonly PackedFile[], folder: string, signal: AbortSignal): Promise<string[]>;
};

/**
 * Reads a pack up to its files.
 * @throws SluiceError `not-found`; `invalid-input` for what is no pack, is damaged, or of another kind; `unsupported` for a
 * newer one
 */
export async function readPack<T extends { readonly kind: PackKind }>(
  path: string,
  kind: T['kind'],
  schema: z.ZodType<T>,
): Promise<OpenedPack<T>> {
  const file = await open(path).catch((error: unknown) => {
    throw inWords(error, path);
  });
  try {
    const size = (await file.stat()).size;
    const { length, signature, from } = lineOf(await bytesOf(file, 0, Math.min(HEAD, size)), path);
    if (length > LARGEST_MANIFEST || from + length > size) throw damaged();
    const bytes = await bytesOf(file, from, length);
    const json = jsonOf(bytes);
    const parsed = schema.safeParse(json);
    if (!parsed.success) {
      const other = kindSchema.safeParse(json).data?.kind ?? kind;
      throw other === kind ? damaged() : new SluiceError('invalid-input', WAYS[other]);
    }
    return {
      manifest: parsed.data,
      isBy: (key) => isSignedWith(key, signed(bytes), signature),
      async extract(files, folder, signal) {
        const whole = files.reduce((sum, one) => sum + one.size, from + length);
        if (whole !== size) throw damaged();
        return await extractAll({ path, at: from + length, files, folder }, signal);
      },
    };
  } finally {
    await file.close();
  }
}

/** What to do with a file that was given in the wrong place. */
const WAYS = {
  pack: 'This is a pack: it is opened on the computer where people label.',
  return: 'This is work that goes back: it is received where its pack was made.',
  outcome: 'This is the outcome of work that went back: it is opened where the work was done.',
} as const;
type PackKind = keyof typeof WAYS;
const kindSchema = z.object({ kind: z.enum(['pack', 'return', 'outcome']) });

function lineOf(head: Buffer, path: string): { length: number; signature: Buffer; from: number } {
  const text = head.toString('latin1');
  const version = /^sluicepack (\d{1,6}) /.exec(text)?.[1];
  if (version === undefined) {
    throw new SluiceError('invalid-input', `"${basename(path)}" is no pack, or its beginning is damaged.`);
  }
  if (version !== String(VERSION)) {
    const message = `"${basename(path)}" was made by a newer Sluice. Update this one, and open it again.`;
    throw new SluiceError('unsupported', message, { version });
  }
  const [line, length, signature = ''] = LINE.exec(text) ?? [];
  if (line === undefined) throw damaged();
  return { length: Number(length), signature: Buffer.from(signature, 'hex'), from: line.length };
}

async function bytesOf(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
  if (bytesRead !== length) throw damaged();
  return buffer;
}

type Extraction = {
  readonly path: string;
  readonly at: number;
  readonly files: readonly PackedFile[];
  readonly folder: string;
};

async function extractAll({ path, at, files, folder }: Extraction, signal: AbortSignal): Promise<string[]> {
  const made: string[] = [];
  let from = at;
  try {
    for (const [number, one] of files.entries()) {
      const target = join(folder, String(number));
      const source =
        one.size === 0
          ? Readable.from([])
          : createReadStream(path, { start: from, end: from + one.size - 1 });
      await pipeline(
        source,
        (parts: AsyncIterable<Buffer>) => checked(parts, one),
        createWriteStream(target),
        {
          signal,
        },
      );
      made.push(target);
      from += one.size;
    }
    return made;
  } catch (error) {
    throw inWords(error, path);
  }
}

export function damaged(): SluiceError {
  const message = 'The pack is damaged, or somebody has changed it. Nothing was taken over: copy it anew.';
  return new SluiceError('invalid-input', message);
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw damaged();
  }
}

function inWords(error: unknown, path: string): unknown {
  if (isSluiceError(error) || !(error instanceof Error) || !('code' in error)) return error;
  const cause = { cause: error };
  if (error.code === 'ENOENT')
    return new SluiceError('not-found', `"${path}" is not there.`, { path }, cause);
  if (error.code === 'ENOSPC')
    return new SluiceError('disk-full', 'There is too little room on the disk.', {}, cause);
  if (error.code === 'ABORT_ERR') return error;
  return new SluiceError('io', `"${path}": ${error.message}`, { path }, cause);
}
