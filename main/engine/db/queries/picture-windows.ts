/** The windows that people have chosen for the pictures of their datasets. */
import type { PictureWindow } from '#core/model/picture.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

export function findPictureWindow(db: ReadableDb, datasetId: string): PictureWindow | null {
  const sql = 'SELECT low, high FROM picture_window WHERE dataset_id = :datasetId';
  return db.get<{ low: number; high: number }>(sql, { datasetId }) ?? null;
}

/** Null: each picture has its usual window again. */
export function setPictureWindow(db: WritableDb, datasetId: string, window: PictureWindow | null): void {
  if (!window) {
    db.run('DELETE FROM picture_window WHERE dataset_id = :datasetId', { datasetId });
    return;
  }
  db.run(
    `INSERT INTO picture_window VALUES (:datasetId, :low, :high)
     ON CONFLICT (dataset_id) DO UPDATE SET low = excluded.low, high = excluded.high`,
    { datasetId, low: window.low, high: window.high },
  );
}
