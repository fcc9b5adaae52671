/** Which items of a dataset were changed, for workstations that follow it. */
import type { FeedEntry } from '#core/model/exchange.ts';
import type { TaskItem } from '#core/model/task.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';
import { listAnnotations } from './annotations.ts';
import { listIssues } from './issues.ts';
import { type ItemRow, SELECT_ITEM, toItem } from './items.ts';
import { listTaskItemsOfItem, type StoredTaskItem } from './tasks.ts';

export function isFed(db: ReadableDb, datasetId: string): boolean {
  return db.get('SELECT 1 AS yes FROM feed_dataset WHERE dataset_id = ?', [datasetId]) !== undefined;
}

/** From now on changes are noted; everything there is counts as changed once. */
export function startFeed(db: WritableDb, datasetId: string): void {
  db.run('INSERT INTO feed_dataset VALUES (?)', [datasetId]);
  db.run(
    `INSERT INTO feed (item_id, dataset_id) SELECT id, dataset_id FROM item
       WHERE dataset_id = :datasetId AND trashed = 0 ORDER BY id`,
    { datasetId },
  );
}

/**
 * Begins an era: the numbers of changes are good for what was asked in it. An older copy of the database has not the eras
 * that began after it was made, and numbers that were given then are given again for other changes.
 */
export function beginEra(db: WritableDb, era: string): void {
  db.run('INSERT INTO feed_era (era, began) VALUES (:era, (SELECT coalesce(max(seq), 0) FROM feed))', {
    era,
  });
}

/** Whether the database had come as far as this change in that era. */
export function isOfEra(db: ReadableDb, era: string, after: number): boolean {
  const sql = `SELECT coalesce((SELECT began FROM feed_era AS next WHERE next.seq > feed_era.seq ORDER BY seq LIMIT 1),
      (SELECT coalesce(max(seq), 0) FROM feed)) AS last FROM feed_era WHERE era = ?`;
  const row = db.get<{ last: number }>(sql, [era]);
  return row !== undefined && after <= row.last;
}

/** Whether there are any. */
export function hasFed(db: ReadableDb, datasetId: string, after: number): boolean {
  const sql = `SELECT 1 AS yes FROM feed WHERE dataset_id = :datasetId AND seq > :after
    AND EXISTS (SELECT 1 FROM item WHERE item.id = feed.item_id) LIMIT 1`;
  return db.get(sql, { datasetId, after }) !== undefined;
}

/**
 * Changes after the given one.
 * @param room bytes of annotations that an answer has at most, but for the first item's
 */
export function listFed(
  db: ReadableDb,
  place: {
    readonly datasetId: string;
    readonly after: number;
    readonly limit: number;
    readonly room: number;
  },
): FeedEntry[] {
  const { datasetId, after, limit, room } = place;
  const rows = db.all<{ seq: number; item_id: string; bytes: number }>(
    `SELECT seq, item_id, (SELECT coalesce(sum(length(geometry) + length(coalesce(metadata, ''))), 0) FROM annotation
         WHERE annotation.item_id = feed.item_id) AS bytes
       FROM feed WHERE dataset_id = :datasetId AND seq > :after ORDER BY seq LIMIT :limit`,
    { datasetId, after, limit },
  );
  const entries: FeedEntry[] = [];
  let used = 0;
  for (const { seq, item_id: itemId, bytes } of rows) {
    used += bytes;
    if (entries.length > 0 && used > room) break;
    const entry = entryOf(db, itemId, seq);
    if (entry) entries.push(entry);
  }
  return entries;
}

/** The item as it is now. @param seq its place among changes */
export function entryOf(db: ReadableDb, itemId: string, seq: number): FeedEntry | null {
  const row = db.get<ItemRow & { identity: string }>(`${SELECT_ITEM} WHERE item.id = ?`, [itemId]);
  if (!row) return null;
  const annotations = row.annotation_count === 0 ? [] : listAnnotations(db, itemId);
  const places = listTaskItemsOfItem(db, itemId).map(plainPlace);
  const issues = places.length === 0 ? [] : listIssues(db, itemId);
  return { seq, item: toItem(row), identity: row.identity, annotations, places, issues };
}

/** Without what only this database knows it by. */
function plainPlace({ seq: _, execution: __, priority: ___, ...place }: StoredTaskItem): TaskItem {
  return place;
}

/** Tells of the item again, although nothing of it has changed. */
export function feedAgain(db: WritableDb, itemId: string): void {
  if (db.run('DELETE FROM feed WHERE item_id = ?', [itemId]) === 0) return;
  db.run('INSERT INTO feed (item_id, dataset_id) SELECT id, dataset_id FROM item WHERE id = ?', [itemId]);
}
