/** Which datasets have all of their files here, and what of them is not here yet. */
import type { DatasetId } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import type { RemoteId } from '#core/model/sync.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';
import { type ItemRow, SELECT_ITEM, toItem } from './items.ts';

export type KeptDataset = {
  readonly datasetId: DatasetId;
  readonly remoteId: RemoteId;
  /** Whether its files are to be here. */
  readonly keep: boolean;
};

/** All that are linked. */
export function listKeptDatasets(db: ReadableDb): KeptDataset[] {
  const sql = `SELECT local_id AS datasetId, remote_id AS remoteId, keep_files AS keep FROM link
    WHERE kind = 'dataset' ORDER BY local_id`;
  return db
    .all<Omit<KeptDataset, 'keep'> & { keep: number }>(sql)
    .map((row) => ({ ...row, keep: row.keep === 1 }));
}

/** False when the dataset is not linked. */
export function setKeepFiles(db: WritableDb, datasetId: string, keep: boolean): boolean {
  const sql = `UPDATE link SET keep_files = :keep WHERE kind = 'dataset' AND local_id = :datasetId`;
  return db.run(sql, { datasetId, keep: keep ? 1 : 0 }) > 0;
}

/** Files that are not here, of items that are not in the trash. */
export function countAway(
  db: ReadableDb,
  datasetId: string,
): { readonly files: number; readonly bytes: number } {
  const sql = `SELECT count(*) AS files, coalesce(sum(size), 0) AS bytes FROM item
    WHERE dataset_id = ? AND storage = 'remote' AND trashed = 0`;
  return db.get<{ files: number; bytes: number }>(sql, [datasetId]) ?? { files: 0, bytes: 0 };
}

/** The first such items after an id. */
export function listAway(db: ReadableDb, datasetId: string, after: string, limit: number): Item[] {
  const sql = `${SELECT_ITEM} WHERE item.dataset_id = :datasetId AND item.storage = 'remote' AND item.id > :after
    AND item.trashed = 0 ORDER BY item.id LIMIT :limit`;
  return db.all<ItemRow>(sql, { datasetId, after, limit }).map(toItem);
}
