/**
 * SQLite behind a small interface; the only file that knows the library. Everything is synchronous: a transaction is
 * one uninterrupted stretch of code, so no two of ours can interleave.
 */
import Sqlite from 'better-sqlite3';
import { type ErrorCode, SluiceError } from '#core/errors.ts';
import { SQL_FUNCTIONS } from '#core/filters/sql-functions.ts';
import { hideParameters } from './parameters.ts';

export type SqlValue = string | number | null | Uint8Array;
/** By name, or by position for the few statements that run tens of thousands of times a second. */
export type SqlParams = Readonly<Record<string, SqlValue>> | readonly SqlValue[];

/** Reads. Rows are plain objects whose shape the query's author states. */
export type ReadableDb = {
  /** The first row, or undefined. */
  get<Row>(sql: string, params?: SqlParams): Row | undefined;
  all<Row>(sql: string, params?: SqlParams): Row[];
};

/** Reads and writes; only ever handed out inside a transaction. */
export type WritableDb = ReadableDb & {
  /** Number of rows that changed. */
  run(sql: string, params?: SqlParams): number;
  /** Runs the work so that its writes vanish, and only its, when it throws; the error goes on. */
  savepoint<T>(work: () => T): T;
};

export type Database = ReadableDb & {
  /** Runs reads that see one state; many small ones cost half of what they cost alone. */
  read<T>(work: () => T): T;
  /** Runs the work in one durable transaction: all of its writes are on disk when it returns, or none. */
  write<T>(work: (db: WritableDb) => T): T;
  /** Several statements at once, with their own BEGIN and COMMIT if any; rolled back when one fails. */
  script(sql: string): void;
  /** A consistent copy of the database while it is in use. */
  backup(path: string): Promise<void>;
  readonly sqliteVersion: string;
  close(): void;
};

/** Versions before this one can corrupt a WAL database when a checkpoint races a reset (sqlite.org/wal.html). */
const OLDEST_SAFE_SQLITE = [3, 51, 3] as const;

/** Prepared statements kept; our own are about two hundred. */
const KEPT_STATEMENTS = 500;

const CODES: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  SQLITE_FULL: ['disk-full', 'The disk is full. Free some space; what was saved before is safe.'],
  SQLITE_READONLY: ['read-only', 'The workspace cannot be written to. Check the permissions of its folder.'],
  SQLITE_CANTOPEN: ['io', 'The database file cannot be opened. Check that the folder exists and is yours.'],
  SQLITE_CORRUPT: [
    'database-corrupt',
    'The database file is damaged. Restore a copy from the backups folder.',
  ],
  SQLITE_NOTADB: [
    'database-corrupt',
    'The database file is not a database. Restore a copy from the backups folder.',
  ],
  SQLITE_IOERR: ['io', 'Reading or writing the database failed. Check the disk and its connection.'],
};

/** What a person should know of a database error; other errors pass unchanged. */
function translate(error: unknown): unknown {
  if (!(error instanceof Sqlite.SqliteError)) return error;
  const known = Object.entries(CODES).find(([prefix]) => error.code.startsWith(prefix));
  if (!known) return error;
  const [code, message] = known[1];
  return new SluiceError(code, message, { sqlite: error.code }, { cause: error });
}

function guard<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translate(error);
  }
}

/**
 * Opens (and makes) a database file with the pragmas that our promises rest on.
 * @throws SluiceError `database-corrupt`, `read-only`, `io`, `unsupported` (SQLite too old).
 */
export function openDatabase(path: string): Database {
  const sqlite = guard(() => new Sqlite(path, { timeout: 5000 }));
  try {
    guard(() => prepareConnection(sqlite));
  } catch (error) {
    sqlite.close();
    throw error;
  }
  const sqliteVersion = versionOf(sqlite);
  const statements = new Map<string, Sqlite.Statement>();
  const reading = enclosure(sqlite, 'BEGIN', 'COMMIT', ['ROLLBACK']);
  const writing = enclosure(sqlite, 'BEGIN IMMEDIATE', 'COMMIT', ['ROLLBACK']);
  const inside = enclosure(sqlite, 'SAVEPOINT part', 'RELEASE part', ['ROLLBACK TO part', 'RELEASE part']);

  function statement(sql: string): Sqlite.Statement {
    const known = statements.get(sql);
    if (known && statements.size < KEPT_STATEMENTS) return known;
    // Filters of people come in any number of texts: the longest unused one makes room.
    statements.delete(sql);
    const [oldest] = statements.keys();
    if (statements.size >= KEPT_STATEMENTS && oldest !== undefined) statements.delete(oldest);
    const prepared = known ?? sqlite.prepare(hideParameters(sql));
    statements.set(sql, prepared);
    return prepared;
  }

  const readable: ReadableDb = {
    get: <Row>(sql: string, params: SqlParams = {}) =>
      guard(() => statement(sql).get(params) as Row | undefined),
    all: <Row>(sql: string, params: SqlParams = {}) => guard(() => statement(sql).all(params) as Row[]),
  };
  const writable: WritableDb = {
    ...readable,
    run: (sql, params = {}) => guard(() => statement(sql).run(params).changes),
    savepoint: (work) => enclose(inside, work),
  };
  return {
    ...readable,
    read: (work) => guard(() => (sqlite.inTransaction ? work() : enclose(reading, work))),
    // IMMEDIATE: the write lock is taken at the start, not halfway through.
    write: (work) => guard(() => enclose(sqlite.inTransaction ? inside : writing, () => work(writable))),
    script: (sql) => {
      try {
        guard(() => sqlite.exec(sql));
      } finally {
        // A script that fails halfway must not leave its transaction open for whoever comes next.
        if (sqlite.inTransaction) sqlite.exec('ROLLBACK');
      }
    },
    backup: async (target) => {
      await sqlite.backup(target).catch((error: unknown) => {
        throw translate(error);
      });
    },
    sqliteVersion,
    close: () => {
      statements.clear();
      sqlite.close();
    },
  };
}

