/** Which rows of a database another one, attached to it as `after`, has more or otherwise. */
import type { Database } from 'better-sqlite3';

export type Table = {
  readonly name: string;
  /** With the rowid, by that name, where the table has one that is no column. */
  readonly columns: readonly string[];
  /** Columns that tell rows apart and stay. */
  readonly key: readonly string[];
};

export type Row = readonly unknown[];

export type TableDifferences = {
  readonly table: Table;
  readonly inserts: readonly Row[];
  readonly updates: readonly Row[];
};

type Column = { readonly name: string; readonly type: string; readonly pk: number; readonly hidden: number };

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The tables that rows are written to, but SQLite's own. */
export function tablesOf(db: Database): Table[] {
  const list = db.prepare<[], { name: string; wr: number }>(
    `SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
  );
  return list.all().map(({ name, wr }) => {
    const all = db.prepare<[string], Column>('SELECT * FROM pragma_table_xinfo(?)').all(name);
    const columns = all.filter((column) => column.hidden === 0);
    const names = columns.map((column) => column.name);
    const key = columns.filter((column) => column.pk > 0);
    const rowidIsColumn = wr === 0 && key.length === 1 && key[0]?.type.toUpperCase() === 'INTEGER';
    if (wr === 1 || rowidIsColumn) return { name, columns: names, key: key.map((column) => column.name) };
    return { name, columns: ['rowid', ...names], key: ['rowid'] };
  });
}

/** In the order of the key. */
export function differences(db: Database, table: Table): TableDifferences {
  const columns = table.columns.map(quoted).join(', ');
  const keys = table.key.map(quoted).join(', ');
  const name = quoted(table.name);
  const sql = `SELECT ${columns} FROM after.${name} EXCEPT SELECT ${columns} FROM main.${name} ORDER BY ${keys}`;
  const rows = db.prepare(sql).raw().all() as Row[];
  const where = table.key.map((column) => `${quoted(column)} = ?`).join(' AND ');
  const known = db.prepare(`SELECT 1 FROM main.${name} WHERE ${where}`).pluck();
  const places = table.key.map((column) => table.columns.indexOf(column));
  const isKnown = (row: Row) => known.get(places.map((at) => row[at])) !== undefined;
  const changes = { inserts: [] as Row[], updates: [] as Row[] };
  for (const row of rows) changes[isKnown(row) ? 'updates' : 'inserts'].push(row);
  return { table, ...changes };
}
