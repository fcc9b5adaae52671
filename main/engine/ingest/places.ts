/**
 * Where the bytes of items are. Items of the same content (an item and its clones in other datasets) share one file,
 * so what is learnt about a file is written to all of them.
 */
import { basename } from 'node:path';
import type { ItemId } from '#core/model/ids.ts';
import { pictureName } from '#core/model/picture.ts';
import type { EngineContext } from '../context.ts';
import {
  findFolder,
  forgetGoneFiles,
  type ItemPlace,
  listFilesWithHash,
  listItemPlaces,
  savePlace,
  setOverwritten,
} from '../db/queries/watched-folders.ts';
import type { Tx } from '../unit.ts';
import { pathIn, placeInDataset } from './paths.ts';
import { look, sameStamp } from './sight.ts';

/** A place with the right bytes in it. */
export type Spot = {
  readonly storage: 'linked' | 'stored';
  /** As `NewItem.location`. */
  readonly location: string;
  /** What an item that is this file is called in its dataset; null when the file stands for no such place. */
  readonly home: { readonly datasetId: string; readonly name: string; readonly folder: string } | null;
};

/** Paths that items of this content are linked to and where nothing is any more. */
export async function deadLocations(ctx: EngineContext, sha256: string): Promise<ReadonlySet<string>> {
  const linked = listItemPlaces(ctx.db, sha256).filter((place) => place.storage === 'linked');
  const paths = [...new Set(linked.map((place) => place.location))];
  const sights = await Promise.all(paths.map(look));
  return new Set(paths.filter((_, at) => sights[at]?.kind === 'gone'));
}

/** Another file of the same content in a watched folder, unchanged since it was read; null when there is none. */
export async function otherSpot(ctx: EngineContext, sha256: string, notAt: string): Promise<Spot | null> {
  for (const file of listFilesWithHash(ctx.db, sha256)) {
    const folder = findFolder(ctx.db, file.folderId);
    const location = folder ? pathIn(folder.path, file.path) : notAt;
    if (!folder || location === notAt) continue;
    const sight = await look(location);
    if (sight.kind !== 'file' || !sameStamp(sight.stamp, file)) continue;
    return {
      storage: 'linked',
      location,
      home: { datasetId: folder.datasetId, ...placeInDataset(file.path) },
    };
  }
  return null;
}

/**
 * The bytes are at the spot: items that miss them, or are linked to a path where nothing is any more, go there.
 * Answers which.
 */
export function found(tx: Tx, sha256: string, spot: Spot, dead: ReadonlySet<string>): ReadonlySet<string> {
  const places = listItemPlaces(tx.db, sha256).filter(
    (place) =>
      place.storage === 'missing' ||
      (place.storage === 'linked' && (dead.has(place.location) || spot.storage === 'stored')),
  );
  for (const place of places) moveTo(tx, place, spot);
  if (places.length > 0) forgetGoneFiles(tx.db, sha256);
  return new Set(places.map((place) => place.id));
}

/**
 * The bytes are not at the path any more: items linked to it go to the other spot or to the workspace's copy, or count
 * as missing. Answers whether some item misses its file now.
 * @param by what is at the path instead; null when nothing is
 */
export function lost(
  tx: Tx,
  sha256: string,
  location: string,
  other: Spot | null,
  by: Successor | null = null,
): boolean {
  const all = listItemPlaces(tx.db, sha256);
  const places = all.filter((place) => place.location === location);
  // An item of another dataset may have brought a copy into the workspace.
  const kept = all.find(({ storage }) => storage === 'stored');
  const to = other ?? (kept ? ({ storage: 'stored', location: kept.location, home: null } as const) : null);
  for (const place of places.filter(({ storage }) => storage === 'linked')) {
    if (to) moveTo(tx, place, to);
    else if (by) overwrite(tx, place, sha256, by);
    else miss(tx, place);
  }
  return to === null && places.some(({ storage }) => storage !== 'stored');
}

/** The item of the content that has taken the place of another. */
export type Successor = { readonly itemId: ItemId; readonly sha256: string };

/**
 * An item is its content: what is labelled stays with the labels, and what is at the path now is another item. Each says
 * so, for only a person can tell whether the labels fit the new picture as well.
 */
function overwrite(tx: Tx, place: ItemPlace, sha256: string, by: Successor): void {
  savePlace(tx.db, { ...place, storage: 'missing' }, tx.now);
  setOverwritten(tx.db, place.id, { ...by, at: tx.now });
  tx.changes.dataset(place.datasetId);
  const hashes = `It was ${short(sha256)} and is ${short(by.sha256)} (SHA-256)`;
  tx.explain({
    itemId: place.id,
    kind: 'overwritten',
    text: `Its file was changed: ${place.location}. ${hashes}. Labels stay with what they were drawn on; what the file holds now is an item of its own.`,
  });
  tx.explain({
    itemId: by.itemId,
    kind: 'successor',
    text: `Its file held something else before: ${place.location}. ${hashes}. The labels of that stay with the item of that.`,
  });
}

/** Enough of a hash to tell two apart. */
const short = (sha256: string) => sha256.slice(0, 16);

function miss(tx: Tx, place: ItemPlace): void {
  savePlace(tx.db, { ...place, storage: 'missing' }, tx.now);
  tx.changes.dataset(place.datasetId);
  const text = `Its file is gone: ${place.location}. Labels stay. Put the file back, there or anywhere in a watched folder.`;
  tx.explain({ itemId: place.id, kind: 'missing', text });
}

function moveTo(tx: Tx, place: ItemPlace, spot: Spot): void {
  // An item that is called what its file was called goes on being called what its file is called.
  const follows =
    spot.storage === 'linked' &&
    spot.home?.datasetId === place.datasetId &&
    place.name === pictureName(basename(place.location), place);
  const called =
    follows && spot.home ? { name: pictureName(spot.home.name, place), folder: spot.home.folder } : {};
  savePlace(tx.db, { ...place, ...called, storage: spot.storage, location: spot.location }, tx.now);
  tx.changes.dataset(place.datasetId);
  tx.explain({ itemId: place.id, ...explanation(place, spot) });
}

function explanation(place: ItemPlace, spot: Spot): { kind: string; text: string } {
  if (spot.storage === 'stored')
    return { kind: 'stored', text: 'The workspace keeps a copy of its file now.' };
  if (place.location === spot.location)
    return { kind: 'returned', text: `Its file is back: ${spot.location}` };
  return { kind: 'moved', text: `Its file was moved from ${place.location} to ${spot.location}` };
}
