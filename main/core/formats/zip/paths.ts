/** Where in an archive the JSON of an item stands: its remote path, safe to unpack anywhere, and no other's. */

import type { JsonNaming } from '../../model/export-file.ts';

/** What the archive has already. */
export type TakenPaths = {
  readonly file: (path: string) => boolean;
  /** Whether files stand below it. */
  readonly folder: (path: string) => boolean;
};

type Place = { readonly folder: string; readonly name: string };

/**
 * "day 1/a.json": without a slash in front, a backslash, or a part that leads upwards. When another has the path it is
 * "day 1/a.png.json", then "day 1/a.png (2).json" and so on.
 */
export function jsonPath({ folder, name }: Place, naming: JsonNaming, taken: TakenPaths): string {
  const above = folder
    .split('/')
    .filter((part) => part !== '')
    .reduce((path, part) => `${path}${freeFolder(path, safe(part, path === ''), taken)}/`, '');
  const whole = safe(name, above === '');
  const isFree = (path: string) => !taken.file(path) && !taken.folder(path);
  const first = `${above}${naming === 'stem' ? stemOf(whole) : whole}.json`;
  return isFree(first) ? first : numbered((more) => `${above}${whole}${more}.json`, isFree);
}

/** A file may have a folder's name only if it was there before: "a.json" of "a.png" beside a folder "a.json". */
function freeFolder(above: string, part: string, taken: TakenPaths): string {
  if (!part.endsWith('.json')) return part;
  return numbered(
    (more) => `${part}${more}`,
    (tried) => !taken.file(`${above}${tried}`),
  );
}

/** The first that is free of "x", "x (2)", "x (3)" … */
function numbered(make: (more: string) => string, isFree: (path: string) => boolean): string {
  let path = make('');
  for (let number = 2; !isFree(path); number += 1) path = make(` (${number})`);
  return path;
}

/** Without the extension; dots in front belong to the name. */
const stemOf = (name: string) => /^(\.*[^.].*)\.[^.]*$/s.exec(name)?.[1] ?? name;

/** The first part must not name a drive, either. */
function safe(part: string, isFirst: boolean): string {
  const plain = part.replaceAll(/[\\/\p{Cc}]/gu, '_');
  if (plain === '' || plain === '.' || plain === '..') return '_';
  return isFirst ? plain.replace(/^([A-Za-z]):/, '$1_') : plain;
}
