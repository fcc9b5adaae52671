/** Cycles: runs of a pipeline for one input. Their status and counters are written by jobs/ledger.ts alone. */
import type { Cycle, CyclePriority, CycleStatus } from '#core/model/cycle.ts';
import type { ItemId, NodeId, PipelineId } from '#core/model/ids.ts';
import { cycleIdOf, cycleParts, requireParts } from '#core/model/run-ids.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';
import { rowInsert } from '../row-insert.ts';

type Row = {
  key: number;
  pipeline_id: PipelineId;
  version: number;
  status: CycleStatus;
  item_id: ItemId | null;
  item_name: string | null;
  node_id: NodeId;
  input: string | null;
  test: number;
  priority: CyclePriority;
  created_at: number;
  ended_at: number | null;
  open: number;
  failed: number;
};

const SELECT = `SELECT cycle.key, cycle.pipeline_id, version, cycle.status, cycle.item_id, item.name AS item_name, node.node_id,
  cycle.input, test, priority, cycle.created_at, ended_at, open, failed
  FROM cycle JOIN node ON node.key = start LEFT JOIN item ON item.id = cycle.item_id`;

const toCycle = (row: Row): Cycle => ({
  id: cycleIdOf(row.key, row.created_at),
  pipelineId: row.pipeline_id,
  version: row.version,
  status: row.status,
  itemId: row.item_id,
  itemName: row.item_name,
  nodeId: row.node_id,
  input: row.input ? JSON.parse(row.input) : row.item_id ? { item: row.item_id } : {},
  test: row.test === 1,
  priority: row.priority,
  createdAt: row.created_at,
  endedAt: row.ended_at,
  open: row.open,
  failed: row.failed,
});

/** Those with these keys, in this order. */
export function listCyclesByKey(db: ReadableDb, keys: readonly number[]): Cycle[] {
  const sql = `${SELECT} WHERE cycle.key IN (SELECT value FROM json_each(:keys))`;
  const found = new Map(
    db.all<Row>(sql, { keys: JSON.stringify(keys) }).map((row) => [row.key, toCycle(row)]),
  );
  return keys.flatMap((key) => found.get(key) ?? []);
}

export type CyclePage = {
  readonly pipelineId: string;
  /** Cycles up to this key were cleared by a reset. */
  readonly above: number;
  readonly status: CycleStatus | null;
  /** Key to go on below. */
  readonly before: number;
  readonly limit: number;
};

/** Latest first. */
export function listCycles(db: ReadableDb, page: CyclePage): Cycle[] {
  const inStatus =
    page.status === null
      ? ''
      : page.status === 'success'
        ? `AND cycle.status = 'success'`
        : `AND cycle.status = :status AND cycle.status <> 'success'`;
  const sql = `${SELECT} WHERE cycle.pipeline_id = :pipelineId ${inStatus} AND cycle.key > :above AND cycle.key < :before
    ORDER BY cycle.key DESC LIMIT :limit`;
  return db.all<Row>(sql, page).map(toCycle);
}

/** By the id that is used outside. @throws SluiceError `not-found` when it is no cycle's id. */
export function findCycle(db: ReadableDb, id: string): { key: number; cycle: Cycle } | null {
  const { key, createdAt } = requireParts(cycleParts(id), 'cycle', id);
  const row = db.get<Row>(`${SELECT} WHERE cycle.key = :key`, { key });
  return row && row.created_at === createdAt ? { key, cycle: toCycle(row) } : null;
}

export type NewCycle = {
  readonly key: number;
  readonly pipelineId: string;
  readonly version: number;
  readonly itemId: string | null;
  /** Values by port as JSON; null: the item alone. */
  readonly input: string | null;
  /** Key of the node it begins at. */
  readonly start: number;
  readonly test: boolean;
  readonly hops: number;
  readonly createdAt: number;
};

export function lastCycleKey(db: ReadableDb): number {
  return db.get<{ key: number | null }>('SELECT max(key) AS key FROM cycle')?.key ?? 0;
}

