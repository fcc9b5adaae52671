/**
 * Executions: the queue is the rows in state `queued`. States are changed by jobs/transitions.ts alone, which keeps the
 * counters in step.
 */
import type { Execution, ExecutionState } from '#core/model/cycle.ts';
import type { DatasetId, ItemId, NodeId, PipelineId } from '#core/model/ids.ts';
import { cycleIdOf, executionIdOf, executionParts, requireParts } from '#core/model/run-ids.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';
import { rowInsert } from '../row-insert.ts';

/**
 * The kind of worker that runs an execution. `gate`: inline, but only once everything else of the cycle is on disk;
 * `spread`: has done its work and lets a long list out, a part at a time.
 */
export type Lane = 'inline' | 'gate' | 'spread' | 'code' | 'media' | 'model' | 'network' | 'python';

/** Work that a person waits for has this priority or more; a node's own priority is 1 to 3. */
export const RUSH = 10;

/** A row as the runner needs it. */
export type Work = {
  readonly key: number;
  readonly cycle: number;
  readonly pipelineId: PipelineId;
  /** Of the graph that its cycle runs on. */
  readonly version: number;
  readonly node: number;
  readonly state: ExecutionState;
  readonly itemId: ItemId | null;
  /** Its item's, which never changes; null when it has no item, or one that was not looked at yet. */
  readonly datasetId: DatasetId | null;
  readonly parent: number | null;
  readonly connection: number | null;
  readonly ordinal: number;
  readonly generation: number;
  readonly branch: string | null;
  /** Values by port as JSON; null: the item alone. */
  readonly input: string | null;
  readonly lane: Lane;
  readonly priority: number;
  readonly attempt: number;
  readonly crashes: number;
  readonly round: number;
  readonly cursor: number;
  readonly action: string | null;
  readonly createdAt: number;
  readonly endedAt: number | null;
};

const WORK_COLUMNS = `execution.key, cycle, cycle.pipeline_id AS pipelineId, cycle.version, node, state, execution.item_id AS itemId, parent,
  connection, ordinal, generation, branch, execution.input, lane, priority, attempt, crashes, round, cursor, action,
  execution.created_at AS createdAt, execution.ended_at AS endedAt,
  (SELECT dataset_id FROM item WHERE item.id = execution.item_id) AS datasetId`;
const WORK = `SELECT ${WORK_COLUMNS} FROM execution JOIN cycle ON cycle.key = cycle`;

export function findWork(db: ReadableDb, key: number): Work | null {
  return db.get<Work>(`${WORK} WHERE execution.key = :key`, { key }) ?? null;
}

/** By the id that is used outside. @throws SluiceError `not-found`. */
export function findWorkById(db: ReadableDb, id: string): Work | null {
  const { key, createdAt } = requireParts(executionParts(id), 'execution', id);
  const work = findWork(db, key);
  return work?.createdAt === createdAt ? work : null;
}

/** Keys are given out in memory, by the one engine that writes. */
export function lastExecutionKey(db: ReadableDb): number {
  return db.get<{ key: number | null }>('SELECT max(key) AS key FROM execution')?.key ?? 0;
}

/** What a row that is not written yet is, however far it has come. */
export type NewExecution = Pick<
  Work,
  | 'key'
  | 'cycle'
  | 'node'
  | 'itemId'
  | 'parent'
  | 'connection'
  | 'ordinal'
  | 'generation'
  | 'branch'
  | 'input'
  | 'priority'
  | 'createdAt'
>;

/** What an execution holds of the log itself. */
export type LogNote = {
  readonly why: string;
  /** JSON. */
  readonly routes: string | null;
  /** Place in the log. */
  readonly logged: number;
};

const insert = rowInsert(
  'execution',
  [
    'key',
    'cycle',
    'node',
    'state',
    'item_id',
    'parent',
    'connection',
    'ordinal',
    'generation',
    'branch',
    'input',
    'output',
    'lane',
    'priority',
    'attempt',
    'action',
    'error',
    'created_at',
    'started_at',
    'ended_at',
    'why',
    'routes',
    'logged',
  ],
  { ordinal: 0, generation: 0, lane: 'inline', priority: 2, attempt: 0 },
);

