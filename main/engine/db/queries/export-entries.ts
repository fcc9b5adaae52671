/** The files that a growing archive of an export has. */
import type { ZipEntry } from '#core/formats/zip/records.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

export function insertEntry(db: WritableDb, exportId: string, entry: ZipEntry): void {
  db.run('INSERT INTO export_entry VALUES (:exportId, :name, :crc32, :size, :packedSize, :offset, :at)', {
    exportId,
    ...entry,
  });
}

export function hasEntry(db: ReadableDb, exportId: string, name: string): boolean {
  const sql = 'SELECT 1 FROM export_entry WHERE export_id = :exportId AND name = :name';
  return db.get(sql, { exportId, name }) !== undefined;
}

/** Whether there are files in this folder, or below it. */
export function hasEntriesIn(db: ReadableDb, exportId: string, folder: string): boolean {
  // What follows a slash in the order of texts is a nought.
  const sql = `SELECT 1 FROM export_entry WHERE export_id = :exportId AND name > :folder || '/' AND name < :folder || '0'
    LIMIT 1`;
  return db.get(sql, { exportId, folder }) !== undefined;
}

/** The first so many, in the order of their names. */
export function listEntries(db: ReadableDb, exportId: string, limit: number): ZipEntry[] {
  const sql = `SELECT name, crc32, size, packed_size AS packedSize, "offset", at FROM export_entry
    WHERE export_id = :exportId ORDER BY name LIMIT :limit`;
  return db.all<ZipEntry>(sql, { exportId, limit });
}

/** Takes those up to this name away. */
export function deleteEntries(db: WritableDb, exportId: string, last: string): void {
  db.run('DELETE FROM export_entry WHERE export_id = :exportId AND name <= :last', { exportId, last });
}
