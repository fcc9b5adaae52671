/** What a check of the workspace reads: pages of rows, each from one statement, so that it may go on beside other work. */
import type { Item } from '#core/model/item.ts';
import type { ReadableDb } from '../driver.ts';

/** What SQLite itself finds wrong, at most so many; empty when all is well. */
export function findDamage(db: ReadableDb, limit: number): string[] {
  return db
    .all<{ integrity_check: string }>(`PRAGMA integrity_check(${limit})`)
    .map((row) => row.integrity_check)
    .filter((text) => text !== 'ok');
}

export function listTables(db: ReadableDb): string[] {
  const sql = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`;
  return db.all<{ name: string }>(sql).map((row) => row.name);
}

/** Rows of the table that refer to rows which are not there: how many there are by the table they refer to. */
export function listBrokenReferences(db: ReadableDb, table: string): { parent: string; count: number }[] {
  return db.all(`SELECT parent, count(*) AS count FROM pragma_foreign_key_check(:table) GROUP BY 1`, {
    table,
  });
}

export type ItemFile = {
  readonly id: string;
  readonly name: string;
  readonly storage: Item['storage'];
  /** As `NewItem.location`. */
  readonly location: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string | null;
};

const FILE = 'SELECT id, name, storage, location, size, sha256 FROM item';

/** Items by id, from the one after `after`. */
export function listItemFiles(db: ReadableDb, after: string, limit: number): ItemFile[] {
  return db.all(`${FILE} WHERE id > :after ORDER BY id LIMIT :limit`, { after, limit });
}

export function findItemFile(db: ReadableDb, id: string): ItemFile | null {
  return db.get<ItemFile>(`${FILE} WHERE id = :id`, { id }) ?? null;
}

export type HashedFile = ItemFile & { readonly sha256: string };

/** Items with a file of ours and a hash, those of one hash together, from the one after `after`. */
export function listHashedFiles(
  db: ReadableDb,
  after: { readonly sha256: string; readonly id: string },
  limit: number,
): HashedFile[] {
  return db.all(
    `${FILE} WHERE sha256 IS NOT NULL AND (sha256, id) > (:sha256, :id) AND storage = 'stored'
     ORDER BY sha256, id LIMIT :limit`,
    { sha256: after.sha256, id: after.id, limit },
  );
}

export type UnhashedFile = ItemFile & {
  /** 1 when the item it was cloned of has the same file. */
  readonly shared: number;
};

/** Items with a file of ours that was never hashed, as frames are, by id, from the one after `after`. */
export function listUnhashedFiles(db: ReadableDb, after: string, limit: number): UnhashedFile[] {
  return db.all(
    `SELECT id, name, storage, location, size, sha256, EXISTS (SELECT 1 FROM item AS source
       WHERE source.id = item.source_item_id AND source.location = item.location AND source.storage = 'stored') AS shared
     FROM item WHERE id > :after AND sha256 IS NULL AND storage = 'stored' ORDER BY id LIMIT :limit`,
    { after, limit },
  );
}

export type LogPlace = {
  readonly key: number;
  readonly place: number;
  /** 1 when an event has that place too. */
  readonly shared: number;
};

/** Places in the log that executions have, by execution, from the one after `after`. */
export function listLogPlaces(db: ReadableDb, after: number, limit: number): LogPlace[] {
  return db.all(
    `SELECT key, logged AS place, EXISTS (SELECT 1 FROM event WHERE event.seq = logged) AS shared
     FROM execution WHERE key > :after AND logged IS NOT NULL ORDER BY key LIMIT :limit`,
    { after, limit },
  );
}

/** The highest place that an event has; 0 when there is none. */
export function lastEventPlace(db: ReadableDb): number {
  return db.get<{ seq: number | null }>('SELECT max(seq) AS seq FROM event')?.seq ?? 0;
}