/** How far it has come when it is written, beside what it is: all of it null when it waits in the queue. */
export type Progress = {
  readonly state: ExecutionState;
  readonly lane: Lane;
  readonly attempt: number;
  readonly action: string | null;
  readonly output: string | null;
  readonly error: string | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Its own entry in the log, for an end that is one. */
  readonly log: LogNote | null;
};

/** The unique key (parent, connection, ordinal, generation) makes a second one for the same passage impossible. */
export function insertExecution(db: WritableDb, work: NewExecution, progress: Progress): void {
  insert(db, [
    work.key,
    work.cycle,
    work.node,
    progress.state,
    work.itemId,
    work.parent,
    work.connection,
    work.ordinal,
    work.generation,
    work.branch,
    work.input,
    progress.output,
    progress.lane,
    work.priority,
    progress.attempt,
    progress.action,
    progress.error,
    work.createdAt,
    progress.startedAt,
    progress.endedAt,
    progress.log?.why ?? null,
    progress.log?.routes ?? null,
    progress.log?.logged ?? null,
  ]);
}

export type Ending = {
  readonly state: Extract<ExecutionState, 'success' | 'failed' | 'dead' | 'terminated'>;
  readonly action: string | null;
  readonly output: string | null;
  readonly error: string | null;
  readonly at: number;
};

/** Work that is not claimed on disk has been tried once more when it has ended. */
const TRIED = `attempt + (state = 'queued' AND lane <> 'spread')`;

export function updateEnded(db: WritableDb, key: number, ending: Ending): void {
  db.run(
    `UPDATE execution SET state = ?, action = ?, output = ?, error = ?, ended_at = ?, crashes = 0, not_before = NULL,
       started_at = coalesce(started_at, ?), attempt = iif(? = 'terminated', attempt, ${TRIED}) WHERE key = ?`,
    [ending.state, ending.action, ending.output, ending.error, ending.at, ending.at, ending.state, key],
  );
}

/** It has a long list to let out: kept in the row until all of it is out. */
export function updateSpread(db: WritableDb, key: number, output: string): void {
  db.run(
    `UPDATE execution SET state = 'queued', lane = 'spread', output = :output, cursor = 0, crashes = 0, error = NULL,
       attempt = ${TRIED}
     WHERE key = :key`,
    { key, output },
  );
}

export function readOutput(db: ReadableDb, key: number): string | null {
  const sql = 'SELECT output FROM execution WHERE key = :key';
  return db.get<{ output: string | null }>(sql, { key })?.output ?? null;
}

export function updateParked(db: WritableDb, key: number, at: number): void {
  db.run(
    `UPDATE execution SET state = 'parked', action = NULL, error = NULL, ended_at = NULL, attempt = ${TRIED},
       started_at = coalesce(started_at, :at) WHERE key = :key`,
    { key, at },
  );
}

/**
 * Its result is taken back: it waits again, and what follows next is told apart by the round: successors that were run
 * again have used up later ones. The action stays, for who takes the taking back back.
 */
export function updateReopened(db: WritableDb, key: number): void {
  const used = 'SELECT max(generation) FROM execution AS successor WHERE successor.parent = execution.key';
  db.run(
    `UPDATE execution SET state = 'parked', error = NULL, ended_at = NULL,
       round = 1 + max(round, coalesce((${used}), 0)) WHERE key = :key`,
    { key },
  );
}

/** Marks work as begun, durably, before anything that could take the process down. */
export function updateRunning(db: WritableDb, key: number, epoch: number, at: number): void {
  db.run(
    `UPDATE execution SET state = 'running', epoch = :epoch, attempt = attempt + 1, crashes = crashes + 1,
       started_at = :at WHERE key = :key`,
    { key, epoch, at },
  );
}

export type Requeue = {
  /** Milliseconds since 1970; null: at once. */
  readonly notBefore: number | null;
  /** What went wrong, to be read while it waits. */
  readonly error: string | null;
  /** Attempts and crashes that count from now on. */
  readonly attempt: number;
  readonly crashes: number;
};

