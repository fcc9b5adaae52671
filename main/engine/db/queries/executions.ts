/** Executions: the queue is the rows in state `queued`. */
import type { Execution, ExecutionState } from '#core/model/cycle.ts';
import type { CycleId, ExecutionId, ItemId, NodeId, PipelineId } from '#core/model/ids.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

export type Lane = 'inline' | 'media';

/** A row as the runner needs it. */
export type Work = {
  readonly id: ExecutionId;
  readonly cycleId: CycleId;
  readonly pipelineId: PipelineId;
  readonly version: number;
  readonly nodeId: NodeId;
  readonly itemId: ItemId;
  readonly state: ExecutionState;
  readonly lane: Lane;
  readonly priority: number;
  readonly attempt: number;
  readonly crashes: number;
  readonly parentId: ExecutionId | null;
  readonly round: number;
  readonly cursor: number;
  readonly action: string | null;
};

const WORK = `SELECT id, cycle_id AS cycleId, pipeline_id AS pipelineId, version, node_id AS nodeId, item_id AS itemId,
  state, lane, priority, attempt, crashes, parent_id AS parentId, round, cursor, action FROM execution`;

const EXECUTION = `SELECT execution.id, cycle_id AS cycleId, pipeline_id AS pipelineId, node_id AS nodeId,
  item_id AS itemId, item.name AS itemName, state, attempt, action, error, execution.created_at AS createdAt,
  ended_at AS endedAt FROM execution JOIN item ON item.id = execution.item_id`;

export type NewExecution = {
  id: string;
  cycleId: string;
  pipelineId: string;
  version: number;
  nodeId: string;
  itemId: string;
  lane: Lane;
  depth: number;
  priority: number;
  parentId: string | null;
  connection: number | null;
  generation: number;
  createdAt: number;
};

/** The unique key (parent, connection, item, generation) makes a second one for the same passage impossible. */
export function insertExecution(db: WritableDb, execution: NewExecution): void {
  db.run(
    `INSERT INTO execution (id, cycle_id, pipeline_id, version, node_id, item_id, state, lane, depth, priority,
       parent_id, connection, generation, created_at)
     VALUES (:id, :cycleId, :pipelineId, :version, :nodeId, :itemId, 'queued', :lane, :depth, :priority,
       :parentId, :connection, :generation, :createdAt)`,
    execution,
  );
}

/** Work that may start now, far downstream first, then by priority, then by age. */
export function listQueued(
  db: ReadableDb,
  queue: { lane: Lane; pipelineId: string; now: number; limit: number },
): Work[] {
  return db.all<Work>(
    `${WORK} WHERE state = 'queued' AND lane = :lane AND pipeline_id = :pipelineId AND not_before <= :now
     ORDER BY depth DESC, priority DESC, id LIMIT :limit`,
    queue,
  );
}

/** When the next queued work that has to wait may start; null when none waits. */
export function nextDue(db: ReadableDb, now: number): number | null {
  const sql = `SELECT min(not_before) AS due FROM execution JOIN pipeline ON pipeline.id = pipeline_id
    WHERE state = 'queued' AND not_before > :now AND pipeline.status = 'Installed'`;
  return db.get<{ due: number | null }>(sql, { now })?.due ?? null;
}

export function findWork(db: ReadableDb, id: string): Work | null {
  return db.get<Work>(`${WORK} WHERE id = :id`, { id }) ?? null;
}

export function findExecution(db: ReadableDb, id: string): Execution | null {
  return db.get<Execution>(`${EXECUTION} WHERE execution.id = :id`, { id }) ?? null;
}

/** Direct successors. */
export function listChildren(db: ReadableDb, parentId: string): Work[] {
  return db.all<Work>(`${WORK} WHERE parent_id = :parentId`, { parentId });
}

export function listOpenOfCycle(db: ReadableDb, cycleId: string): Work[] {
  const sql = `${WORK} WHERE cycle_id = :cycleId AND state IN ('queued', 'running', 'parked') ORDER BY id`;
  return db.all<Work>(sql, { cycleId });
}

/** Marks work as begun, durably, before anything that could take the process down. */
export function setRunning(db: WritableDb, id: string, epoch: number, at: number): void {
  db.run(
    `UPDATE execution SET state = 'running', epoch = :epoch, attempt = attempt + 1, crashes = crashes + 1,
       started_at = :at WHERE id = :id`,
    { id, epoch, at },
  );
}

