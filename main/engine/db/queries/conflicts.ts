/** Changes of two people that could not be put together. */
import type { ItemId } from '#core/model/ids.ts';
import type { Conflict } from '#core/model/sync.ts';
import type { ReadableDb, SqlValue, WritableDb } from '../driver.ts';

type Row = {
  id: Conflict['id'];
  kind: Conflict['kind'];
  entity: string;
  item_id: ItemId;
  field: string;
  base: string | null;
  mine: string | null;
  theirs: string | null;
  by: string | null;
  at: number;
  choice: Conflict['choice'];
};

const toConflict = (row: Row): Conflict => ({
  id: row.id,
  kind: row.kind,
  entity: row.entity,
  itemId: row.item_id,
  field: row.field,
  ...(row.base === null ? {} : { base: JSON.parse(row.base) }),
  ...(row.mine === null ? {} : { mine: JSON.parse(row.mine) }),
  ...(row.theirs === null ? {} : { theirs: JSON.parse(row.theirs) }),
  by: row.by,
  at: row.at,
  choice: row.choice,
});

export function insertConflict(db: WritableDb, conflict: Omit<Conflict, 'choice'>): void {
  const { id, kind, entity, itemId, field, by, at } = conflict;
  db.run(
    `INSERT INTO conflict (id, kind, entity, item_id, field, base, mine, theirs, by, at)
     VALUES (:id, :kind, :entity, :itemId, :field, :base, :mine, :theirs, :by, :at)`,
    {
      ...{ id, kind, entity, itemId, field, by, at },
      base: text(conflict.base),
      mine: text(conflict.mine),
      theirs: text(conflict.theirs),
    },
  );
}

function text(value: unknown): SqlValue {
  return value === undefined ? null : JSON.stringify(value);
}

/** Those that wait for a decision; with an item those of it, else the oldest of all after an id. */
export function listConflicts(
  db: ReadableDb,
  { itemId, after, limit }: { itemId: string | null; after: string; limit: number },
): Conflict[] {
  const which = itemId === null ? '' : 'item_id = :itemId AND';
  const sql = `SELECT * FROM conflict WHERE ${which} choice IS NULL AND id > :after ORDER BY id LIMIT :limit`;
  return db.all<Row>(sql, { after, limit, ...(itemId === null ? {} : { itemId }) }).map(toConflict);
}

export function findConflict(db: ReadableDb, id: string): Conflict | null {
  const row = db.get<Row>('SELECT * FROM conflict WHERE id = ?', [id]);
  return row ? toConflict(row) : null;
}

export function countConflicts(db: ReadableDb): number {
  const sql = "SELECT count(*) AS count FROM conflict WHERE choice IS NULL AND id > ''";
  return db.get<{ count: number }>(sql)?.count ?? 0;
}

/** A person has decided; null: decides anew. */
export function setChoice(
  db: WritableDb,
  id: string,
  decided: { choice: Conflict['choice']; changeSet: string | null; at: number | null },
): void {
  const sql = 'UPDATE conflict SET choice = :choice, change_set = :changeSet, solved_at = :at WHERE id = :id';
  db.run(sql, { id, ...decided });
}

/** Conflicts that were decided by a change set which is taken back wait again. */
export function reopenSolvedBy(db: WritableDb, changeSet: string): number {
  const sql =
    'UPDATE conflict SET choice = NULL, change_set = NULL, solved_at = NULL WHERE change_set = :changeSet';
  return db.run(sql, { changeSet });
}