export function updateRequeued(db: WritableDb, key: number, again: Requeue): void {
  db.run(
    `UPDATE execution SET state = 'queued', not_before = :notBefore, error = :error, ended_at = NULL,
       crashes = :crashes, attempt = :attempt WHERE key = :key`,
    { key, ...again },
  );
}

/** Notes how far it has come. Whoever comes on is not what takes the engine down: the count of crashes begins anew. */
export function setCursor(db: WritableDb, key: number, cursor: number): void {
  db.run('UPDATE execution SET cursor = :cursor, crashes = 0 WHERE key = :key', { key, cursor });
}

/** The next kind of worker, when a cycle moves to another version of its graph. */
export function setLane(db: WritableDb, key: number, lane: Lane): void {
  db.run('UPDATE execution SET lane = :lane WHERE key = :key', { key, lane });
}

/** Keys of what a node has to do, by priority, then by age. Keys only: of most rows that are looked at no more is wanted. */
export function listQueued(db: ReadableDb, queue: { node: number; lane: Lane; limit: number }): number[] {
  return db
    .all<{ key: number }>(
      `SELECT key FROM execution WHERE node = :node AND lane = :lane AND state = 'queued' AND not_before IS NULL
       ORDER BY priority DESC, key LIMIT :limit`,
      queue,
    )
    .map((row) => row.key);
}

/** Keys of what people wait for, in installed pipelines. */
export function listRush(db: ReadableDb, queue: { lane: Lane; limit: number }): number[] {
  return db
    .all<{ key: number }>(
      `SELECT execution.key FROM execution INDEXED BY execution_rush JOIN cycle ON cycle.key = cycle
         JOIN pipeline ON pipeline.id = cycle.pipeline_id
       WHERE lane = :lane AND state = 'queued' AND not_before IS NULL AND priority >= ${RUSH} AND pipeline.status = 'Installed'
       ORDER BY execution.key LIMIT :limit`,
      queue,
    )
    .map((row) => row.key);
}

/** The rows of these keys, in their order. */
export function listWorks(db: ReadableDb, keys: readonly number[]): Work[] {
  if (keys.length === 0) return [];
  const rows = db.all<Work>(`${WORK} WHERE execution.key IN (SELECT value FROM json_each(:keys))`, {
    keys: JSON.stringify(keys),
  });
  const byKey = new Map(rows.map((work) => [work.key, work]));
  return keys.flatMap((key) => byKey.get(key) ?? []);
}

/** Work whose time has come may be taken from now on. True when there was some. */
export function releaseDue(db: WritableDb, now: number): boolean {
  const sql = `UPDATE execution SET not_before = NULL
    WHERE state = 'queued' AND not_before IS NOT NULL AND not_before <= :now`;
  return db.run(sql, { now }) > 0;
}

/** Moves the times that queued work waits for. @param by milliseconds */
export function shiftDue(db: WritableDb, by: number): void {
  db.run(
    `UPDATE execution SET not_before = not_before + :by WHERE state = 'queued' AND not_before IS NOT NULL`,
    { by },
  );
}

/** When the next queued work that has to wait may start; null when none waits. */
export function nextDue(db: ReadableDb): number | null {
  const sql = `SELECT min(not_before) AS due FROM execution WHERE state = 'queued' AND not_before IS NOT NULL`;
  return db.get<{ due: number | null }>(sql)?.due ?? null;
}

/** True while the work is still this engine's to finish. */
export function isRunningHere(db: ReadableDb, key: number, epoch: number): boolean {
  const sql = `SELECT 1 AS yes FROM execution WHERE key = :key AND state = 'running' AND epoch = :epoch`;
  return db.get(sql, { key, epoch }) !== undefined;
}

/** True while the work waits to be taken by that kind of worker. */
export function isQueued(db: ReadableDb, key: number, lane: Lane): boolean {
  const sql = `SELECT 1 AS yes FROM execution WHERE key = :key AND state = 'queued' AND lane = :lane`;
  return db.get(sql, { key, lane }) !== undefined;
}

