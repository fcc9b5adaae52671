/** Change sets of an item by their place in its history. */
import type { ReadableDb } from '../driver.ts';
import { type ChangeSetRow, type StoredChangeSet, toChangeSet } from './annotations.ts';

/** A change set with its place: later ones have higher numbers. */
export type PlacedChangeSet = StoredChangeSet & { readonly seq: number };

const place = (row: ChangeSetRow): PlacedChangeSet => ({ ...toChangeSet(row), seq: row.seq });

/**
 * Those that are in force or were undone, latest first.
 * @param before only those earlier than this place; null: from the latest on
 */
export function pageOfChangeSets(
  db: ReadableDb,
  itemId: string,
  before: number | null,
  limit: number,
): PlacedChangeSet[] {
  const rows = db.all<ChangeSetRow>(
    `SELECT * FROM change_set WHERE item_id = :itemId AND state IN ('applied', 'undone')
       AND seq < :before ORDER BY seq DESC LIMIT :limit`,
    { itemId, before: before ?? Number.MAX_SAFE_INTEGER, limit },
  );
  return rows.map(place);
}

/** Those in force that came after one, latest first; after null: all. */
export function appliedAfter(db: ReadableDb, itemId: string, id: string | null): StoredChangeSet[] {
  const rows = db.all<ChangeSetRow>(
    `SELECT * FROM change_set WHERE item_id = :itemId AND state = 'applied'
       AND seq > coalesce((SELECT seq FROM change_set WHERE id = :id), 0) ORDER BY seq DESC`,
    { itemId, id },
  );
  return rows.map(toChangeSet);
}

/** Those that were undone, up to one and with it, earliest first. */
export function undoneUpTo(db: ReadableDb, itemId: string, id: string): StoredChangeSet[] {
  const rows = db.all<ChangeSetRow>(
    `SELECT * FROM change_set WHERE item_id = :itemId AND state = 'undone'
       AND seq <= (SELECT seq FROM change_set WHERE id = :id) ORDER BY seq`,
    { itemId, id },
  );
  return rows.map(toChangeSet);
}
