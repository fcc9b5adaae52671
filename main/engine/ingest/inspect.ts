/**
 * Looks at one file with calls that wait, in a thread that is there for it: its stamp, its kind, its hash and, for plain
 * pictures, all facts, from one reading of its bytes.
 */
import { hash } from 'node:crypto';
import {
  closeSync,
  constants,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { kindByExtension, sniffHeader } from '../media/kind.ts';
import { type PictureHeader, readPictureHeader } from '../media/picture-header.ts';
import { isOurs } from './paths.ts';
import { type Sight, type Stamp, sameSight, seen, unseen } from './sight.ts';

/** What is known of a file by its bytes. `header`: null when a decoder has to be asked. */
export type Inspected = {
  readonly kind: 'read';
  readonly media: 'image' | 'video';
  readonly mimetype: string;
  readonly stamp: Stamp;
  readonly sha256: string;
  readonly header: PictureHeader | null;
};

export type Inspection =
  | Inspected
  /** Too large to be held in memory: it has to be hashed piece by piece. */
  | {
      readonly kind: 'large';
      readonly media: 'image' | 'video';
      readonly mimetype: string;
      readonly stamp: Stamp;
    }
  /** Neither a picture nor a video. */
  | { readonly kind: 'foreign'; readonly stamp: Stamp }
  /** A link leads into a folder that Sluice fills itself. */
  | { readonly kind: 'ours' }
  /** It is no file, or it changed while it was read. */
  | { readonly kind: 'unsettled' }
  /** It cannot be read, for a reason that may pass. */
  | { readonly kind: 'failed'; readonly reason: string };

export type Inspector = (path: string) => Inspection;

/** Files up to this size are read at once; most pictures are smaller, and two threads then hold 32 MB at most. */
const WHOLE_BYTES = 16 << 20;
const HEADER_BYTES = 1024;
const LEAST_BUFFER = 64 << 10;

let buffer = Buffer.alloc(0);

/** At least so many bytes; what was in it before is lost. */
function bufferOf(bytes: number): Buffer {
  if (buffer.length < bytes) buffer = Buffer.allocUnsafeSlow(Math.max(LEAST_BUFFER, bytes));
  return buffer;
}

/**
 * Inspects files one after another. Folders are resolved once for all of them, so make a new one every few files.
 * @param own folders that Sluice fills itself, absolute and without links
 */
export function createInspector(own: readonly string[]): Inspector {
  /** By folder, whether its files are Sluice's own. */
  const folders = new Map<string, boolean>();

  /** What is no folder lies in one of ours just when the folder that it is in does. */
  function isInOurs(path: string): boolean {
    const folder = dirname(path);
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const ours = isOurs(own, realpathSync.native(folder));
    folders.set(folder, ours);
    return ours;
  }

  function inspect(path: string): Inspection {
    const first = lstatSync(path);
    const linked = first.isSymbolicLink();
    if (isInOurs(linked ? realpathSync.native(path) : path)) return { kind: 'ours' };
    const before = seen(linked ? statSync(path) : first);
    if (before.kind !== 'file') return { kind: 'unsettled' };
    const result = readWhole(path, before.stamp);
    // Whatever was read of a file that changed meanwhile is a mixture.
    return sameSight(before, lookSync(path)) ? result : { kind: 'unsettled' };
  }

  return (path) => {
    try {
      return inspect(path);
    } catch (error) {
      const sight = unseen(error as NodeJS.ErrnoException);
      return sight.kind === 'unknown' ? { kind: 'failed', reason: sight.reason } : { kind: 'unsettled' };
    }
  };
}

/** Looks at a path, through links, as `look` does. Never throws. */
export function lookSync(path: string): Sight {
  try {
    const stats: Stats | undefined = statSync(path, { throwIfNoEntry: false });
    return stats ? seen(stats) : { kind: 'gone' };
  } catch (error) {
    return unseen(error as NodeJS.ErrnoException);
  }
}

function readWhole(path: string, stamp: Stamp): Inspection {
  const whole = stamp.size <= WHOLE_BYTES;
  // Should a pipe have taken the file's place just now, opening it must not wait for ever.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const wanted = whole ? stamp.size : HEADER_BYTES;
    const bytes = readUpTo(file, bufferOf(wanted), wanted);
    if (bytes.length < wanted) return { kind: 'unsettled' };
    const { kind: media, mimetype } = sniffHeader(bytes.subarray(0, HEADER_BYTES)) ?? kindByExtension(path);
    if (media === 'unknown') return { kind: 'foreign', stamp };
    if (!whole) return { kind: 'large', media, mimetype, stamp };
    const header = media === 'image' ? readPictureHeader(bytes) : null;
    return { kind: 'read', media, mimetype, stamp, sha256: hash('sha256', bytes, 'hex'), header };
  } finally {
    closeSync(file);
  }
}

function readUpTo(file: number, into: Buffer, bytes: number): Buffer {
  let at = 0;
  while (at < bytes) {
    const count = readSync(file, into, at, bytes - at, at);
    if (count === 0) break;
    at += count;
  }
  return into.subarray(0, at);
}
