/**
 * Compares what is in a folder with what the database knows of it, so that only what differs is looked at. Both come in
 * one order and are walked through side by side: neither is ever held as a whole.
 */
import type { KnownFile } from '../db/queries/watched-folders.ts';
import { byteOrder } from './byte-order.ts';
import type { ScanChunk } from './scan.ts';
import { type Stamp, sameStamp } from './sight.ts';

export type Difference = {
  /** New or changed files. */
  readonly changed: ReadonlyArray<readonly [name: string, stamp: Stamp]>;
  /** Files that are just as they were, although their item counts as missing. */
  readonly back: ReadonlyArray<readonly [name: string, stamp: Stamp]>;
};

export type ComparisonOptions = {
  /** The next files that are known, in the order of their paths' bytes; none at the end. */
  readonly page: (after: string) => readonly KnownFile[];
  /** True to look again at unchanged files that could not be used. */
  readonly retry: boolean;
};

export type Comparison = {
  /** Takes the next part of a listing. */
  take(chunk: ScanChunk): Difference;
  /** The listing is complete: known files that were not listed, and nothing hides. */
  end(): readonly string[];
};

export function createComparison({ page, retry }: ComparisonOptions): Comparison {
  const unreachable = new Set<string>();
  const absent: string[] = [];
  let rows = page('');
  let at = 0;

  /** The known file that comes next. */
  function current(): KnownFile | null {
    const last = rows.at(-1);
    if (at === rows.length && last) {
      rows = page(last.path);
      at = 0;
    }
    return rows[at] ?? null;
  }

  function passBy({ path, state }: KnownFile): void {
    at += 1;
    if (state !== 'gone' && !isHidden(path, unreachable)) absent.push(path);
  }

  /** The known file of this name, when there is one; those before it were not listed. */
  function seek(name: string): KnownFile | null {
    for (let row = current(); row; row = current()) {
      const order = byteOrder(row.path, name);
      if (order > 0) return null;
      if (order < 0) passBy(row);
      else {
        at += 1;
        return row;
      }
    }
    return null;
  }

  return {
    take(chunk) {
      const changed: [string, Stamp][] = [];
      const back: [string, Stamp][] = [];
      for (const [name] of chunk.unreachable) unreachable.add(name);
      for (const [index, name] of chunk.names.entries()) {
        const [size = 0, modifiedMs = 0] = [chunk.stamps[index * 2], chunk.stamps[index * 2 + 1]];
        const stamp = { size, modifiedMs };
        const row = seek(name);
        if (!row || !sameStamp(row, stamp) || (retry && row.state === 'problem')) changed.push([name, stamp]);
        else if (row.state === 'gone' || row.lost === 1) back.push([name, stamp]);
      }
      return { changed, back };
    },
    end() {
      for (let row = current(); row; row = current()) passBy(row);
      return absent;
    },
  };
}

/** True when the path, or a folder above it, could not be reached. */
function isHidden(name: string, unreachable: ReadonlySet<string>): boolean {
  if (unreachable.size === 0) return false;
  const parts = name.split('/');
  return parts.some((_, at) => unreachable.has(parts.slice(0, at + 1).join('/')));
}
