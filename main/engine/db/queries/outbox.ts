/**
 * Local changes that a remote has not confirmed. A row says which entity differs from what both sides last agreed on;
 * triggers write it in the transaction of the change.
 */
import type { RemoteId } from '#core/model/sync.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

/** Strands of one remote: what is in one goes one after the other. */
export const STRANDS = 4;

export type OutboxKind = 'annotation' | 'item' | 'standing' | 'issue';

export type OutboxRow = {
  readonly seq: number;
  readonly kind: OutboxKind;
  readonly entity: string;
  readonly itemId: string;
  readonly remoteId: RemoteId;
  /** What both sides agreed on last; null: nothing was there. */
  readonly base: unknown;
  /** What it became, of what goes by itself; null: what is here now tells. */
  readonly mine: unknown;
  readonly version: number;
  /** What is on its way, and of which version it was made; null: nothing is. */
  readonly sent: { readonly content: unknown; readonly version: number } | null;
  readonly parked: { readonly code: string; readonly message: string } | null;
};

type Row = {
  seq: number;
  kind: OutboxKind;
  entity: string;
  item_id: string;
  remote_id: RemoteId;
  base: string | null;
  mine: string | null;
  version: number;
  parcel: number | null;
  sent: string | null;
  sent_version: number | null;
  parked: string | null;
};

const toRow = (row: Row): OutboxRow => ({
  seq: row.seq,
  kind: row.kind,
  entity: row.entity,
  itemId: row.item_id,
  remoteId: row.remote_id,
  base: row.base === null ? null : readBase(row.kind, JSON.parse(row.base)),
  mine: row.mine === null ? null : JSON.parse(row.mine),
  version: row.version,
  sent:
    row.sent === null ? null : { content: JSON.parse(row.sent), version: row.sent_version ?? row.version },
  parked: row.parked === null ? null : JSON.parse(row.parked),
});

/** Of an annotation a column that is null is a key that is not there. */
function readBase(kind: OutboxKind, content: Readonly<Record<string, unknown>>): unknown {
  if (kind !== 'annotation') return content;
  return Object.fromEntries(Object.entries(content).filter(([, value]) => value !== null));
}

/**
 * The next of a strand, oldest first. What belongs to an item that the remote has not got yet waits for that; a new item is
 * there with nothing before it.
 */
export function listToSend(db: ReadableDb, remoteId: string, strand: number, limit: number): OutboxRow[] {
  const sql = `SELECT * FROM outbox WHERE remote_id = :remoteId AND strand = :strand AND parked IS NULL AND parcel IS NULL
      AND (kind = 'item' OR NOT EXISTS (SELECT 1 FROM outbox AS made WHERE made.kind = 'item'
        AND made.entity = outbox.item_id AND made.base IS NULL))
    ORDER BY seq LIMIT :limit`;
  return db.all<Row>(sql, { remoteId, strand, limit }).map(toRow);
}

/** What is on its way, in the order in which it was put in. */
export function listSent(db: ReadableDb, remoteId: string, strand: number): OutboxRow[] {
  const sql = `SELECT * FROM outbox WHERE remote_id = :remoteId AND strand = :strand AND parcel IS NOT NULL ORDER BY seq`;
  return db.all<Row>(sql, { remoteId, strand }).map(toRow);
}

export function listPendingOf(db: ReadableDb, itemId: string): OutboxRow[] {
  return db.all<Row>('SELECT * FROM outbox WHERE item_id = ?', [itemId]).map(toRow);
}

/** Whether decisions on the item in the task have not been confirmed. */
export function hasStandings(db: ReadableDb, itemId: string, taskId: string): boolean {
  const sql = `SELECT 1 AS yes FROM outbox WHERE item_id = :itemId AND kind = 'standing'
    AND substr(entity, 1, length(:taskId)) = :taskId LIMIT 1`;
  return db.get(sql, { itemId, taskId }) !== undefined;
}

export function listParked(db: ReadableDb, limit: number): OutboxRow[] {
  return db
    .all<Row>('SELECT * FROM outbox WHERE parked IS NOT NULL AND seq > 0 ORDER BY seq LIMIT ?', [limit])
    .map(toRow);
}

/** What goes to a remote by itself, oldest first. */
export function listToGo(db: ReadableDb, remoteId: string, limit: number): OutboxRow[] {
  const sql = `SELECT * FROM outbox WHERE remote_id = :remoteId AND parked IS NULL AND seq > 0 ORDER BY seq LIMIT :limit`;
  return db.all<Row>(sql, { remoteId, limit }).map(toRow);
}

const KINDS = ['annotation', 'item', 'standing', 'issue'] as const satisfies readonly OutboxKind[];

/** How much of each kind goes to a remote by itself, of kinds of which something does. */
export function countQueuedKinds(db: ReadableDb, remoteId: string): { kind: OutboxKind; count: number }[] {
  const sql =
    'SELECT count(*) AS count FROM outbox WHERE remote_id = :remoteId AND parked IS NULL AND kind = :kind';
  return KINDS.map((kind) => {
    return { kind, count: db.get<{ count: number }>(sql, { remoteId, kind })?.count ?? 0 };
  }).filter(({ count }) => count > 0);
}

