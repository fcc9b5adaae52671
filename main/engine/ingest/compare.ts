/** Compares what is in a folder with what the database knows of it, so that only what differs is looked at. */
import type { IngestFile } from '../db/queries/watched-folders.ts';
import type { FolderScan } from './scan.ts';
import { type Stamp, sameStamp } from './sight.ts';

export type Difference = {
  /** New or changed files. */
  readonly changed: ReadonlyMap<string, Stamp>;
  /** Known files that were not listed. */
  readonly absent: readonly string[];
  /** Files that are just as they were, although their item counts as missing. */
  readonly back: readonly string[];
};

export type Known = {
  readonly rows: readonly IngestFile[];
  /** Names whose item counts as missing. */
  readonly lost: ReadonlySet<string>;
  /** True to look again at unchanged files that could not be used. */
  readonly retry: boolean;
};

export function compareFolder(scan: FolderScan, { rows, lost, retry }: Known): Difference {
  const byName = new Map(rows.map((row) => [row.path, row]));
  const changed = new Map<string, Stamp>();
  const back: string[] = [];
  for (const [name, stamp] of scan.files) {
    const row = byName.get(name);
    if (!row || !sameStamp(row, stamp) || (retry && row.state === 'problem')) {
      changed.set(name, stamp);
    } else if (row.state === 'gone' || lost.has(name)) {
      back.push(name);
    }
  }
  const absent = rows
    .filter(
      (row) => row.state !== 'gone' && !scan.files.has(row.path) && !isHidden(row.path, scan.unreachable),
    )
    .map((row) => row.path);
  return { changed, absent, back };
}

/** True when the path, or a folder above it, could not be reached. */
function isHidden(name: string, unreachable: ReadonlyMap<string, string>): boolean {
  if (unreachable.size === 0) return false;
  const parts = name.split('/');
  return parts.some((_, at) => unreachable.has(parts.slice(0, at + 1).join('/')));
}
