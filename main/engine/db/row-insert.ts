/** Inserts into wide tables of which a row mostly fills a part. */
import type { SqlValue, WritableDb } from './driver.ts';

/** Inserts a row: a value for each of the columns, in their order. False when the row was not wanted after all. */
export type RowInsert = (db: WritableDb, values: readonly SqlValue[]) => boolean;

/**
 * Names only what differs from the default of its column: each value that is bound costs a fiftieth of the whole insert,
 * and a step of the runner leaves a third of its columns as they are.
 * @param columns at most 30, so that a statement is found by the bits of a number
 * @param defaults of the columns where it is not null, as in the table's definition
 * @param conflict what to do about a row that is there, as SQL; an error by itself
 */
export function rowInsert(
  table: string,
  columns: readonly string[],
  defaults: Readonly<Record<string, SqlValue>> = {},
  conflict = '',
): RowInsert {
  const unless = columns.map((column) => defaults[column] ?? null);
  const statements = new Map<number, string>();
  return (db, values) => {
    const bound: SqlValue[] = [];
    let named = 0;
    for (let at = 0; at < unless.length; at += 1) {
      const value = values[at] ?? null;
      if (value === unless[at]) continue;
      named |= 1 << at;
      bound.push(value);
    }
    let sql = statements.get(named);
    if (sql === undefined) {
      const names = columns.filter((_, at) => (named & (1 << at)) !== 0);
      sql = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) ${conflict}`;
      statements.set(named, sql);
    }
    return db.run(sql, bound) > 0;
  };
}
