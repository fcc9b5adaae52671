/** What remotes are asked to do with pipelines and have not done. */
import {
  type Order,
  orderSchema,
  type SavedPipeline,
  savedPipelineSchema,
} from '#core/model/remote-pipeline.ts';
import type { RemoteId } from '#core/model/sync.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

export type StoredOrder = {
  readonly seq: number;
  readonly remoteId: RemoteId;
  readonly pipelineId: string;
  readonly order: Order;
  /** Of a `save`. */
  readonly saved: SavedPipeline | null;
  /** What was noted before the remote was asked; null: it was not asked. */
  readonly before: unknown;
  readonly refused: { readonly code: string; readonly message: string } | null;
  readonly at: number;
};

type Row = {
  seq: number;
  remote_id: RemoteId;
  pipeline_id: string;
  body: string;
  saved: string | null;
  before: string | null;
  refused: string | null;
  at: number;
};

const toOrder = (row: Row): StoredOrder => ({
  seq: row.seq,
  remoteId: row.remote_id,
  pipelineId: row.pipeline_id,
  order: orderSchema.parse(JSON.parse(row.body)),
  saved: row.saved === null ? null : savedPipelineSchema.parse(JSON.parse(row.saved)),
  before: row.before === null ? null : JSON.parse(row.before),
  refused: row.refused === null ? null : JSON.parse(row.refused),
  at: row.at,
});

export function insertOrder(db: WritableDb, made: Omit<StoredOrder, 'seq' | 'before' | 'refused'>): number {
  const { remoteId, pipelineId, order, saved, at } = made;
  const sql = `INSERT INTO remote_order (remote_id, pipeline_id, body, saved, at)
    VALUES (:remoteId, :pipelineId, :body, :saved, :at) RETURNING seq`;
  const body = JSON.stringify(order);
  const row = { remoteId, pipelineId, body, saved: saved && JSON.stringify(saved), at };
  return db.get<{ seq: number }>(sql, row)?.seq ?? 0;
}

/** Those of one remote, pipeline by pipeline, each in the order in which they came. */
export function listOrders(db: ReadableDb, remoteId: string): StoredOrder[] {
  const sql = 'SELECT * FROM remote_order WHERE remote_id = ? ORDER BY pipeline_id, seq';
  return db.all<Row>(sql, [remoteId]).map(toOrder);
}

export function findOrder(db: ReadableDb, seq: number): StoredOrder | null {
  const row = db.get<Row>('SELECT * FROM remote_order WHERE seq = ?', [seq]);
  return row ? toOrder(row) : null;
}

export function noteBefore(db: WritableDb, seq: number, before: unknown): void {
  db.run('UPDATE remote_order SET before = ? WHERE seq = ?', [JSON.stringify(before), seq]);
}

/** Null: it is tried again, as if the remote had not been asked. */
export function setRefused(db: WritableDb, seq: number, refused: StoredOrder['refused']): void {
  const sql = 'UPDATE remote_order SET refused = ?, before = NULL WHERE seq = ?';
  db.run(sql, [refused && JSON.stringify(refused), seq]);
}

export function deleteOrder(db: WritableDb, seq: number): void {
  db.run('DELETE FROM remote_order WHERE seq = ?', [seq]);
}

/** The order and what waits for it. */
export function dropOrders(db: WritableDb, { seq, remoteId, pipelineId }: StoredOrder): void {
  const sql = `DELETE FROM remote_order
    WHERE remote_id = :remoteId AND pipeline_id = :pipelineId AND seq >= :seq`;
  db.run(sql, { remoteId, pipelineId, seq });
}

export function countOrders(db: ReadableDb, remoteId: string): { queued: number; parked: number } {
  const sql = 'SELECT count(*) AS all_of, count(refused) AS parked FROM remote_order WHERE remote_id = ?';
  const row = db.get<{ all_of: number; parked: number }>(sql, [remoteId]);
  return { queued: (row?.all_of ?? 0) - (row?.parked ?? 0), parked: row?.parked ?? 0 };
}
