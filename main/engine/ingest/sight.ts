/** What is at a path right now, as far as the file system tells without reading it. */
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';

export type Stamp = {
  /** Bytes. */
  readonly size: number;
  /**
   * When the file was last written or given its name, in milliseconds since 1970 with the file system's fractions.
   * Not the time of writing alone: pictures of one size that an archive gave one time may change places.
   */
  readonly modifiedMs: number;
};

export type Sight =
  | { readonly kind: 'file'; readonly stamp: Stamp }
  /** Nothing, or a link that leads nowhere. */
  | { readonly kind: 'gone' }
  /** A folder, a pipe, a device. */
  | { readonly kind: 'other' }
  /** The file system would not say (no permission, a lost connection): nothing may be concluded. */
  | { readonly kind: 'unknown'; readonly reason: string };

const GONE = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']);

/** Looks at a path, through links. Never throws. */
export async function look(path: string): Promise<Sight> {
  try {
    return seen(await stat(path));
  } catch (error) {
    return unseen(error as NodeJS.ErrnoException);
  }
}

/** What the file system has told of a path. */
export function seen(stats: Stats): Sight {
  if (!stats.isFile()) return { kind: 'other' };
  return { kind: 'file', stamp: { size: stats.size, modifiedMs: Math.max(stats.mtimeMs, stats.ctimeMs) } };
}

/** What it means that the file system has told nothing. */
export function unseen({ code, message }: NodeJS.ErrnoException): Sight {
  if (code !== undefined && GONE.has(code)) return { kind: 'gone' };
  return code === 'ELOOP' ? { kind: 'other' } : { kind: 'unknown', reason: message };
}

export function sameStamp(a: Stamp, b: Stamp): boolean {
  return a.size === b.size && a.modifiedMs === b.modifiedMs;
}

export function sameSight(a: Sight, b: Sight): boolean {
  return a.kind === 'file' && b.kind === 'file' ? sameStamp(a.stamp, b.stamp) : a.kind === b.kind;
}