/** True while the work is still this engine's to finish. */
export function isRunningHere(db: ReadableDb, id: string, epoch: number): boolean {
  const sql = `SELECT 1 AS yes FROM execution WHERE id = :id AND state = 'running' AND epoch = :epoch`;
  return db.get(sql, { id, epoch }) !== undefined;
}

export type Ending = {
  readonly state: Extract<ExecutionState, 'success' | 'failed' | 'dead' | 'terminated'>;
  readonly action?: string | null;
  readonly error?: string | null;
};

export function endExecution(db: WritableDb, id: string, ending: Ending, at: number): void {
  db.run(
    `UPDATE execution SET state = :state, action = :action, error = :error, ended_at = :at, crashes = 0
     WHERE id = :id`,
    { id, state: ending.state, action: ending.action ?? null, error: ending.error ?? null, at },
  );
}

export function setParked(db: WritableDb, id: string): void {
  db.run(
    `UPDATE execution SET state = 'parked', action = NULL, error = NULL, ended_at = NULL WHERE id = :id`,
    { id },
  );
}

/**
 * Its result is taken back: it waits again, and what follows next is told apart by the round. The action stays, for
 * who takes the taking back back.
 */
export function reopen(db: WritableDb, id: string): void {
  db.run(
    `UPDATE execution SET state = 'parked', error = NULL, ended_at = NULL, round = round + 1 WHERE id = :id`,
    { id },
  );
}

/** Back into the queue, not before a time; a failed attempt's error stays readable. */
export function requeue(
  db: WritableDb,
  id: string,
  again: { notBefore: number; error: string | null; resetAttempts: boolean },
): void {
  db.run(
    `UPDATE execution SET state = 'queued', not_before = :notBefore, error = :error, ended_at = NULL, crashes = 0,
       attempt = CASE WHEN :reset = 1 THEN 0 ELSE attempt END WHERE id = :id`,
    { id, notBefore: again.notBefore, error: again.error, reset: again.resetAttempts ? 1 : 0 },
  );
}

/** Notes how far it has come. Whoever comes on is not what takes the engine down: the count of crashes begins anew. */
export function setCursor(db: WritableDb, id: string, cursor: number): void {
  db.run('UPDATE execution SET cursor = :cursor, crashes = 0 WHERE id = :id', { id, cursor });
}

/** What an engine that died had begun: back to the queue, or aside when it has died too often with it. */
export function recoverRunning(
  db: WritableDb,
  recovery: { epoch: number; maxCrashes: number; at: number },
): { requeued: number; dead: Work[] } {
  const stale = `state = 'running' AND epoch < :epoch`;
  const dead = db.all<Work>(`${WORK} WHERE ${stale} AND crashes >= :maxCrashes`, recovery);
  db.run(
    `UPDATE execution SET state = 'dead', ended_at = :at,
       error = 'Sluice ended unexpectedly ' || crashes || ' times while working on this; it was set aside.'
     WHERE ${stale} AND crashes >= :maxCrashes`,
    recovery,
  );
  const requeued = db.run(`UPDATE execution SET state = 'queued' WHERE ${stale}`, { epoch: recovery.epoch });
  return { requeued, dead };
}

export function listExecutions(
  db: ReadableDb,
  filter: {
    pipelineId: string;
    nodeId: string | null;
    state: string | null;
    after: string | null;
    limit: number;
  },
): Execution[] {
  const parts = ['execution.pipeline_id = :pipelineId'];
  if (filter.nodeId !== null) parts.push('node_id = :nodeId');
  if (filter.state !== null) parts.push('state = :state');
  if (filter.after !== null) parts.push('execution.id < :after');
  return db.all<Execution>(
    `${EXECUTION} WHERE ${parts.join(' AND ')} ORDER BY execution.id DESC LIMIT :limit`,
    filter,
  );
}

/** How much is queued or running in installed pipelines: zero means that only people can go on. */
export function countMachineWork(db: ReadableDb): number {
  const sql = `SELECT coalesce(sum(node_count.count), 0) AS count FROM node_count
    JOIN pipeline ON pipeline.id = pipeline_id
    WHERE pipeline.status = 'Installed' AND state IN ('queued', 'running')`;
  return db.get<{ count: number }>(sql)?.count ?? 0;
}

/** Executions that failed or were set aside. */
export function countFailed(db: ReadableDb): number {
  const sql = `SELECT coalesce(sum(count), 0) AS count FROM node_count WHERE state IN ('failed', 'dead')`;
  return db.get<{ count: number }>(sql)?.count ?? 0;
}
