/** Where an item stands in tasks, and which statuses it had there before. */
import type { PipelineId } from '#core/model/ids.ts';
import type { ItemPlaces, PastStatus } from '#core/model/task.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';
import { ITEM_COLUMNS, type StoredTaskItem } from './tasks.ts';

/** Every place of an item in tasks that are there, with what others are told of those. */
export function listPlacesOfItem(db: ReadableDb, itemId: string): ItemPlaces['places'] {
  const sql = `SELECT ${ITEM_COLUMNS}, task.pipeline_id AS pipelineId, task.node_id AS nodeId, task.alone
    FROM task_item JOIN task ON task.id = task_item.task_id
    WHERE item_id = :itemId AND task.deleted_at IS NULL ORDER BY seq`;
  type Row = ItemPlaces['places'][number] & { readonly alone: number };
  return db.all<Row>(sql, { itemId }).map(withoutHidden);
}

/** Statuses that the item had and has no more, in the order they were taken away. */
export function listPastStatuses(db: ReadableDb, itemId: string): PastStatus[] {
  const sql = `SELECT past.seq, task_item.task_id AS taskId, task.pipeline_id AS pipelineId, task.node_id AS nodeId, task.alone,
      past.assignment_id AS assignmentId, past.status, past.decided_by AS "by", past.decided_at AS at,
      past.removed_by AS removedBy, past.removed_at AS removedAt
    FROM task_item JOIN task ON task.id = task_item.task_id JOIN past_status AS past ON past.task_item = task_item.seq
    WHERE task_item.item_id = :itemId`;
  type Row = PastStatus & { readonly alone: number; readonly seq: number };
  const found = db.all<Row>(sql, { itemId }).sort((a, b) => a.seq - b.seq);
  return found.map(withoutHidden);
}

/** A task that was made for itself is in no pipeline that anybody knows. */
function withoutHidden<T extends { alone: number; pipelineId: PipelineId | null; nodeId: string | null }>(
  row: T,
): T {
  return row.alone === 1 ? { ...row, pipelineId: null, nodeId: null } : row;
}

export function insertPastStatus(
  db: WritableDb,
  { seq, assignmentId, status, decidedBy, decidedAt, arrivedAt }: StoredTaskItem,
  removed: { readonly by: string; readonly at: number },
): void {
  db.run(
    `INSERT INTO past_status (task_item, assignment_id, status, decided_by, decided_at, removed_by, removed_at)
     VALUES (:seq, :assignmentId, :status, :decidedBy, :decidedAt, :by, :at)`,
    { seq, assignmentId, status, decidedBy, decidedAt: decidedAt ?? arrivedAt, ...removed },
  );
}
