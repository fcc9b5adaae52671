/** Which files of linked datasets are to be here, and what of them is not here yet. */
import type { DatasetId } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import type { RemoteId } from '#core/model/sync.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';
import { type ItemRow, SELECT_ITEM, toItem } from './items.ts';

/** Which files of a dataset are to be here: of all items, of those that were taken along, of none. */
export type Kept = 'all' | 'along' | 'none';

export type KeptDataset = {
  readonly datasetId: DatasetId;
  readonly remoteId: RemoteId;
  readonly kept: Kept;
};

const ALONG = `SELECT item_id FROM taken_along_item JOIN taken_along ON taken_along.id = taken_id WHERE files = 1`;

/** All that are linked. */
export function listKeptDatasets(db: ReadableDb): KeptDataset[] {
  const sql = `SELECT local_id AS datasetId, remote_id AS remoteId, keep_files AS keep FROM link
    WHERE kind = 'dataset' ORDER BY local_id`;
  const along = `SELECT DISTINCT dataset_id AS datasetId FROM item WHERE id IN (${ALONG})`;
  const taken = new Set(db.all<{ datasetId: string }>(along).map(({ datasetId }) => datasetId));
  return db.all<Omit<KeptDataset, 'kept'> & { keep: number }>(sql).map(({ keep, datasetId, remoteId }) => {
    return { datasetId, remoteId, kept: keep === 1 ? 'all' : taken.has(datasetId) ? 'along' : 'none' };
  });
}

/** False when the dataset is not linked. */
export function setKeepFiles(db: WritableDb, datasetId: string, keep: boolean): boolean {
  const sql = `UPDATE link SET keep_files = :keep WHERE kind = 'dataset' AND local_id = :datasetId`;
  return db.run(sql, { datasetId, keep: keep ? 1 : 0 }) > 0;
}

/** What was taken along of the dataset stays as it is: no more files of it are brought. */
export function stopAlong(db: WritableDb, datasetId: string): void {
  db.run(
    `UPDATE taken_along SET files = 0 WHERE id IN (
      SELECT taken_id FROM taken_along_item JOIN item ON item.id = item_id WHERE dataset_id = ?)`,
    [datasetId],
  );
}

const only = (kept: Kept) => (kept === 'along' ? ` AND item.id IN (${ALONG})` : '');

/** Files that are not here, of items that are not in the trash: of all, or of those that were taken along. */
export function countAway(
  db: ReadableDb,
  datasetId: string,
  kept: Kept = 'all',
): { readonly files: number; readonly bytes: number } {
  const sql = `SELECT count(*) AS files, coalesce(sum(size), 0) AS bytes FROM item
    WHERE dataset_id = ? AND storage = 'remote' AND trashed = 0${only(kept)}`;
  return db.get<{ files: number; bytes: number }>(sql, [datasetId]) ?? { files: 0, bytes: 0 };
}

/** The first such items after an id. */
export function listAway(
  db: ReadableDb,
  { datasetId, kept, after, limit }: { datasetId: string; kept: Kept; after: string; limit: number },
): Item[] {
  const sql = `${SELECT_ITEM} WHERE item.dataset_id = :datasetId AND item.storage = 'remote' AND item.id > :after
    AND item.trashed = 0${only(kept)} ORDER BY item.id LIMIT :limit`;
  return db.all<ItemRow>(sql, { datasetId, after, limit }).map(toItem);
}