export function countOutbox(db: ReadableDb, remoteId: string): { queued: number; parked: number } {
  const sql = `SELECT count(*) AS all_of, count(parked) AS parked FROM outbox WHERE remote_id = ?`;
  const row = db.get<{ all_of: number; parked: number }>(sql, [remoteId]);
  return { queued: (row?.all_of ?? 0) - (row?.parked ?? 0), parked: row?.parked ?? 0 };
}

/** Items that a remote has not got. */
export function countNewItems(db: ReadableDb, remoteId: string): number {
  const sql = `SELECT count(*) AS count FROM outbox WHERE remote_id = ? AND kind = 'item' AND base IS NULL AND parked IS NULL`;
  return db.get<{ count: number }>(sql, [remoteId])?.count ?? 0;
}

export function markSent(db: WritableDb, seq: number, parcel: number, content: unknown): void {
  db.run('UPDATE outbox SET parcel = ?, sent = ?, sent_version = version WHERE seq = ?', [
    parcel,
    JSON.stringify(content),
    seq,
  ]);
}

/** Both sides have agreed on another content since, and the local one still differs: it is sent again. */
export function rebase(db: WritableDb, seq: number, base: unknown): void {
  const sql = 'UPDATE outbox SET base = ?, parcel = NULL, sent = NULL, sent_version = NULL WHERE seq = ?';
  db.run(sql, [base === null ? null : JSON.stringify(base), seq]);
}

/** Not on its way any more, with what both sides agreed on as it was. */
export function unsend(db: WritableDb, remoteId: string, strand: number): void {
  const sql = `UPDATE outbox SET parcel = NULL, sent = NULL, sent_version = NULL
    WHERE remote_id = ? AND strand = ? AND parcel IS NOT NULL`;
  db.run(sql, [remoteId, strand]);
}

export function park(db: WritableDb, seq: number, reason: { code: string; message: string }): void {
  const sql = 'UPDATE outbox SET parked = ?, parcel = NULL, sent = NULL, sent_version = NULL WHERE seq = ?';
  db.run(sql, [JSON.stringify(reason), seq]);
}

/** Sends again what the remote did not take. */
export function unpark(db: WritableDb, seq: number): number {
  return db.run('UPDATE outbox SET parked = NULL WHERE seq = ?', [seq]);
}

export function dropFromOutbox(db: WritableDb, seq: number): number {
  return db.run('DELETE FROM outbox WHERE seq = ?', [seq]);
}

/** Nothing of the dataset is sent any more. */
export function dropOutboxOf(db: WritableDb, datasetId: string): void {
  db.run('DELETE FROM outbox WHERE item_id IN (SELECT id FROM item WHERE dataset_id = ?)', [datasetId]);
}

/** The latest parcel of a strand; null before the first. */
export function findStrand(
  db: ReadableDb,
  remoteId: string,
  strand: number,
): { readonly session: string; readonly parcel: number } | null {
  const sql = 'SELECT session, parcel FROM strand WHERE remote_id = ? AND strand = ?';
  return db.get<{ session: string; parcel: number }>(sql, [remoteId, strand]) ?? null;
}

export function saveStrand(
  db: WritableDb,
  row: { remoteId: string; strand: number; session: string; parcel: number },
): void {
  db.run(
    `INSERT INTO strand VALUES (:remoteId, :strand, :session, :parcel)
     ON CONFLICT DO UPDATE SET session = excluded.session, parcel = excluded.parcel`,
    row,
  );
}

/** What is written inside is no change of this workspace that a remote has to hear of. */
export function quietly<T>(db: WritableDb, work: () => T): T {
  db.run('UPDATE sync_switch SET quiet = 1');
  try {
    return work();
  } finally {
    db.run('UPDATE sync_switch SET quiet = 0');
  }
}

/** Of a dataset that the remote has not got anything of: all of its items, and then what is on them. */
export function queueDataset(db: WritableDb, datasetId: string, remoteId: string): void {
  const strand = (column: string) => `unicode(substr(${column}, -1)) % ${STRANDS}`;
  db.run(
    `INSERT INTO outbox (kind, entity, item_id, remote_id, strand) SELECT 'item', id, id, :remoteId, ${strand('id')}
       FROM item WHERE dataset_id = :datasetId AND trashed = 0 ORDER BY id`,
    { datasetId, remoteId },
  );
  db.run(
    `INSERT INTO outbox (kind, entity, item_id, remote_id, strand)
       SELECT 'annotation', annotation.id, item_id, :remoteId, ${strand('item_id')}
       FROM item JOIN annotation ON annotation.item_id = item.id
       WHERE item.dataset_id = :datasetId AND item.trashed = 0 ORDER BY item_id, annotation.id`,
    { datasetId, remoteId },
  );
}
