/** Watched folders and the files they hold, and where the files of items are now. */
import type { DatasetId, ItemId, WatchedFolderId } from '#core/model/ids.ts';
import type { Item, Overwritten } from '#core/model/item.ts';
import type { IngestMode, IngestProblem } from '#core/model/watched-folder.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

type Row = {
  id: WatchedFolderId;
  dataset_id: DatasetId;
  path: string;
  mode: IngestMode;
  include: string;
  exclude: string;
  paused: number;
  created_at: number;
};

export type StoredFolder = {
  readonly id: WatchedFolderId;
  readonly datasetId: DatasetId;
  readonly path: string;
  readonly mode: IngestMode;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly paused: boolean;
  readonly createdAt: number;
};

const toFolder = (row: Row): StoredFolder => ({
  id: row.id,
  datasetId: row.dataset_id,
  path: row.path,
  mode: row.mode,
  include: JSON.parse(row.include),
  exclude: JSON.parse(row.exclude),
  paused: row.paused === 1,
  createdAt: row.created_at,
});

export function listFolders(db: ReadableDb): StoredFolder[] {
  return db.all<Row>('SELECT * FROM watched_folder ORDER BY id').map(toFolder);
}

export function listFoldersOfProject(db: ReadableDb, projectId: string): StoredFolder[] {
  return db
    .all<Row>(
      `SELECT watched_folder.* FROM watched_folder JOIN dataset ON dataset.id = dataset_id
       WHERE dataset.project_id = :projectId ORDER BY watched_folder.id`,
      { projectId },
    )
    .map(toFolder);
}

export function findFolder(db: ReadableDb, id: string): StoredFolder | null {
  const row = db.get<Row>('SELECT * FROM watched_folder WHERE id = :id', { id });
  return row ? toFolder(row) : null;
}

export function hasFolder(db: ReadableDb, id: string): boolean {
  return db.get('SELECT 1 AS yes FROM watched_folder WHERE id = ?', [id]) !== undefined;
}

/** Inserts or replaces the folder of that id. */
export function saveFolder(db: WritableDb, folder: StoredFolder): void {
  db.run(
    `INSERT INTO watched_folder VALUES (:id, :datasetId, :path, :mode, :include, :exclude, :paused, :createdAt)
     ON CONFLICT (id) DO UPDATE SET mode = excluded.mode, include = excluded.include, exclude = excluded.exclude,
       paused = excluded.paused`,
    {
      ...folder,
      include: JSON.stringify(folder.include),
      exclude: JSON.stringify(folder.exclude),
      paused: folder.paused ? 1 : 0,
    },
  );
}

/**
 * Takes down the files of linked items in a folder as known to it, where nothing is known of them: what became of them
 * while nobody watched is found out by the next listing. Goes through all items.
 * @param root the folder's path with a separator at its end
 */
export function adoptFiles(
  db: WritableDb,
  wish: { readonly folderId: string; readonly root: string; readonly separator: string; readonly at: number },
): void {
  db.run(
    `INSERT OR IGNORE INTO ingest_file
     SELECT :folderId, replace(substr(location, length(:root) + 1), :separator, '/'), 0, -1, 'imported', id, NULL, :at
     FROM item WHERE storage = 'linked' AND substr(location, 1, length(:root)) = :root ORDER BY id`,
    wish,
  );
}

export function deleteFolder(db: WritableDb, id: string): void {
  db.run('DELETE FROM watched_folder WHERE id = :id', { id });
}

export type IngestFile = {
  readonly folderId: string;
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
  /** `gone`: it was an item's only file and is not there now; kept so that it is known again when it comes back. */
  readonly state: 'imported' | 'problem' | 'gone';
  readonly itemId: string | null;
  readonly reason: string | null;
  readonly at: number;
};

const FILE = `SELECT folder_id AS folderId, path, size, modified_ms AS modifiedMs, state, item_id AS itemId, reason, at
  FROM ingest_file`;

export function findFile(db: ReadableDb, folderId: string, path: string): IngestFile | null {
  return db.get<IngestFile>(`${FILE} WHERE folder_id = ? AND path = ?`, [folderId, path]) ?? null;
}

/** What a listing of the folder is compared with. */
export type KnownFile = Pick<IngestFile, 'path' | 'size' | 'modifiedMs' | 'state'> & {
  /** 1: its item counts as missing although the file was there when it was last looked at. */
  readonly lost: 0 | 1 | null;
};

