/** Holds what the engine knows against the files on disk. Every difference is a sentence. */
import { existsSync } from 'node:fs';
import { basename, isAbsolute, join, posix } from 'node:path';
import type { IngestProblem, WatchedFolder } from '#core/model/watched-folder.ts';
import type { ReadableDb } from '#engine/db/driver.ts';
import { listItemEvents } from '#engine/db/queries/events.ts';
import { wrongCounters } from '../counters.ts';
import type { Disk } from './disk.ts';
import { keyOf, look, type Model, type Place, type View } from './model.ts';
import type { Watch } from './watches.ts';

/** What the engine answers at one moment. */
export type Answers = {
  readonly folders: readonly WatchedFolder[];
  /** By folder. */
  readonly problems: ReadonlyMap<string, readonly IngestProblem[]>;
  readonly db: ReadableDb;
  /** The workspace's folder. */
  readonly root: string;
};

export type Comparison = {
  readonly differences: readonly string[];
  readonly places: readonly Place[];
};

export function listPlaces(db: ReadableDb): Place[] {
  return db.all<Place>(
    `SELECT id, dataset_id AS datasetId, sha256, storage, location, name, folder, overwritten IS NOT NULL AS flagged
     FROM item ORDER BY id`,
  );
}

export async function compare(
  disk: Disk,
  model: Model,
  watches: readonly Watch[],
  answers: Answers,
): Promise<Comparison> {
  const views = await look(disk, watches);
  const places = listPlaces(answers.db);
  const differences = [
    ...findMissedFiles(views, places),
    ...findDoubled(places),
    ...findLost(model, places),
    ...(await findWrongPlaces({ disk, model, views, places, answers })),
    ...(model.isOfOneDataset() ? findWrongNames(views, places) : []),
    ...findWrongFolders(views, answers),
    ...places.flatMap((place) => findWrongHistory(answers.db, place)),
    ...findLostLabels(model, answers.db),
    ...wrongCounters(answers.db).map((one) => `a counter is wrong: ${JSON.stringify(one)}`),
  ];
  return { differences, places };
}

/**
 * All that a person may see of it, to be compared with itself later; nothing of folders that are not there: when that is
 * noticed is a matter of luck.
 */
export function snapshot(answers: Answers): ReadonlyMap<string, unknown> {
  const places = listPlaces(answers.db).map((place) => [
    place.id,
    { ...place, events: eventsOf(answers.db, place) },
  ]);
  const folders = answers.folders
    .filter(({ path }) => existsSync(path))
    .map((folder) => [
      folder.id,
      // How fast files come in changes by itself.
      {
        ...folder,
        rate: null,
        problems: (answers.problems.get(folder.id) ?? []).map(({ path }) => path).toSorted(),
      },
    ]);
  return new Map(Object.entries(Object.fromEntries([...places, ...folders])));
}

/** What one snapshot has that another has not, or has otherwise. */
export function changes(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((id) => {
    const [was, is] = [before, after].map((one) => JSON.stringify(one.get(id) ?? null));
    return was === is ? [] : [`looking again changed ${was} into ${is}`];
  });
}

function findMissedFiles(views: readonly View[], places: readonly Place[]): string[] {
  const have = new Set(places.map((place) => keyOf(place.datasetId, place.sha256)));
  return views.flatMap(({ watch, files }) =>
    [...files.values()]
      .filter(({ verdict, sha256 }) => verdict === 'item' && !have.has(keyOf(watch.dataset, sha256)))
      .map(({ path }) => `missed: ${told(path)} is no item of the dataset of "${watch.slot}"`),
  );
}

function findDoubled(places: readonly Place[]): string[] {
  const seen = new Set<string>();
  return places.flatMap((place) => {
    const key = keyOf(place.datasetId, place.sha256);
    const twice = seen.has(key);
    seen.add(key);
    return twice ? [`twice: ${inWords(place)}`] : [];
  });
}

function findLost(model: Model, places: readonly Place[]): string[] {
  const have = new Map(places.map((place) => [keyOf(place.datasetId, place.sha256), place]));
  const lost = [...model.known].filter(([key, id]) => have.get(key)?.id !== id);
  const strange = places.filter((place) => !model.mayBe(place.datasetId, place.sha256));
  return [
    ...lost.map(([key, id]) => `lost: the item ${id} of content ${key} is not there any more`),
    ...strange.map((place) => `strange: no folder ever showed ${inWords(place)}`),
  ];
}

type Scene = {
  readonly disk: Disk;
  readonly model: Model;
  readonly views: readonly View[];
  readonly places: readonly Place[];
  readonly answers: Answers;
};