/** What engines that died had begun. */
export function listStale(db: ReadableDb, epoch: number): Work[] {
  return db.all<Work>(`${WORK} WHERE state = 'running' AND state <> 'success' AND epoch < :epoch`, { epoch });
}

/** Direct successors: along connections, and where its values met those of others. */
export function listCaused(db: ReadableDb, source: number): Work[] {
  const met = 'SELECT execution FROM met WHERE source = :source';
  return db.all<Work>(`${WORK} WHERE parent = :source OR execution.key IN (${met})`, { source });
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

/** How many executions a cycle has at a node in a state. */
export type CycleNodeCount = { node: number; state: ExecutionState; count: number; attempts: number };

export function countByNodeOfCycle(db: ReadableDb, cycle: number): CycleNodeCount[] {
  const sql = `SELECT node, state, count(*) AS count, max(attempt) AS attempts FROM execution WHERE cycle = :cycle
    GROUP BY node, state`;
  return db.all<CycleNodeCount>(sql, { cycle });
}

/** An item's executions, the latest first. */
export function listOfItem(db: ReadableDb, itemId: string, limit: number): Work[] {
  return db.all<Work>(`${WORK} WHERE execution.item_id = :itemId ORDER BY execution.key DESC LIMIT :limit`, {
    itemId,
    limit,
  });
}

type ExecutionRow = {
  key: number;
  created_at: number;
  cycle: number;
  cycle_created_at: number;
  pipeline_id: PipelineId;
  version: number;
  node_id: NodeId;
  item_id: ItemId | null;
  item_name: string | null;
  state: ExecutionState;
  attempt: number;
  action: string | null;
  error: string | null;
  input: string | null;
  output: string | null;
  ended_at: number | null;
};

const EXECUTION = `SELECT execution.key, execution.created_at, cycle, cycle.created_at AS cycle_created_at, cycle.pipeline_id,
  cycle.version, node.node_id, execution.item_id, item.name AS item_name, state, attempt, action, error, execution.input,
  execution.output, execution.ended_at
  FROM execution JOIN cycle ON cycle.key = cycle JOIN node ON node.key = node LEFT JOIN item ON item.id = execution.item_id`;

const toExecution = (row: ExecutionRow): Execution => ({
  id: executionIdOf(row.key, row.created_at),
  cycleId: cycleIdOf(row.cycle, row.cycle_created_at),
  pipelineId: row.pipeline_id,
  version: row.version,
  nodeId: row.node_id,
  itemId: row.item_id,
  itemName: row.item_name,
  state: row.state,
  attempt: row.attempt,
  action: row.action,
  error: row.error,
  input: row.input ? JSON.parse(row.input) : null,
  output: row.output ? JSON.parse(row.output) : null,
  createdAt: row.created_at,
  endedAt: row.ended_at,
});

export function findExecution(db: ReadableDb, key: number): Execution | null {
  const row = db.get<ExecutionRow>(`${EXECUTION} WHERE execution.key = :key`, { key });
  return row ? toExecution(row) : null;
}

export function listExecutionsOfCycle(db: ReadableDb, cycle: number): Execution[] {
  return db
    .all<ExecutionRow>(`${EXECUTION} WHERE cycle = :cycle ORDER BY execution.key`, { cycle })
    .map(toExecution);
}

export type ExecutionPage = {
  readonly node: number;
  /** Null: in any state. */
  readonly state: ExecutionState | null;
  /** Key to go on below. */
  readonly before: number;
  readonly limit: number;
};

/** Latest first. */
export function listExecutions(db: ReadableDb, page: ExecutionPage): Execution[] {
  // Nearly everything succeeds in the end, so an index of what has not is small; success is found by walking the node's.
  const inState =
    page.state === null
      ? ''
      : page.state === 'success'
        ? `AND state = 'success'`
        : `AND state = :state AND state <> 'success'`;
  const sql = `${EXECUTION} WHERE execution.node = :node ${inState} AND execution.key < :before
    ORDER BY execution.key DESC LIMIT :limit`;
  return db.all<ExecutionRow>(sql, page).map(toExecution);
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