const insert = rowInsert(
  'cycle',
  [
    'key',
    'pipeline_id',
    'version',
    'status',
    'item_id',
    'input',
    'start',
    'test',
    'hops',
    'created_at',
    'open',
  ],
  { test: 0, hops: 0, open: 0 },
);

/** With its first execution open: that is made in the same transaction. */
export function insertCycle(db: WritableDb, cycle: NewCycle): void {
  insert(db, [
    cycle.key,
    cycle.pipelineId,
    cycle.version,
    'pending',
    cycle.itemId,
    cycle.input,
    cycle.start,
    cycle.test ? 1 : 0,
    cycle.hops,
    cycle.createdAt,
    1,
  ]);
}

/** A cycle as the runner needs it. */
export type CycleHead = {
  readonly key: number;
  readonly pipelineId: PipelineId;
  readonly version: number;
  readonly status: CycleStatus;
  readonly itemId: ItemId | null;
  readonly input: string | null;
  readonly start: number;
  readonly hops: number;
  /** Null: as its nodes say. */
  readonly priority: CyclePriority;
  readonly open: number;
  readonly failed: number;
  readonly createdAt: number;
  readonly endedAt: number | null;
};

const HEAD = `SELECT key, pipeline_id AS pipelineId, version, status, item_id AS itemId, input, start, hops, priority, open, failed,
  created_at AS createdAt, ended_at AS endedAt FROM cycle`;

export function readCycleHead(db: ReadableDb, key: number): CycleHead | null {
  return db.get<CycleHead>(`${HEAD} WHERE key = :key`, { key }) ?? null;
}

export function readCycleHeads(db: ReadableDb, keys: readonly number[]): CycleHead[] {
  const sql = `${HEAD} WHERE key IN (SELECT value FROM json_each(:keys))`;
  return db.all<CycleHead>(sql, { keys: JSON.stringify(keys) });
}

const UNENDED = `('pending', 'in-progress', 'rerun')`;

/** Cycles that have not ended, on an older version than the given one when there is one. */
export function listOpenCycles(
  db: ReadableDb,
  page: { pipelineId: string; below: number; after: number; limit: number },
): CycleHead[] {
  const sql = `${HEAD} WHERE pipeline_id = :pipelineId AND status IN ${UNENDED} AND status <> 'success'
    AND version < :below AND key > :after ORDER BY key LIMIT :limit`;
  return db.all<CycleHead>(sql, page);
}

/** Cycles in the order they began, for work on all of them in parts. */
export function listCycleHeads(
  db: ReadableDb,
  page: { pipelineId: string; after: number; limit: number },
): CycleHead[] {
  const sql = `${HEAD} WHERE pipeline_id = :pipelineId AND key > :after ORDER BY key LIMIT :limit`;
  return db.all<CycleHead>(sql, page);
}

export type CycleUpdate = Pick<
  CycleHead,
  'key' | 'status' | 'open' | 'failed' | 'endedAt' | 'version' | 'priority'
>;

export function updateCycle(db: WritableDb, cycle: CycleUpdate): void {
  const sql = `UPDATE cycle SET status = ?, open = ?, failed = ?, ended_at = ?, version = ?, priority = ? WHERE key = ?`;
  db.run(sql, [
    cycle.status,
    cycle.open,
    cycle.failed,
    cycle.endedAt,
    cycle.version,
    cycle.priority,
    cycle.key,
  ]);
}

/** Notes the version on which a cycle ran up to that place in the log. */
export function insertPastVersion(
  db: WritableDb,
  past: { cycle: number; until: number; version: number },
): void {
  db.run('INSERT INTO cycle_version (cycle, until, version) VALUES (:cycle, :until, :version)', past);
}

/** When the pipeline's first cycle since its last reset began; null when there is none. */
export function firstCycleAt(db: ReadableDb, pipelineId: string, above: number): number | null {
  const sql = `SELECT created_at AS at FROM cycle WHERE pipeline_id = :pipelineId AND key > :above ORDER BY key LIMIT 1`;
  return db.get<{ at: number }>(sql, { pipelineId, above })?.at ?? null;
}
