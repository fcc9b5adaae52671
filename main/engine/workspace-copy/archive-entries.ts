/**
 * Reads the headers of a tar archive, one after the other, from anywhere: it is given by strangers, so nothing in it is
 * believed. Only plain files are read; links, devices and folders are refused, as our archives have none.
 */
import type { FileHandle } from 'node:fs/promises';
import { SluiceError } from '#core/errors.ts';

export type ArchiveEntry = {
  readonly path: string;
  /** Bytes, and where they begin in the archive. */
  readonly size: number;
  readonly start: number;
};

const BLOCK = 512;
/** A long name and a size take a few hundred bytes. */
const LONGEST_EXTRA = 64 * 1024;
/** Programs round an archive up, usually to 10 KiB. */
const LONGEST_PADDING = 1 << 20;

/** @throws SluiceError `invalid-input`: not a tar archive, cut short, or with what has no place in it. */
export async function* archiveEntries(handle: FileHandle, name: string): AsyncGenerator<ArchiveEntry> {
  const { size: total } = await handle.stat();
  let extra: Extra = {};
  for (let at = 0; ; ) {
    const header = await readAt(handle, at, BLOCK);
    if (header.length < BLOCK) throw refusal(name, 'it is cut short');
    if (isZero(header)) return await requireEnd(handle, { at, total, name });
    const { path, size: ownSize, type } = decodeHeader(header, name);
    const size = type === 'x' ? ownSize : (extra.size ?? ownSize);
    const start = at + BLOCK;
    if (start + size > total) throw refusal(name, 'it is cut short');
    at = start + Math.ceil(size / BLOCK) * BLOCK;
    if (type === 'x') {
      if (size > LONGEST_EXTRA) throw refusal(name, 'one of its headers is too long');
      extra = decodeExtra((await readAt(handle, start, size)).toString('utf8'), name);
      continue;
    }
    if (type !== '0' && type !== '\0') {
      throw refusal(name, `it has ${JSON.stringify(path.slice(0, 200))}, which is no plain file`);
    }
    yield { path: extra.path ?? path, size, start };
    extra = {};
  }
}

/** The bytes of an entry. */
export async function* bytesOf(handle: FileHandle, { start, size }: ArchiveEntry): AsyncGenerator<Buffer> {
  const CHUNK = 1 << 20;
  for (let done = 0; done < size; ) {
    const chunk = await readAt(handle, start + done, Math.min(CHUNK, size - done));
    if (chunk.length === 0) throw new SluiceError('io', 'The archive became shorter while it was read.');
    done += chunk.length;
    yield chunk;
  }
}

export function refusal(name: string, what: string): SluiceError {
  return new SluiceError(
    'invalid-input',
    `${name} cannot be restored: ${what}. Take another backup, or copy this one again from where it came from.`,
    { name },
  );
}

type Extra = { readonly path?: string; readonly size?: number };

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function decodeHeader(header: Buffer, name: string): { path: string; size: number; type: string } {
  const sum = Number.parseInt(text(header, 148, 8), 8);
  let counted = 8 * 32;
  for (const [at, byte] of header.entries()) if (at < 148 || at >= 156) counted += byte;
  if (sum !== counted || text(header, 257, 5) !== 'ustar') throw refusal(name, 'it is not a tar archive');
  const prefix = text(header, 345, 155);
  const own = text(header, 0, 100);
  return {
    path: prefix === '' ? own : `${prefix}/${own}`,
    size: decodeSize(header, name),
    type: String.fromCharCode(header[156] ?? 0),
  };
}

/** Octal digits, or from 8 GiB on a binary number that is marked by its first bit. */
function decodeSize(header: Buffer, name: string): number {
  const binary = ((header[124] ?? 0) & 0x80) !== 0;
  const size = binary
    ? Number(header.readBigUInt64BE(128))
    : Number.parseInt(text(header, 124, 12) || '0', 8);
  if (Number.isSafeInteger(size) && size >= 0) return size;
  throw refusal(name, 'one of its headers has no size');
}

/** Lines like "24 path=originals/00/…", each beginning with its own length in bytes. */
function decodeExtra(records: string, name: string): Extra {
  let rest = Buffer.from(records);
  let extra: Extra = {};
  while (rest.length > 0) {
    const space = rest.indexOf(0x20);
    const length = Number(rest.subarray(0, Math.max(0, space)).toString());
    const end = Number.isSafeInteger(length) && length > space + 2 && length <= rest.length;
    if (space < 1 || !end) throw refusal(name, 'one of its headers is damaged');
    const record = rest.subarray(space + 1, length - 1).toString('utf8');
    const equals = record.indexOf('=');
    const [key, value] = [record.slice(0, equals), record.slice(equals + 1)];
    if (key === 'path') extra = { ...extra, path: value };
    if (key === 'size') {
      if (!/^\d{1,15}$/.test(value)) throw refusal(name, 'one of its headers has no size');
      extra = { ...extra, size: Number(value) };
    }
    rest = rest.subarray(length);
  }
  return extra;
}

function text(header: Buffer, from: number, length: number): string {
  const field = header.subarray(from, from + length);
  const end = field.indexOf(0);
  return field
    .subarray(0, end < 0 ? length : end)
    .toString('utf8')
    .trim();
}

/** After the last entry come zeros only. */
async function requireEnd(
  handle: FileHandle,
  { at, total, name }: { at: number; total: number; name: string },
): Promise<void> {
  if (total - at > LONGEST_PADDING) throw refusal(name, 'something stands behind its end');
  const rest = await readAt(handle, at, total - at);
  if (!isZero(rest)) throw refusal(name, 'something stands behind its end');
  if (rest.length < 2 * BLOCK) throw refusal(name, 'it is cut short');
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}
