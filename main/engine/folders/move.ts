/**
 * Items and folders that go into another folder. What cannot be is found out before anything moves; then they move a part
 * at a time. After a crash the rest is where it was, and the same wish moves it.
 */
import { setImmediate } from 'node:timers/promises';
import { SluiceError } from '#core/errors.ts';
import { type Folder, isWithin, lineOf, outermost, partsOfPath, pathIn, ROOT } from '#core/model/folder.ts';
import type { DatasetId, ItemId } from '#core/model/ids.ts';
import type { EngineContext } from '../context.ts';
import {
  findFolder,
  hasItems,
  listNotedFolders,
  nextFolderWithItems,
  setFolderPath,
  setItemFolder,
} from '../db/queries/folders.ts';
import { findItem, findItemAt } from '../db/queries/items.ts';
import type { Tx } from '../unit.ts';
import { itemsWithin, PART } from './contents.ts';
import { makeFolder } from './note.ts';

type ItemMove = { readonly id: ItemId; readonly name: string; readonly folder: string };
type FolderMove = { readonly folder: Folder; readonly to: string };

/** Answers how many of them were moved, each folder as one. @throws SluiceError `not-found`, `conflict`. */
export async function moveInto(ctx: EngineContext, target: Folder, ids: readonly string[]): Promise<number> {
  const { items, folders } = await resolve(ctx, target, [...new Set(ids)]);
  await requireRoom(ctx, target.datasetId, items);
  const gone = new Set<string>(items.map(({ id }) => id));
  for (const move of folders) await requireFolderRoom(ctx, move, gone);
  for (let at = 0; at < items.length; at += PART) {
    ctx.unit(ctx.settings().person, (tx) => {
      for (const { id, folder } of items.slice(at, at + PART)) moveItem(tx, target.datasetId, id, folder);
    });
    await setImmediate();
  }
  for (const move of folders) await carry(ctx, move);
  return items.length + folders.length;
}

/** Gives the folder another path; all in it goes along. @throws SluiceError `conflict`. */
export async function moveFolder(ctx: EngineContext, folder: Folder, to: string): Promise<void> {
  if (to === folder.path) return;
  requireMovable(folder, to);
  await requireFolderRoom(ctx, { folder, to });
  await carry(ctx, { folder, to });
}

async function resolve(ctx: EngineContext, target: Folder, ids: readonly string[]) {
  const items: ItemMove[] = [];
  const folders: FolderMove[] = [];
  for (const [at, id] of ids.entries()) {
    if (at % PART === PART - 1) await setImmediate();
    const item = findItem(ctx.db, id);
    if (item && !item.trashed && item.datasetId === target.datasetId) {
      if (item.folder !== target.path) items.push({ id: item.id, name: item.name, folder: target.path });
      continue;
    }
    const folder = findFolder(ctx.db, id);
    if (!folder || folder.datasetId !== target.datasetId) {
      throw new SluiceError('not-found', `There is no item ${id} in this dataset.`, { id });
    }
    const to = pathIn(target.path, partsOfPath(folder.path).name);
    if (folder.path === ROOT || to !== folder.path) {
      requireMovable(folder, to);
      folders.push({ folder, to });
    }
  }
  // A folder that goes along with another one is not moved by itself.
  const outer = outermost(folders, ({ folder }) => folder.path);
  requireApart(outer);
  return { items, folders: outer };
}

/** @throws SluiceError `conflict` when one folder is to go where another one comes from, or goes to. */
function requireApart(moves: readonly FolderMove[]): void {
  const goals = new Map(moves.map((move) => [move.to, move]));
  for (const move of moves) {
    const { path } = move.folder;
    const met = [move.to, ...lineOf(path)].flatMap((one) => goals.get(one) ?? []);
    const other = met.find((one) => one !== move);
    if (!other) continue;
    const message = `"${other.folder.path}" and "${path}" meet at ${other.to}: move one of them after the other.`;
    throw new SluiceError('conflict', message, { path });
  }
}

/** @throws SluiceError `conflict` for the root, and for a place inside of the folder itself. */
function requireMovable({ path }: Folder, to: string): void {
  if (path === ROOT) throw new SluiceError('conflict', 'The root of a dataset stays where it is.');
  if (isWithin(to, path)) {
    throw new SluiceError('conflict', `"${path}" cannot go into itself. Choose a place outside of it.`, {
      path,
    });
  }
}

/** @throws SluiceError `conflict` when another item is where one is to go, or two go to one place. */
async function requireRoom(
  ctx: EngineContext,
  datasetId: DatasetId,
  moves: readonly ItemMove[],
): Promise<void> {
  const taken = new Set<string>();
  for (const [at, { id, folder, name }] of moves.entries()) {
    if (at % PART === PART - 1) await setImmediate();
    const place = pathIn(folder, name);
    const there = findItemAt(ctx.db, { datasetId, folder, name });
    if (taken.has(place) || (there && there.id !== id)) {
      const message = `There is a "${name}" in ${folder} already. Move or rename one of the two first.`;
      throw new SluiceError('conflict', message, { itemId: id, folder, name });
    }
    taken.add(place);
  }
}

/** @param gone items that are moved by themselves, and do not go along */
async function requireFolderRoom(
  ctx: EngineContext,
  { folder, to }: FolderMove,
  gone: ReadonlySet<string> = new Set(),
): Promise<void> {
  const { datasetId, path } = folder;
  const below = { datasetId, path: to, after: null };
  // Where nothing is, nothing is in the way.
  if (!hasItems(ctx.db, datasetId, to) && nextFolderWithItems(ctx.db, below) === null) return;
  for await (const { folder: from, items } of itemsWithin(ctx.db, datasetId, path)) {
    const there = to + from.slice(path.length);
    await requireRoom(
      ctx,
      datasetId,
      items.filter(({ id }) => !gone.has(id)).map(({ id, name }) => ({ id, name, folder: there })),
    );
  }
}

async function carry(ctx: EngineContext, { folder, to }: FolderMove): Promise<void> {
  const { datasetId, path } = folder;
  const { person } = ctx.settings();
  for await (const { folder: from, items } of itemsWithin(ctx.db, datasetId, path)) {
    const there = to + from.slice(path.length);
    ctx.unit(person, (tx) => {
      for (const { id } of items) moveItem(tx, datasetId, id, there);
    });
  }
  // The folders themselves at last: while they are there, the same wish can be made again.
  ctx.unit(person, (tx) => {
    makeFolder(tx, datasetId, partsOfPath(to).dir);
    for (const one of listNotedFolders(tx.db, datasetId)) {
      if (isWithin(one.path, path)) setFolderPath(tx.db, one, to + one.path.slice(path.length), tx.now);
    }
  });
}

function moveItem(tx: Tx, datasetId: DatasetId, id: ItemId, folder: string): void {
  setItemFolder(tx.db, id, folder, tx.now);
  tx.changes.dataset(datasetId);
  tx.raise({ resource: 'Item', action: 'Updated', id });
}