type Enclosure = { readonly begin: () => void; readonly end: () => void; readonly undo: () => void };

/** Statements prepared once: the library's own transactions cost as much as two inserts each, in making functions. */
function enclosure(sqlite: Sqlite.Database, begin: string, end: string, undo: readonly string[]): Enclosure {
  const [first, last] = [begin, end].map((sql) => sqlite.prepare(sql));
  const undoing = undo.map((sql) => sqlite.prepare(sql));
  return {
    begin: () => first?.run(),
    end: () => last?.run(),
    undo: () => {
      // After some errors, a full disk among them, SQLite has taken everything back already.
      if (sqlite.inTransaction) for (const statement of undoing) statement.run();
    },
  };
}

function enclose<T>({ begin, end, undo }: Enclosure, work: () => T): T {
  begin();
  try {
    const result = work();
    end();
    return result;
  } catch (error) {
    undo();
    throw error;
  }
}

function prepareConnection(sqlite: Sqlite.Database): void {
  const version = versionOf(sqlite).split('.').map(Number);
  const index = OLDEST_SAFE_SQLITE.findIndex((part, at) => (version[at] ?? 0) !== part);
  if (index >= 0 && (version[index] ?? 0) < (OLDEST_SAFE_SQLITE[index] ?? 0)) {
    throw new SluiceError(
      'unsupported',
      `SQLite ${version.join('.')} can damage this kind of database; ${OLDEST_SAFE_SQLITE.join('.')} or newer is needed.`,
    );
  }
  sqlite.pragma('journal_mode = WAL');
  // The library is compiled to open WAL databases with NORMAL, which may lose the last commits in a power cut.
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('fullfsync = ON');
  sqlite.pragma('checkpoint_fullfsync = ON');
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma('wal_autocheckpoint = 4000');
  sqlite.pragma('cache_size = -32768');
  sqlite.pragma('temp_store = MEMORY');
  for (const [name, work] of Object.entries(SQL_FUNCTIONS)) {
    sqlite.function(name, { deterministic: true }, work);
  }
}

function versionOf(sqlite: Sqlite.Database): string {
  return sqlite.prepare('SELECT sqlite_version()').pluck().get() as string;
}

/**
 * Opens a database file that may be in use, to read it beside its owner.
 * @throws SluiceError `database-corrupt`, `io`.
 */
export function openForReading(path: string): ReadableDb & { close(): void } {
  const sqlite = guard(() => new Sqlite(path, { timeout: 5000, readonly: true, fileMustExist: true }));
  for (const [name, work] of Object.entries(SQL_FUNCTIONS)) {
    sqlite.function(name, { deterministic: true }, work);
  }
  return {
    get: <Row>(sql: string, params: SqlParams = {}) =>
      guard(() => sqlite.prepare(sql).get(params) as Row | undefined),
    all: <Row>(sql: string, params: SqlParams = {}) => guard(() => sqlite.prepare(sql).all(params) as Row[]),
    close: () => sqlite.close(),
  };
}

/** A connection beside the one that writes, for moving what is committed from the write-ahead log into the file. */
export type Checkpointer = {
  /** Pages that are in the log only. */
  waiting(): number;
  /** Moves as many of them as nobody reads meanwhile; keeps nobody from reading or writing. */
  move(): void;
  close(): void;
};

/** @throws SluiceError `database-corrupt`, `io`; so do its functions. */
export function openCheckpointer(path: string): Checkpointer {
  const sqlite = guard(() => new Sqlite(path, { timeout: 0, fileMustExist: true }));
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('checkpoint_fullfsync = ON');
  const ask = sqlite.prepare<[], { log: number; checkpointed: number }>('PRAGMA wal_checkpoint(NOOP)');
  return {
    waiting() {
      const found = guard(() => ask.get());
      return found ? found.log - found.checkpointed : 0;
    },
    move: () => void guard(() => sqlite.pragma('wal_checkpoint(PASSIVE)')),
    close: () => void sqlite.close(),
  };
}

/**
 * A lock that the operating system drops with its process, however that ends: an exclusive transaction on a small
 * database of its own. Null when another process has it.
 */
export function takeLock(path: string): { release(): void } | null {
  const sqlite = guard(() => new Sqlite(path, { timeout: 0 }));
  try {
    sqlite.pragma('journal_mode = DELETE');
    sqlite.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    sqlite.close();
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    throw translate(error);
  }
  return { release: () => sqlite.close() };
}