/** The next files of the folder in the order of their paths' bytes. */
export function listFilesAfter(db: ReadableDb, folderId: string, after: string, limit: number): KnownFile[] {
  return db.all<KnownFile>(
    `SELECT path, size, modified_ms AS modifiedMs, state, state = 'imported' AND
       (SELECT storage FROM item WHERE id = item_id) = 'missing' AS lost
     FROM ingest_file WHERE folder_id = :folderId AND path > :after ORDER BY path LIMIT :limit`,
    { folderId, after, limit },
  );
}

/** Inserts or replaces what is known of the file. */
export function saveFile(db: WritableDb, file: IngestFile): void {
  const { folderId, path, size, modifiedMs, state, itemId, reason, at } = file;
  db.run(
    `INSERT INTO ingest_file VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (folder_id, path) DO UPDATE SET size = excluded.size, modified_ms = excluded.modified_ms,
       state = excluded.state, item_id = excluded.item_id, reason = excluded.reason, at = excluded.at`,
    [folderId, path, size, modifiedMs, state, itemId, reason, at],
  );
}

export function deleteFile(db: WritableDb, folderId: string, path: string): void {
  db.run('DELETE FROM ingest_file WHERE folder_id = :folderId AND path = :path', { folderId, path });
}

/** Places, in any folder, where a file of this content was last seen. */
export function listFilesWithHash(db: ReadableDb, sha256: string): IngestFile[] {
  return db.all<IngestFile>(
    `${FILE} WHERE state = 'imported' AND item_id IN (SELECT id FROM item WHERE sha256 = :sha256)`,
    { sha256 },
  );
}

/** Forgets where files of this content have been, once it is found again. */
export function forgetGoneFiles(db: WritableDb, sha256: string): void {
  db.run(
    `DELETE FROM ingest_file WHERE state = 'gone' AND item_id IN (SELECT id FROM item WHERE sha256 = :sha256)`,
    { sha256 },
  );
}

/** An item, or a clone of one, by the content it shares with others. */
export type ItemPlace = {
  readonly id: ItemId;
  readonly datasetId: DatasetId;
  readonly storage: Item['storage'];
  readonly location: string;
  readonly name: string;
  readonly folder: string;
  /** Which of how many pictures of its file. */
  readonly page: number;
  readonly pages: number;
};

/** True when an item of any dataset has this content. */
export function hasContent(db: ReadableDb, sha256: string): boolean {
  return db.get('SELECT 1 AS yes FROM item WHERE sha256 = ? LIMIT 1', [sha256]) !== undefined;
}

/** All items of this content, in any dataset. */
export function listItemPlaces(db: ReadableDb, sha256: string): ItemPlace[] {
  return db.all<ItemPlace>(
    `SELECT id, dataset_id AS datasetId, storage, location, name, folder,
       coalesce(json_extract(picture, '$.page'), 0) AS page, coalesce(json_extract(picture, '$.pages'), 1) AS pages
     FROM item WHERE sha256 = ? ORDER BY id`,
    [sha256],
  );
}

export function savePlace(
  db: WritableDb,
  place: Omit<ItemPlace, 'datasetId' | 'page' | 'pages'>,
  at: number,
): void {
  db.run(
    `UPDATE item SET storage = :storage, location = :location, name = :name, folder = :folder, updated_at = :at,
       overwritten = CASE :storage WHEN 'missing' THEN overwritten END
     WHERE id = :id`,
    {
      id: place.id,
      storage: place.storage,
      location: place.location,
      name: place.name,
      folder: place.folder,
      at,
    },
  );
}

/** Notes that the item's file holds other content now. */
export function setOverwritten(db: WritableDb, id: string, by: Overwritten): void {
  db.run('UPDATE item SET overwritten = ? WHERE id = ?', [JSON.stringify(by), id]);
}

export function listProblems(db: ReadableDb, folderId: string): IngestProblem[] {
  return db.all<IngestProblem>(
    `SELECT path, reason, at FROM ingest_file WHERE folder_id = :folderId AND state = 'problem'
     ORDER BY at DESC LIMIT 1000`,
    { folderId },
  );
}

export function countFiles(db: ReadableDb, folderId: string): { imported: number; problems: number } {
  const rows = db.all<{ state: string; count: number }>(
    'SELECT state, count(*) AS count FROM ingest_file WHERE folder_id = :folderId GROUP BY state',
    { folderId },
  );
  const of = (state: string) => rows.find((row) => row.state === state)?.count ?? 0;
  return { imported: of('imported'), problems: of('problem') };
}
