/** Items of remotes' tasks that were taken along. */
import type { DatasetId } from '#core/model/ids.ts';
import type { TakenAlong } from '#core/model/pack.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

export type StoredAlong = Pick<TakenAlong, 'id' | 'remoteId' | 'taskId'>;

type Row = Omit<TakenAlong, 'away'> & { readonly files: number; readonly bytes: number };

const ALONG = `SELECT taken_along.id, remote_id AS remoteId, taken_along.task_id AS taskId, until,
    coalesce(task.name, '-') AS taskName,
    (SELECT count(*) FROM taken_along_item WHERE taken_id = taken_along.id) AS items,
    (SELECT count(*) FROM taken_along_item JOIN task_item ON task_item.task_id = taken_along.task_id
        AND task_item.item_id = taken_along_item.item_id
      WHERE taken_id = taken_along.id AND state IN ('open', 'rework', 'review')) AS left,
    (SELECT count(*) FROM taken_along_item JOIN item ON item.id = taken_along_item.item_id
      WHERE taken_id = taken_along.id AND storage = 'remote' AND trashed = 0) AS files,
    (SELECT coalesce(sum(size), 0) FROM taken_along_item JOIN item ON item.id = taken_along_item.item_id
      WHERE taken_id = taken_along.id AND storage = 'remote' AND trashed = 0) AS bytes
  FROM taken_along LEFT JOIN task ON task.id = taken_along.task_id WHERE until IS NOT NULL`;

const toAlong = ({ files, bytes, ...row }: Row): TakenAlong => ({ ...row, away: { files, bytes } });

/** Those that the remote has confirmed, the newest first. */
export function listAlong(db: ReadableDb): TakenAlong[] {
  return db.all<Row>(`${ALONG} ORDER BY taken_along.id DESC`).map(toAlong);
}

export function findAlong(db: ReadableDb, id: string): TakenAlong | null {
  const row = db.get<Row>(`${ALONG} AND taken_along.id = :id`, { id });
  return row ? toAlong(row) : null;
}

/** What was asked for of the task, and whose answer is not known. */
export function findAsked(db: ReadableDb, taskId: string): StoredAlong | null {
  const sql = `SELECT id, remote_id AS remoteId, task_id AS taskId FROM taken_along WHERE task_id = ? AND until IS NULL`;
  return db.get<StoredAlong>(sql, [taskId]) ?? null;
}

export function insertAsked(db: WritableDb, { id, remoteId, taskId }: StoredAlong): void {
  const sql = 'INSERT INTO taken_along (id, remote_id, task_id) VALUES (:id, :remoteId, :taskId)';
  db.run(sql, { id, remoteId, taskId });
}

/** The remote keeps these items until then. */
export function confirmAlong(db: WritableDb, id: string, until: number, itemIds: readonly string[]): void {
  db.run('UPDATE taken_along SET until = ? WHERE id = ?', [until, id]);
  for (const itemId of itemIds) db.run('INSERT OR IGNORE INTO taken_along_item VALUES (?, ?)', [id, itemId]);
}

/** Datasets that its items are in. */
export function listAlongDatasets(db: ReadableDb, id: string): DatasetId[] {
  const sql = `SELECT DISTINCT dataset_id AS datasetId FROM taken_along_item JOIN item ON item.id = item_id WHERE taken_id = ?`;
  return db.all<{ datasetId: DatasetId }>(sql, [id]).map(({ datasetId }) => datasetId);
}

export function deleteAlong(db: WritableDb, id: string): void {
  db.run('DELETE FROM taken_along_item WHERE taken_id = ?', [id]);
  db.run('DELETE FROM taken_along WHERE id = ?', [id]);
}

/** All of a remote that is forgotten. */
export function deleteAlongOf(db: WritableDb, remoteId: string): void {
  db.run('DELETE FROM taken_along_item WHERE taken_id IN (SELECT id FROM taken_along WHERE remote_id = ?)', [
    remoteId,
  ]);
  db.run('DELETE FROM taken_along WHERE remote_id = ?', [remoteId]);
}
