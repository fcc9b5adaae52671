/** Executions by what they belong to: what led to them, their cycle, their item. */
import type { ExecutionState } from '#core/model/cycle.ts';
import type { ReadableDb } from '../driver.ts';
import { RUSH, WORK, type Work } from './executions.ts';

/** Direct successors: along connections, and where its values met those of others. */
export function listCaused(db: ReadableDb, source: number): Work[] {
  const met = 'SELECT execution FROM met WHERE source = :source';
  return db.all<Work>(`${WORK} WHERE parent = :source OR execution.key IN (${met})`, { source });
}

/** Where a person put its item instead, in the order they did. */
export function listPut(db: ReadableDb, source: number): Pick<Work, 'key' | 'state'>[] {
  const sql = `SELECT key, state FROM execution WHERE parent = :source AND connection IS NULL AND parent IS NOT NULL ORDER BY ordinal, generation`;
  return db.all<Pick<Work, 'key' | 'state'>>(sql, { source });
}

/** True when a cycle was begun again after this execution, with which it had begun. */
export function isBegunAgain(db: ReadableDb, { cycle, key }: Pick<Work, 'cycle' | 'key'>): boolean {
  const sql = 'SELECT 1 AS yes FROM execution WHERE cycle = :cycle AND parent IS NULL AND key > :key LIMIT 1';
  return db.get(sql, { cycle, key }) !== undefined;
}

/** The highest generation of a passage; -1 when it was never used. */
export function lastGeneration(
  db: ReadableDb,
  passage: { parent: number; connection: number; ordinal: number },
): number {
  const sql = `SELECT max(generation) AS generation FROM execution
    WHERE parent = :parent AND connection = :connection AND ordinal = :ordinal`;
  return db.get<{ generation: number | null }>(sql, passage)?.generation ?? -1;
}

const OPEN = `('queued', 'running', 'parked')`;

export function listOpenOfCycle(db: ReadableDb, cycle: number): Work[] {
  return db.all<Work>(`${WORK} WHERE cycle = :cycle AND state IN ${OPEN} ORDER BY execution.key`, { cycle });
}

/** All of a cycle, in the order they came to be. */
export function listOfCycle(db: ReadableDb, cycle: number): Work[] {
  return db.all<Work>(`${WORK} WHERE cycle = :cycle ORDER BY execution.key`, { cycle });
}

/** What of a cycle is at a node and has not succeeded: it waits, runs or has failed. At most so many. */
export function listStuckAt(db: ReadableDb, at: { cycle: number; node: number; limit: number }): Work[] {
  const sql = `${WORK} WHERE cycle = :cycle AND node = :node
    AND state IN ('queued', 'running', 'parked', 'failed', 'dead') ORDER BY execution.key LIMIT :limit`;
  return db.all<Work>(sql, at);
}

/** So many executions that to look at all of them takes a while. */
const LARGE = 20_000;

export function isLargeCycle(db: ReadableDb, cycle: number): boolean {
  const sql = 'SELECT 1 AS yes FROM execution WHERE cycle = :cycle LIMIT 1 OFFSET :most';
  return db.get(sql, { cycle, most: LARGE }) !== undefined;
}

/** How many executions a cycle has at a node in a state. */
export type CycleNodeCount = {
  node: number;
  state: ExecutionState;
  count: number;
  attempts: number;
  since: number;
  until: number;
};

export function countByNodeOfCycle(db: ReadableDb, cycle: number): CycleNodeCount[] {
  const sql = `SELECT node, state, count(*) AS count, max(attempt) AS attempts, min(created_at) AS since,
      max(ifnull(ended_at, created_at)) AS until FROM execution WHERE cycle = :cycle GROUP BY node, state`;
  return db.all<CycleNodeCount>(sql, { cycle });
}

/** An item's executions, the latest first. */
export function listOfItem(db: ReadableDb, itemId: string, limit: number): Work[] {
  return db.all<Work>(`${WORK} WHERE execution.item_id = :itemId ORDER BY execution.key DESC LIMIT :limit`, {
    itemId,
    limit,
  });
}

/** True when no execution of these nodes in the cycle is open or has failed, but for one. */
export function isUpstreamDone(
  db: ReadableDb,
  upstream: { cycle: number; nodes: readonly number[]; except: number },
): boolean {
  const nodes = JSON.stringify(upstream.nodes);
  // By what has not succeeded, of which there is little: in a cycle with a hundred thousand elements most has.
  const sql = `SELECT 1 AS yes FROM execution INDEXED BY execution_by_state
    WHERE node IN (SELECT value FROM json_each(:nodes)) AND state IN ('queued', 'running', 'parked', 'failed', 'dead')
      AND state <> 'success' AND cycle = :cycle AND key <> :except LIMIT 1`;
  return db.get(sql, { cycle: upstream.cycle, except: upstream.except, nodes }) === undefined;
}

/** True when an execution of a wait node has gone on in the cycle. */
export function hasContinued(db: ReadableDb, cycle: number, node: number): boolean {
  const sql = `SELECT 1 AS yes FROM execution
    WHERE cycle = :cycle AND node = :node AND action = 'continue' AND state = 'success' LIMIT 1`;
  return db.get(sql, { cycle, node }) !== undefined;
}

/** What is in a queue or may come to one: all of a cycle but what has succeeded, and what people wait for. */
export function listUnsettled(db: ReadableDb, cycle: number): Pick<Work, 'key' | 'node' | 'parent'>[] {
  const sql = `SELECT key, node, parent FROM execution WHERE cycle = :cycle AND state <> 'success' AND priority < ${RUSH}`;
  return db.all<Pick<Work, 'key' | 'node' | 'parent'>>(sql, { cycle });
}
