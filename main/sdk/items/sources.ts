/** What can be uploaded: files, folders, bytes and streams. */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join, posix, relative, sep } from 'node:path';

/** A path of this computer, bytes, or a stream; a function that opens a stream can be asked again when a try fails. */
export type Source =
  | string
  | URL
  | Blob
  | Uint8Array
  | ReadableStream<Uint8Array>
  | (() => ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>);

export type Opened = {
  /** Without folders; empty when the source has none. */
  readonly name: string;
  /** Bytes; null when nobody knows before the end. */
  readonly size: number | null;
  /** Whether it can be read once more. */
  readonly again: boolean;
  readonly read: () => AsyncIterable<Uint8Array>;
};

/** @throws Error of Node's when a file cannot be read. */
export async function openSource(source: Source): Promise<Opened> {
  if (typeof source === 'string' || source instanceof URL) {
    const { size } = await stat(source);
    const name = basename(decodeURIComponent(source instanceof URL ? source.pathname : source));
    return { name, size, again: true, read: () => createReadStream(source) };
  }
  if (source instanceof Blob) {
    const name = 'name' in source && typeof source.name === 'string' ? source.name : '';
    return { name, size: source.size, again: true, read: () => source.stream() };
  }
  if (source instanceof Uint8Array) {
    return { name: '', size: source.byteLength, again: true, read: () => once(source) };
  }
  if (typeof source === 'function') return { name: '', size: null, again: true, read: source };
  return { name: '', size: null, again: false, read: () => source };
}

/** Bytes of one piece, so that there is progress to tell of. */
const PIECE = 256 * 1024;

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

export type FileInFolder = {
  readonly path: string;
  /** Folder below the root, as a remote path: `/` or `/a/b`. */
  readonly dir: string;
};

/** All files below a folder, those of its folders as well, in order; without hidden ones. */
export async function* filesIn(root: string): AsyncGenerator<FileInFolder> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of paths.toSorted()) {
    const parts = relative(root, path).split(sep);
    if (parts.some((part) => part.startsWith('.'))) continue;
    yield { path, dir: posix.join('/', ...parts.slice(0, -1)) };
  }
}

/** By the end of the name; servers look into the file itself. */
const TYPES: Readonly<Record<string, string>> = {
  '.avi': 'video/x-msvideo',
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
  '.mkv': 'video/x-matroska',
  '.mov': 'video/quicktime',
  '.mp4': 'video/mp4',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
  '.txt': 'text/plain',
  '.webm': 'video/webm',
  '.webp': 'image/webp',
};

export function typeOf(name: string): string {
  return TYPES[extname(name).toLowerCase()] ?? 'application/octet-stream';
}
