/**
 * Copies of items that several people work on, each on their own. While they are worked on they are hidden: no list, no
 * count and no trigger knows of them; afterwards they are in the trash.
 */
import type { ReadableDb, WritableDb } from '../driver.ts';
import { ITEM_COLUMNS, type StoredTaskItem } from './tasks.ts';

/** All copies of an item that a task has ever had, in the order they were made. */
export function listCopies(db: ReadableDb, taskId: string, itemId: string): StoredTaskItem[] {
  const sql = `SELECT ${ITEM_COLUMNS} FROM task_item WHERE task_id = :taskId AND copy_of = :itemId AND copy_of IS NOT NULL
    ORDER BY seq`;
  return db.all<StoredTaskItem>(sql, { taskId, itemId });
}

export function hideItem(db: WritableDb, id: string, at: number): void {
  db.run('UPDATE item SET trashed = 2, updated_at = :at WHERE id = :id', { id, at });
}

/** True for a copy that somebody works on: what happens to it is nobody else's business. */
export function isHidden(db: ReadableDb, id: string): boolean {
  return db.get('SELECT 1 AS yes FROM item WHERE id = :id AND trashed = 2', { id }) !== undefined;
}

/** From hiding into the trash. */
export function trashHidden(db: WritableDb, id: string, at: number): void {
  db.run('UPDATE item SET trashed = 1, updated_at = :at WHERE id = :id AND trashed = 2', { id, at });
}

/** What is known of a video, for a copy of it. */
export function copyVideo(db: WritableDb, from: string, to: string): void {
  db.run('INSERT INTO video SELECT :to, facts, frame_index FROM video WHERE item_id = :from', { from, to });
}
