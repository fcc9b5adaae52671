/**
 * Executions: the queue is the rows in state `queued`. States are changed by jobs/transitions.ts alone, which keeps the
 * counters in step.
 */
import type { ExecutionState } from '#core/model/cycle.ts';
import type { DatasetId, ItemId, PipelineId } from '#core/model/ids.ts';
import { executionParts, requireParts } from '#core/model/run-ids.ts';
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
  /** Why it waits to be tried again, or how it failed. */
  readonly error: string | null;
};

const WORK_COLUMNS = `execution.key, cycle, cycle.pipeline_id AS pipelineId, cycle.version, node, state, execution.item_id AS itemId, parent,
  connection, ordinal, generation, branch, execution.input, lane, execution.priority, attempt, crashes, round, cursor, action, error,
  execution.created_at AS createdAt, execution.ended_at AS endedAt,
  (SELECT dataset_id FROM item WHERE item.id = execution.item_id) AS datasetId`;
/** For the queries of rows beside this file. */
export const WORK = `SELECT ${WORK_COLUMNS} FROM execution JOIN cycle ON cycle.key = cycle`;

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

/** Their place in the queue of their node. */
export function setPriority(db: WritableDb, keys: readonly number[], priority: number): void {
  const sql = 'UPDATE execution SET priority = :priority WHERE key IN (SELECT value FROM json_each(:keys))';
  db.run(sql, { keys: JSON.stringify(keys), priority });
}

/** The next kind of worker, when a cycle moves to another version of its graph. */
export function setLane(db: WritableDb, key: number, lane: Lane): void {
  db.run('UPDATE execution SET lane = :lane WHERE key = :key', { key, lane });
}
