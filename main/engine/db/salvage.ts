/**
 * Reads what can be read of a damaged database into a new one. Rows are read from both ends of a table, as damage lies at
 * a few pages and hides only what is between.
 */
import { isSluiceError } from '#core/errors.ts';
import { type Database, openDatabase, openForReading, type ReadableDb, type SqlValue } from './driver.ts';
import { migrate } from './migrate.ts';

export type Salvaged = {
  /** Rows that were read, and tables of which not all could be. */
  readonly rows: number;
  readonly torn: readonly string[];
};

type Row = Readonly<Record<string, SqlValue>>;
type Source = ReturnType<typeof openForReading>;
type Table = {
  readonly name: string;
  readonly columns: readonly string[];
  /** What its rows are read by, in order. */
  readonly key: readonly string[];
  /** True when rows have a number that is in no column, and by which others go. */
  readonly numbered: boolean;
};

const PAGE = 500;

/**
 * Makes the file `target`, which must not be there.
 * @throws SluiceError `database-corrupt` when not even the schema can be read, `disk-full`, `io`.
 */
export function salvageDatabase(damaged: string, target: string): Salvaged {
  const source = openForReading(damaged);
  try {
    const db = openDatabase(target);
    try {
      migrate(db);
      return copyTables(source, db);
    } finally {
      db.close();
    }
  } finally {
    source.close();
  }
}

/** When a workspace was last changed, in milliseconds since 1970; null when nothing was done in it. */
export function lastChangeAt(db: ReadableDb): number | null {
  return db.get<{ at: number }>('SELECT at FROM event ORDER BY seq DESC LIMIT 1')?.at ?? null;
}

function copyTables(source: Source, db: Database): Salvaged {
  const there = new Set(
    source
      .all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
      .map(({ name }) => name),
  );
  // Rows come as they were: what triggers would count is in them already, and what they refer to may be lost.
  const triggers = db.all<{ name: string; sql: string }>(
    `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`,
  );
  db.script(`PRAGMA foreign_keys = OFF; ${triggers.map(({ name }) => `DROP TRIGGER ${name};`).join(' ')}`);
  const tables = tablesOf(db).filter(({ name }) => there.has(name));
  // A new database has rows of its own in some.
  db.script(tables.map(({ name }) => `DELETE FROM ${name};`).join(' '));
  let rows = 0;
  const torn: string[] = [];
  for (const table of tables) {
    const { copied, whole } = copyTable(source, db, table);
    rows += copied;
    if (!whole) torn.push(table.name);
  }
  db.script(`${triggers.map(({ sql }) => `${sql};`).join('\n')} PRAGMA foreign_keys = ON;`);
  return { rows, torn };
}

function tablesOf(db: ReadableDb): Table[] {
  const names = db.all<{ name: string }>(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
  );
  return names.map(({ name }) => {
    const columns = db.all<{ name: string; type: string; pk: number }>(
      'SELECT name, type, pk FROM pragma_table_info(:name)',
      {
        name,
      },
    );
    const own = db.get<{ wr: number }>('SELECT wr FROM pragma_table_list(:name)', { name })?.wr === 1;
    const primary = columns.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk);
    return {
      name,
      columns: columns.map((column) => column.name),
      key: own ? primary.map((column) => column.name) : ['rowid'],
      numbered: !own && !(primary.length === 1 && primary[0]?.type === 'INTEGER'),
    };
  });
}

function copyTable(source: Source, db: Database, table: Table): { copied: number; whole: boolean } {
  let copied = 0;
  const keep = (page: readonly Row[]) => {
    db.write((tx) => {
      const there = table.columns.filter((column) => page[0] && column in page[0]);
      const names = table.numbered ? ['rowid', ...there] : there;
      const sql = `INSERT OR IGNORE INTO ${table.name} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
      for (const row of page)
        copied += tx.run(
          sql,
          names.map((column) => row[column === 'rowid' ? 'k_0' : column] ?? null),
        );
    });
  };
  const forward = readFrom(source, table, 'ASC', keep);
  if (!forward) readFrom(source, table, 'DESC', keep);
  return { copied, whole: forward };
}

/** Reads pages of rows up to the end, or up to the damage: there row by row. Answers whether it came to the end. */
function readFrom(source: Source, table: Table, way: 'ASC' | 'DESC', keep: (page: Row[]) => void): boolean {
  const key = table.key.join(', ');
  const order = table.key.map((column) => `${column} ${way}`).join(', ');
  const marks = table.key.map((_, at) => `:k${at}`).join(', ');
  const named = table.key.map((column, at) => `${column} AS k_${at}`).join(', ');
  let after: Record<string, SqlValue> | null = null;
  for (let limit = PAGE; ; ) {
    const where: string = after ? `WHERE (${key}) ${way === 'ASC' ? '>' : '<'} (${marks})` : '';
    let page: Row[];
    try {
      page = source.all<Row>(
        `SELECT ${named}, * FROM ${table.name} ${where} ORDER BY ${order} LIMIT ${limit}`,
        {
          ...after,
        },
      );
    } catch (error) {
      if (!isSluiceError(error, 'database-corrupt', 'io')) throw error;
      if (limit === 1) return false;
      limit = 1;
      continue;
    }
    const last = page.at(-1);
    if (!last) return true;
    keep(page);
    after = Object.fromEntries(table.key.map((_, at) => [`k${at}`, last[`k_${at}`] ?? null]));
  }
}
