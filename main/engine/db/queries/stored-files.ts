/** Who refers to the files that a workspace keeps. */
import type { ReadableDb, WritableDb } from '../driver.ts';

export type StoredFile = {
  /** Relative to the workspace. */
  readonly location: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
};

/** Gives an item, and its clones that share its file, the file that was made in place of theirs. */
export function moveStoredFile(db: WritableDb, itemId: string, file: StoredFile, at: number): void {
  db.run(
    `UPDATE item SET storage = 'stored', location = :location, sha256 = :sha256, size = :size, updated_at = :at
     WHERE id IN (
       SELECT :itemId UNION ALL
       SELECT other.id FROM item AS own JOIN item AS other ON other.sha256 = own.sha256
         AND other.location = own.location WHERE own.id = :itemId AND own.sha256 IS NOT NULL)`,
    { ...file, itemId, at },
  );
}

/** True when an item has this very file. `sha256` is the hash in the file's name, which its items have. */
export function isKeptByHash(db: ReadableDb, sha256: string, location: string): boolean {
  const sql = 'SELECT 1 FROM item WHERE sha256 = :sha256 AND location = :location LIMIT 1';
  return db.get(sql, { sha256, location }) !== undefined;
}

/** Those of the locations that items have. Reads every item: for the few files that are not named by their content. */
export function keptAmong(db: ReadableDb, locations: readonly string[]): Set<string> {
  const rows = db.all<{ location: string }>(
    'SELECT DISTINCT location FROM item WHERE location IN (SELECT value FROM json_each(:locations))',
    { locations: JSON.stringify(locations) },
  );
  return new Set(rows.map((row) => row.location));
}

/** True when a frame of the video, or a clone of one, lies in the folder (a location that ends with a slash). */
export function hasFramesIn(db: ReadableDb, videoId: string, folder: string): boolean {
  const sql = `SELECT 1 FROM item WHERE video_id = :videoId AND substr(location, 1, length(:folder)) = :folder LIMIT 1`;
  return db.get(sql, { videoId, folder }) !== undefined;
}

/** True while a step works on the item or waits to. */
export function isWorkedOn(db: ReadableDb, itemId: string): boolean {
  const sql = `SELECT 1 FROM execution WHERE item_id = :itemId AND state IN ('queued', 'running', 'parked') LIMIT 1`;
  return db.get(sql, { itemId }) !== undefined;
}

export type Location = { readonly id: string; readonly location: string };

/** Where items have their files, by id, from the one after `after`. */
export function listLocations(db: ReadableDb, after: string, limit: number): Location[] {
  return db.all('SELECT id, location FROM item WHERE id > :after ORDER BY id LIMIT :limit', { after, limit });
}
