/** Changes of two people that could not be put together. */
import type { ItemId } from '#core/model/ids.ts';
import type { Conflict, ConflictGroup, WhichConflicts } from '#core/model/sync.ts';
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

/** First key of a field, with its slash. */
const PART = "'/' || substr(field, 2, instr(substr(field, 2) || '/', '/') - 1)";
const PART_OR_WHOLE = `CASE field WHEN '' THEN '' ELSE ${PART} END`;

type Wanted = { readonly itemId: string | null; readonly which: WhichConflicts };

/** What is named, as conditions. */
function wanted({ itemId, which: { kind, part, by } }: Wanted) {
  const terms = [
    itemId === null ? '' : ' AND item_id = :itemId',
    kind === undefined ? '' : ' AND kind = :kind',
    part === undefined ? '' : ` AND ${PART_OR_WHOLE} = :part`,
    by === undefined ? '' : ' AND by IS :by',
  ];
  return {
    sql: terms.join(''),
    values: { itemId, kind: kind ?? null, part: part ?? null, by: by ?? null },
  };
}

/** Those that wait for a decision, oldest first, after an id. */
export function listConflicts(
  db: ReadableDb,
  { after, limit, ...which }: Wanted & { after: string; limit: number },
): Conflict[] {
  const { sql, values } = wanted(which);
  const all = `SELECT * FROM conflict WHERE choice IS NULL AND id > :after${sql} ORDER BY id LIMIT :limit`;
  return db.all<Row>(all, { ...values, after, limit }).map(toConflict);
}

/** Those that were decided, latest first. */
export function listDecided(db: ReadableDb, { limit, ...which }: Wanted & { limit: number }): Conflict[] {
  const { sql, values } = wanted(which);
  const all = `SELECT * FROM conflict WHERE choice IS NOT NULL AND solved_at > 0${sql}
    ORDER BY solved_at DESC, id DESC LIMIT :limit`;
  return db.all<Row>(all, { ...values, limit }).map(toConflict);
}

export function countConflicts(db: ReadableDb, which: Wanted): number {
  const { sql, values } = wanted(which);
  const all = `SELECT count(*) AS count FROM conflict WHERE choice IS NULL AND id > ''${sql}`;
  return db.get<{ count: number }>(all, values)?.count ?? 0;
}

export function countDecided(db: ReadableDb, which: Wanted): number {
  const { sql, values } = wanted(which);
  const all = `SELECT count(*) AS count FROM conflict WHERE choice IS NOT NULL AND solved_at > 0${sql}`;
  return db.get<{ count: number }>(all, values)?.count ?? 0;
}

/** Of those that wait: how many are alike, most first. */
export function groupConflicts(db: ReadableDb): ConflictGroup[] {
  const sql = `SELECT kind, ${PART_OR_WHOLE} AS part, by FROM conflict WHERE choice IS NULL AND id > ''`;
  const groups = new Map<string, ConflictGroup>();
  for (const one of db.all<Omit<ConflictGroup, 'count'>>(sql)) {
    const key = JSON.stringify([one.kind, one.part, one.by]);
    groups.set(key, { ...one, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return [...groups.values()].toSorted((a, b) => b.count - a.count);
}

export function findConflict(db: ReadableDb, id: string): Conflict | null {
  const row = db.get<Row>('SELECT * FROM conflict WHERE id = ?', [id]);
  return row ? toConflict(row) : null;
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