/** Items that say that their file is where it is not, or is nowhere although it is somewhere. */
async function findWrongPlaces({ disk, model, views, places, answers }: Scene): Promise<string[]> {
  const wrong: string[] = [];
  const visible = new Set<string>();
  const copied = new Set<string>();
  for (const { watch, files } of views) {
    for (const { verdict, sha256 } of files.values()) {
      if (verdict !== 'item') continue;
      visible.add(sha256);
      if (watch.mode === 'copy') copied.add(keyOf(watch.dataset, sha256));
    }
  }
  const kept = new Set(places.filter(({ storage }) => storage === 'stored').map(({ sha256 }) => sha256));
  for (const place of places) {
    const { storage, sha256, location } = place;
    const there =
      (await disk.hashAt(isAbsolute(location) ? location : join(answers.root, location))) === sha256;
    const say = (what: string) => wrong.push(`${what}: ${inWords(place)}`);
    if (storage === 'stored' ? !there : storage === 'linked' && !there && isWatched(views, location)) {
      say('says that its file is there, and it is not');
    }
    if (storage === 'missing') {
      if (visible.has(sha256)) say('misses its file, and a watched folder shows it');
      if (kept.has(sha256)) say('misses its file, and the workspace has a copy');
      if (model.steady.has(place.id)) say('misses its file, and it was there all along');
    }
    if (storage !== 'stored') {
      if (model.wasStored(sha256) && !kept.has(sha256)) say('was copied, and is not any more');
      if (copied.has(keyOf(place.datasetId, sha256))) say('is not copied, and a folder that copies shows it');
    }
  }
  return wrong;
}

/** True when a folder that is watched now would show a file there. */
function isWatched(views: readonly View[], location: string): boolean {
  return views.some(
    ({ watch }) =>
      location.startsWith(`${watch.path}/`) && watch.choice.wants(location.slice(watch.path.length + 1)),
  );
}

/**
 * Where no folder of another dataset ever held an item's file, the item is called what its file is called: counted from
 * some watched folder on, which may be the outer one or the inner one, and need not be watched any more.
 */
function findWrongNames(views: readonly View[], places: readonly Place[]): string[] {
  return places
    .filter(({ storage, location }) => storage === 'linked' && isWatched(views, location))
    .filter(
      ({ name, folder, location }) =>
        name !== basename(location) || !location.endsWith(posix.join('/', folder, name)),
    )
    .map((place) => `is called otherwise than its file: ${inWords(place)}`);
}

function findWrongFolders(views: readonly View[], answers: Answers): string[] {
  return views.flatMap(({ watch, files }) => {
    const folder = answers.folders.find((one) => one.id === watch.id);
    if (!folder) return [`"${watch.slot}" is not watched`];
    const names = (verdict: string) =>
      [...files].filter(([, file]) => file.verdict === verdict).map(([name]) => name);
    const problems = (answers.problems.get(folder.id) ?? []).map((one) => one.path);
    const says = { state: folder.state, imported: folder.imported, waiting: folder.waiting };
    const must = { state: 'watching', imported: names('item').length, waiting: 0 };
    return [
      ...differ(`"${watch.slot}"`, says, must),
      ...differ(`problems of "${watch.slot}"`, problems.toSorted(), names('problem').toSorted()),
      ...differ(`count of problems of "${watch.slot}"`, folder.problems, problems.length),
    ];
  });
}

function differ(what: string, says: unknown, must: unknown): string[] {
  const [is, should] = [JSON.stringify(says), JSON.stringify(must)];
  return is === should ? [] : [`${what}: is ${is} and should be ${should}`];
}

const eventsOf = (db: ReadableDb, { id }: Place): string[] =>
  listItemEvents(db, id, { before: Number.MAX_SAFE_INTEGER, limit: 1000 })
    .map((event) => event.kind)
    .toReversed();

/** By its history alone: where the item's file must be now. */
function findWrongHistory(db: ReadableDb, place: Place): string[] {
  const events = eventsOf(db, place);
  const wrong = (why: string) => [`${why}: ${inWords(place)}, whose history is ${events.join(', ')}`];
  if (events[0] !== 'arrived' || events.lastIndexOf('arrived') > 0) return wrong('did not arrive once');
  let is: 'there' | 'missing' | 'stored' = 'there';
  let flagged = false;
  for (const event of events) {
    const before: string = is;
    const misses = event === 'missing' || event === 'overwritten';
    if (misses) is = 'missing';
    if (event === 'moved' || event === 'returned') is = 'there';
    if (event === 'stored') is = 'stored';
    flagged = is === 'missing' && (flagged || event === 'overwritten');
    if (misses && before !== 'there') return wrong('was missed when it was not there');
    if (event === 'returned' && before !== 'missing') return wrong('returned from nowhere');
  }
  if (flagged !== (place.flagged === 1)) return wrong('is flagged otherwise than its history says');
  const agrees = is === 'missing' ? place.storage === 'missing' : place.storage !== 'missing';
  return agrees ? [] : wrong('is not where its history says');
}

function findLostLabels(model: Model, db: ReadableDb): string[] {
  return [...model.labels].flatMap(([itemId, ids]) => {
    const have = db
      .all<{ id: string }>('SELECT id FROM annotation WHERE item_id = :itemId', { itemId })
      .map((row) => row.id);
    return ids.filter((id) => !have.includes(id)).map((id) => `the label ${id} of item ${itemId} is lost`);
  });
}

/** Long names are shortened, so that a list of differences can be read. */
const told = (path: string): string =>
  JSON.stringify(path.replace(/x{20,}/, 'xx…x').replace(/^.*?\/(?=one|two|outside)/, ''));

const inWords = (place: Place): string =>
  `${place.id.slice(-6)} (${place.sha256.slice(0, 6)} in ${place.datasetId.slice(-4)}, ${place.storage} ${told(place.location)}, called ${told(place.name)})`;
