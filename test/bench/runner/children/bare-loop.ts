/**
 * A bare loop over better-sqlite3 that writes what our engine wrote: the same rows into the same tables and indexes with
 * the same pragmas and as many transactions, each row once in its last state. No triggers and no checks of references:
 * nothing but the writing.
 */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { childInput, childResult } from '../child.ts';
import { differences, quoted, tablesOf } from '../differences.ts';
import { bareContestSchema } from '../messages.ts';

const { before, after, folder, transactions } = childInput(bareContestSchema);
const path = join(folder, 'bare.db');
copyFileSync(before, path);

const db = new Sqlite(path);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.pragma('fullfsync = ON');
db.pragma('checkpoint_fullfsync = ON');
db.pragma('foreign_keys = OFF');
db.pragma('wal_autocheckpoint = 4000');
db.pragma('cache_size = -65536');
const triggers = db
  .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
  .pluck()
  .all() as string[];
for (const trigger of triggers) db.exec(`DROP TRIGGER ${quoted(trigger)}`);

db.prepare('ATTACH ? AS after').run(after);
const changes = tablesOf(db).map((table) => differences(db, table));
db.exec('DETACH after');
const writes = changes.flatMap(({ table, inserts, updates }) => {
  const insert = db.prepare(insertSql(table.columns, table.name));
  const keys = table.columns.filter((column) => table.key.includes(column));
  const sets = table.columns.filter((column) => !table.key.includes(column));
  const setList = sets.map((column) => `${quoted(column)} = ?`).join(', ');
  const where = keys.map((column) => `${quoted(column)} = ?`).join(' AND ');
  const parts = [{ statement: insert, rows: inserts }];
  if (updates.length === 0) return parts;
  const update = db.prepare(`UPDATE ${quoted(table.name)} SET ${setList} WHERE ${where}`);
  const order = [...sets, ...keys].map((column) => table.columns.indexOf(column));
  return [...parts, { statement: update, rows: updates.map((row) => order.map((at) => row[at])) }];
});

const begin = db.prepare('BEGIN IMMEDIATE');
const commit = db.prepare('COMMIT');
const start = performance.now();
for (let turn = 0; turn < transactions; turn += 1) {
  begin.run();
  for (const { statement, rows } of writes) {
    const from = Math.floor((turn * rows.length) / transactions);
    const to = Math.floor(((turn + 1) * rows.length) / transactions);
    for (let at = from; at < to; at += 1) statement.run(rows[at]);
  }
  commit.run();
}
const seconds = (performance.now() - start) / 1000;

db.prepare('ATTACH ? AS after').run(after);
for (const table of tablesOf(db)) {
  const { inserts, updates } = differences(db, table);
  const left = inserts.length + updates.length;
  if (left > 0) throw new Error(`The bare loop did not write ${left} rows of ${table.name}.`);
}
db.close();
const tables = changes
  .filter(({ inserts, updates }) => inserts.length + updates.length > 0)
  .map(({ table, inserts, updates }) => ({
    name: table.name,
    inserted: inserts.length,
    updated: updates.length,
    bytes: bytesOf([...inserts, ...updates]),
  }));
childResult({ seconds, tables });

function insertSql(columns: readonly string[], table: string): string {
  const places = columns.map(() => '?').join(', ');
  return `INSERT INTO ${quoted(table)} (${columns.map(quoted).join(', ')}) VALUES (${places})`;
}

/** Of the values, without what storing them costs. */
function bytesOf(rows: readonly (readonly unknown[])[]): number {
  const sizeOf = (value: unknown) => {
    if (typeof value === 'string') return Buffer.byteLength(value);
    if (value instanceof Uint8Array) return value.length;
    return value === null ? 0 : 8;
  };
  return rows.reduce((sum, row) => sum + row.reduce<number>((bytes, value) => bytes + sizeOf(value), 0), 0);
}
