/** Folders: those that have ids, and those that items are in. */
import { type Folder, partsOfPath } from '#core/model/folder.ts';
import type { DatasetId, FolderId, ItemId } from '#core/model/ids.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

type Row = Omit<Folder, 'kind' | 'metadata'> & { readonly metadata: string };

const SELECT = `SELECT id, dataset_id AS datasetId, path, metadata, created_at AS createdAt, updated_at AS updatedAt
  FROM folder`;

const toFolder = (row: Row): Folder => ({ ...row, kind: 'folder', metadata: JSON.parse(row.metadata) });

export function findFolder(db: ReadableDb, id: string): Folder | null {
  const row = db.get<Row>(`${SELECT} WHERE id = :id`, { id });
  return row ? toFolder(row) : null;
}

export function findFolderAt(db: ReadableDb, datasetId: DatasetId, path: string): Folder | null {
  const row = db.get<Row>(`${SELECT} WHERE dataset_id = :datasetId AND path = :path`, { datasetId, path });
  return row ? toFolder(row) : null;
}

/** Whether the folder has an id. */
export function isNoted(db: ReadableDb, datasetId: DatasetId, path: string): boolean {
  const sql = 'SELECT 1 AS yes FROM folder WHERE dataset_id = :datasetId AND path = :path';
  return db.get(sql, { datasetId, path }) !== undefined;
}

/** Those with ids, by their paths. */
export function listNotedFolders(db: ReadableDb, datasetId: DatasetId): Folder[] {
  return db.all<Row>(`${SELECT} WHERE dataset_id = :datasetId ORDER BY path`, { datasetId }).map(toFolder);
}

/** One that is there stays as it is. */
export function insertFolder(
  db: WritableDb,
  folder: {
    readonly id: FolderId;
    readonly datasetId: DatasetId;
    readonly path: string;
    readonly at: number;
  },
): void {
  db.run(
    `INSERT INTO folder (id, dataset_id, path, dir, name, metadata, created_at, updated_at)
     VALUES (:id, :datasetId, :path, :dir, :name, '{}', :at, :at) ON CONFLICT (dataset_id, path) DO NOTHING`,
    { ...folder, ...partsOfPath(folder.path) },
  );
}

export function setFolderMetadata(db: WritableDb, id: FolderId, metadata: object, at: number): void {
  const sql = 'UPDATE folder SET metadata = :metadata, updated_at = :at WHERE id = :id';
  db.run(sql, { id, at, metadata: JSON.stringify(metadata) });
}

/** A folder that is at the path already is that one from now on: its own id is gone. */
export function setFolderPath(db: WritableDb, { id, datasetId }: Folder, path: string, at: number): void {
  db.run('DELETE FROM folder WHERE dataset_id = :datasetId AND path = :path AND id <> :id', {
    datasetId,
    path,
    id,
  });
  const sql = 'UPDATE folder SET path = :path, dir = :dir, name = :name, updated_at = :at WHERE id = :id';
  db.run(sql, { id, path, ...partsOfPath(path), at });
}

export function deleteFolder(db: WritableDb, id: FolderId): void {
  db.run('DELETE FROM folder WHERE id = :id', { id });
}

/** What comes after every path below the folder, and nothing else that begins like it. */
const endOf = (path: string) => (path === '/' ? '0' : `${path}0`);
const beginOf = (path: string) => (path === '/' ? '/' : `${path}/`);

/** The next folder below `path` that holds items, be they in the trash, after the given one; null: there is none. */
export function nextFolderWithItems(
  db: ReadableDb,
  {
    datasetId,
    path,
    after,
  }: { readonly datasetId: DatasetId; readonly path: string; readonly after: string | null },
): string | null {
  const from = after === null || after < beginOf(path) ? beginOf(path) : after;
  // From folder to folder by the index: as many steps as there are folders, however many items.
  const sql = `SELECT min(folder) AS folder FROM item INDEXED BY item_by_place
    WHERE dataset_id = :datasetId AND folder > :from AND folder < :end`;
  const row = db.get<{ folder: string | null }>(sql, { datasetId, from, end: endOf(path) });
  return row?.folder ?? null;
}

/** Whether an item that is not in the trash is in that very folder. */
export function hasItems(db: ReadableDb, datasetId: DatasetId, folder: string): boolean {
  const sql = `SELECT 1 AS yes FROM item INDEXED BY item_by_place
    WHERE dataset_id = :datasetId AND folder = :folder AND trashed = 0 LIMIT 1`;
  return db.get(sql, { datasetId, folder }) !== undefined;
}

export type Placed = { readonly id: ItemId; readonly name: string; readonly row: number };

/** Items in that very folder, by their names, after the given one. */
export function listItemsIn(
  db: ReadableDb,
  place: {
    readonly datasetId: DatasetId;
    readonly folder: string;
    readonly after: Placed | null;
    readonly limit: number;
  },
): Placed[] {
  const sql = `SELECT id, name, rowid AS row FROM item INDEXED BY item_by_place
    WHERE dataset_id = :datasetId AND folder = :folder AND trashed = 0 AND name >= :name AND (name > :name OR rowid > :row)
    ORDER BY name, rowid LIMIT :limit`;
  const { after, ...rest } = place;
  return db.all<Placed>(sql, { ...rest, name: after?.name ?? '', row: after?.row ?? 0 });
}

export function setItemFolder(db: WritableDb, id: ItemId, folder: string, at: number): void {
  db.run('UPDATE item SET folder = :folder, updated_at = :at WHERE id = :id', { id, folder, at });
}
