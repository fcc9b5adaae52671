/** Files with what is in datasets, as clients ask for them. */
import type { ExportFile } from '#core/model/export-file.ts';
import type { ItemId } from '#core/model/ids.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

const SELECT = 'SELECT id, dataset_id AS datasetId, format, size, created_at AS createdAt FROM export_file';

export function findExportFile(db: ReadableDb, id: string): ExportFile | null {
  return db.get<ExportFile>(`${SELECT} WHERE id = :id`, { id }) ?? null;
}

export function insertExportFile(db: WritableDb, file: Omit<ExportFile, 'size'>): void {
  db.run('INSERT INTO export_file VALUES (:id, :datasetId, NULL, :createdAt, :format)', { ...file });
}

/** It is complete. */
export function setExportSize(db: WritableDb, id: ItemId, size: number): void {
  db.run('UPDATE export_file SET size = :size WHERE id = :id', { id, size });
}

/** There are few: they go after some days. */
export function listExportsBefore(db: ReadableDb, at: number): ExportFile[] {
  return db.all<ExportFile>(`${SELECT} WHERE created_at < :at`, { at });
}

export function deleteExportFile(db: WritableDb, id: string): void {
  // What an archive was to list goes with it.
  db.run('DELETE FROM export_file WHERE id = :id', { id });
}
