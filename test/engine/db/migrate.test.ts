import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Database, openDatabase, takeLock } from '#engine/db/driver.ts';
import { MIGRATIONS, migrate, schemaVersion } from '#engine/db/migrate.ts';
import { describeSchema } from '#engine/db/schema.ts';

let folder: string;
let db: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-db-'));
  db = openDatabase(join(folder, 'a.db'));
});

afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

test('the connection is as durable as we promise', () => {
  expect(db.get('PRAGMA synchronous')).toEqual({ synchronous: 2 });
  expect(db.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' });
  expect(db.get('PRAGMA foreign_keys')).toEqual({ foreign_keys: 1 });
});

test('migrations bring any earlier version to the newest, with the committed schema as the result', () => {
  for (let done = 0; done <= MIGRATIONS.length; done += 1) {
    const step = openDatabase(join(folder, `from-${done}.db`));
    migrate(step, MIGRATIONS.slice(0, done));
    migrate(step);
    const snapshot = readFileSync(new URL('../../../main/engine/db/schema.sql', import.meta.url), 'utf8');
    expect(describeSchema(step)).toBe(snapshot);
    step.close();
  }
});

test('migrating twice changes nothing', () => {
  migrate(db);
  const before = describeSchema(db);
  migrate(db);
  expect(describeSchema(db)).toBe(before);
});

test('names are numbered upwards', () => {
  const numbers = MIGRATIONS.map((migration) => Number.parseInt(migration.name, 10));
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('a failing migration leaves the version and the schema of before', () => {
  migrate(db);
  const before = describeSchema(db);
  const broken = [
    ...MIGRATIONS,
    { name: '9000-broken', sql: 'CREATE TABLE x (y) STRICT; SELECT nothing FROM nowhere;' },
  ];
  expect(() => migrate(db, broken)).toThrow();
  expect(describeSchema(db)).toBe(before);
  expect(schemaVersion(db)).toBe(Number.parseInt(MIGRATIONS.at(-1)?.name ?? '', 10));
});

test('a database from the future is refused and left as it is', () => {
  migrate(db);
  db.script('PRAGMA user_version = 999999');
  expect(() => migrate(db)).toThrow(expect.objectContaining({ code: 'database-from-future' }));
  expect(schemaVersion(db)).toBe(999_999);
});

test("another program's database is refused", () => {
  db.script('CREATE TABLE theirs (x)');
  expect(() => migrate(db)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
});

describe('damage', () => {
  test('a file that is no database has its own error', () => {
    const path = join(folder, 'b.db');
    writeFileSync(path, 'this is not a database, it is a text of some length'.repeat(100));
    expect(() => openDatabase(path)).toThrow(expect.objectContaining({ code: 'database-corrupt' }));
  });

  test('events cannot be changed or removed', () => {
    migrate(db);
    db.script(`INSERT INTO event (at, actor, kind, text) VALUES (1, 'a', 'k', 't')`);
    expect(() => db.script(`UPDATE event SET text = 'u'`)).toThrow(/never changed/);
    expect(() => db.script('DELETE FROM event')).toThrow(/never deleted/);
  });
});

test('a transaction that throws leaves nothing, a savepoint only its own', () => {
  db.script('CREATE TABLE t (x INTEGER) STRICT');
  const insert = (x: number) => ({ x });
  expect(() =>
    db.write((tx) => {
      tx.run('INSERT INTO t VALUES (:x)', insert(1));
      throw new Error('no');
    }),
  ).toThrow('no');
  db.write((tx) => {
    tx.run('INSERT INTO t VALUES (:x)', insert(2));
    expect(() =>
      tx.savepoint(() => {
        tx.run('INSERT INTO t VALUES (:x)', insert(3));
        throw new Error('inner');
      }),
    ).toThrow('inner');
  });
  expect(db.all('SELECT x FROM t')).toEqual([{ x: 2 }]);
});

test('a lock has one holder', () => {
  const path = join(folder, 'lock');
  const first = takeLock(path);
  expect(first).not.toBeNull();
  expect(takeLock(path)).toBeNull();
  first?.release();
  const again = takeLock(path);
  expect(again).not.toBeNull();
  again?.release();
});
