/** What `sluice items` does with folders, and with where items are: in which folder, or in the trash. */
import { isSluiceError, SluiceError } from '#core/errors.ts';
import { writeFolder } from '#core/formats/dataloop/folder.ts';
import { readRemoteFolder } from '#core/formats/dataloop/remote-path.ts';
import type { Dataset } from '#core/model/dataset.ts';
import { type Folder, outermost, pathIn, ROOT } from '#core/model/folder.ts';
import { type DatasetId, folderIdSchema, type ItemId } from '#core/model/ids.ts';
import type { Item, ItemEvent } from '#core/model/item.ts';
import type { CliEngine } from '../engine.ts';
import { everyPage } from '../pages.ts';
import { projectsOf } from '../pipelines/find.ts';
import { findItem } from '../pipelines/items.ts';

/** Items that one call takes. */
const AT_ONCE = 1000;

/** What a name stands for: folders are items to clients. */
type Entry = Item | Folder;

/**
 * The item or folder with the id, name or path.
 * @throws SluiceError `not-found`, `invalid-input` when there are several.
 */
export async function requireEntry(
  engine: CliEngine,
  text: string,
  project: string | undefined,
): Promise<Entry> {
  const item = await findItem(engine, text, project);
  if (item) return item;
  const found = await foldersNamed(engine, text, project);
  const [first, second] = found;
  if (second) {
    const ids = found.slice(0, 10).map(({ id, path }) => `${id} (${path})`);
    const message = `${found.length} folders are called "${text}": ${ids.join(', ')}. Give the id of one.`;
    throw new SluiceError('invalid-input', message);
  }
  if (first) return first;
  throw new SluiceError('not-found', `There is no item and no folder "${text}": give an id or a path.`);
}

async function foldersNamed(engine: CliEngine, text: string, project: string | undefined): Promise<Folder[]> {
  const id = folderIdSchema.safeParse(text);
  if (id.success) {
    try {
      return [await engine.call('folders.get', { folderId: id.data })];
    } catch (error) {
      if (!isSluiceError(error, 'not-found')) throw error;
    }
  }
  const end = `/${text.replace(/^\/+|\/+$/g, '')}`;
  const found: Folder[] = [];
  for (const { id: projectId, name: projectName } of await projectsOf(engine, project)) {
    for (const { id: datasetId, name } of await engine.call('datasets.list', { projectId })) {
      const folders = await engine.call('folders.list', { datasetId });
      found.push(...folders.filter(({ path }) => `/${projectName}/${name}${path}`.endsWith(end)));
    }
  }
  return found;
}

/** The folders of a dataset with how many items are in each, empty ones too; the root only when items are in it. */
export async function listFolders(
  { call }: CliEngine,
  { id: datasetId }: Dataset,
): Promise<{ readonly id: string; readonly folder: string; readonly items: number }[]> {
  const counts = await call('datasets.folders', { datasetId });
  const items = new Map(counts.map((one) => [one.folder, one.items]));
  const all = await call('folders.list', { datasetId });
  return all
    .map(({ id, path }) => ({ id, folder: path, items: items.get(path) ?? 0 }))
    .filter((one) => one.folder !== ROOT || one.items > 0);
}

export type FolderWire = ReturnType<typeof writeFolder>;

export async function makeFolder({ call }: CliEngine, dataset: Dataset, path: string): Promise<FolderWire> {
  const made = await call('folders.make', { datasetId: dataset.id, path: readRemoteFolder(path) });
  return writeFolder(made, dataset, '');
}

/** Moves them to a folder of the dataset that each is in; the folder is made when it is not there. */
export async function moveEntries(
  { call }: CliEngine,
  entries: readonly Entry[],
  to: string,
): Promise<{ readonly moved: number }> {
  const path = readRemoteFolder(to);
  const byDataset = new Map<DatasetId, Entry[]>();
  for (const entry of entries) {
    byDataset.set(entry.datasetId, [...(byDataset.get(entry.datasetId) ?? []), entry]);
  }
  let moved = 0;
  for (const [datasetId, own] of byDataset) {
    const { id: folderId } = await call('folders.make', { datasetId, path });
    moved += (await call('items.move', { folderId, ids: own.map(({ id }) => id) })).changed;
  }
  return { moved };
}

/** Moves items, and all that is in folders, to the trash. */
export async function trashEntries(
  { call }: CliEngine,
  entries: readonly Entry[],
): Promise<{ readonly deleted: number }> {
  const itemIds = entries.flatMap((entry) => (entry.kind === 'folder' ? [] : [entry.id]));
  let deleted = 0;
  for (let at = 0; at < itemIds.length; at += AT_ONCE) {
    deleted += (await call('items.trash', { itemIds: itemIds.slice(at, at + AT_ONCE) })).changed;
  }
  const folders = entries.filter((entry) => entry.kind === 'folder');
  for (const { id: folderId } of outermost(folders, ({ path }) => path)) {
    deleted += (await call('folders.trash', { folderId })).changed;
  }
  return { deleted };
}

/** Brings items back from the trash. @param dataset whose items are meant when names are no ids; null: only ids are */
export async function restoreItems(
  engine: CliEngine,
  names: readonly string[],
  dataset: Dataset | null,
): Promise<{ readonly restored: number }> {
  const itemIds = dataset ? await trashedOf(engine, dataset, names) : await idsOf(engine, names);
  let restored = 0;
  for (let at = 0; at < itemIds.length; at += AT_ONCE) {
    restored += (await engine.call('items.restore', { itemIds: itemIds.slice(at, at + AT_ONCE) })).changed;
  }
  return { restored };
}

async function idsOf(engine: CliEngine, names: readonly string[]): Promise<ItemId[]> {
  const ids: ItemId[] = [];
  for (const name of names) {
    const item = await findItem(engine, name, undefined);
    if (!item) {
      const message = `There is no item "${name}". What is in the trash is found by its id, or with --dataset by its name.`;
      throw new SluiceError('not-found', message);
    }
    ids.push(item.id);
  }
  return ids;
}

/** Those of the trash that are named; all of it when no name is given. */
async function trashedOf(
  { call }: CliEngine,
  { id: datasetId, name }: Dataset,
  names: readonly string[],
): Promise<ItemId[]> {
  const filter = { trashed: true };
  const left = new Set(names);
  const ids: ItemId[] = [];
  const pages = everyPage((after) => call('items.list', { datasetId, filter, after, limit: AT_ONCE }));
  for await (const item of pages) {
    const path = pathIn(item.folder, item.name);
    const meant = names.filter((one) => one === item.id || path.endsWith(`/${one.replace(/^\/+/, '')}`));
    if (names.length > 0 && meant.length === 0) continue;
    for (const one of meant) left.delete(one);
    ids.push(item.id);
  }
  const [missing] = left;
  if (missing === undefined) return ids;
  throw new SluiceError('not-found', `There is no item "${missing}" in the trash of "${name}".`);
}

/** What happened to the item, latest first. */
export async function historyOf({ call }: CliEngine, { id: itemId }: Item): Promise<ItemEvent[]> {
  const all: ItemEvent[] = [];
  const pages = everyPage((after) => call('items.history', { itemId, after, limit: AT_ONCE }));
  for await (const event of pages) all.push(event);
  return all;
}
