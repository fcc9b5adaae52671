/** Executions as they are shown. */
import type { Execution, ExecutionState } from '#core/model/cycle.ts';
import type { ItemId, NodeId, PipelineId } from '#core/model/ids.ts';
import { cycleIdOf, executionIdOf } from '#core/model/run-ids.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

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
  percent: number | null;
  message: string | null;
};

const EXECUTION = `SELECT execution.key, execution.created_at, cycle, cycle.created_at AS cycle_created_at, cycle.pipeline_id,
  cycle.version, node.node_id, execution.item_id, item.name AS item_name, state, attempt, action, error, execution.input,
  execution.output, execution.ended_at, report.percent, report.message
  FROM execution JOIN cycle ON cycle.key = cycle JOIN node ON node.key = node LEFT JOIN item ON item.id = execution.item_id
  LEFT JOIN execution_report AS report ON report.execution = execution.key
    AND report.at >= ifnull(execution.started_at, execution.created_at)`;

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
  ...(row.percent === null && row.message === null
    ? {}
    : { report: { percent: row.percent, message: row.message } }),
});

export function findExecution(db: ReadableDb, key: number): Execution | null {
  const row = db.get<ExecutionRow>(`${EXECUTION} WHERE execution.key = :key`, { key });
  return row ? toExecution(row) : null;
}

/** Those with these keys, in this order. */
export function listExecutionsByKey(db: ReadableDb, keys: readonly number[]): Execution[] {
  const sql = `${EXECUTION} WHERE execution.key IN (SELECT value FROM json_each(:keys))`;
  const rows = db.all<ExecutionRow>(sql, { keys: JSON.stringify(keys) });
  const found = new Map(rows.map((row) => [row.key, toExecution(row)]));
  return keys.flatMap((key) => found.get(key) ?? []);
}

/** In the order they came to be: all of them, or when there are more than `most` the first half of that and the last. */
export function listExecutionsOfCycle(db: ReadableDb, cycle: number, most: number): Execution[] {
  const half = Math.floor(most / 2);
  const read = (where: string, limit: number) =>
    db
      .all<ExecutionRow>(`${EXECUTION} WHERE cycle = :cycle ${where} LIMIT :limit`, { cycle, limit })
      .map(toExecution);
  const all = read('ORDER BY execution.key', most + 1);
  if (all.length <= most) return all;
  return [...all.slice(0, half), ...read('ORDER BY execution.key DESC', half).toReversed()];
}

export function putReport(
  db: WritableDb,
  execution: number,
  report: { readonly percent: number | null; readonly message: string | null; readonly at: number },
): void {
  db.run(
    `INSERT INTO execution_report (execution, percent, message, at) VALUES (:execution, :percent, :message, :at)
     ON CONFLICT DO UPDATE SET percent = excluded.percent, message = excluded.message, at = excluded.at`,
    { execution, ...report },
  );
}

export type ExecutionWindow = {
  readonly node: number;
  /** Null: in any state. */
  readonly state: ExecutionState | null;
  /** Keys to go on below, and to stay above. */
  readonly before: number;
  readonly above: number;
};

/** Nearly everything succeeds in the end, so an index of what has not is small; success is found by walking the node's. */
function within({ state }: ExecutionWindow): string {
  const inState = {
    any: '',
    success: `AND state = 'success'`,
    other: `AND state = :state AND state <> 'success'`,
  }[state === null ? 'any' : state === 'success' ? 'success' : 'other'];
  return `execution.node = :node ${inState} AND execution.key < :before AND execution.key > :above`;
}

export type ExecutionPage = ExecutionWindow & {
  /** Only with this in the item's name or in what is told of a failure; empty: all. */
  readonly text: string;
  readonly limit: number;
};

/** Latest first. */
export function listExecutions(db: ReadableDb, page: ExecutionPage): Execution[] {
  // instr and not LIKE: what people type is text, `%` and `_` included.
  const has = (column: string) => `instr(lower(ifnull(${column}, '')), lower(:text)) > 0`;
  const withText = page.text === '' ? '' : `AND (${has('item.name')} OR ${has('execution.error')})`;
  const sql = `${EXECUTION} WHERE ${within(page)} ${withText} ORDER BY execution.key DESC LIMIT :limit`;
  return db.all<ExecutionRow>(sql, page).map(toExecution);
}

/** The key of the last of so many executions, the latest first; the one after `above` when there are not so many. */
export function windowEnd(db: ReadableDb, window: ExecutionWindow, count: number): number {
  const sql = `SELECT key FROM execution WHERE ${within(window)} ORDER BY key DESC LIMIT 1 OFFSET :offset`;
  return db.get<{ key: number }>(sql, { ...window, offset: count - 1 })?.key ?? window.above + 1;
}

/** The least key of what came to be from then on: keys grow with time, so it is found by halving. */
export function firstKeySince(db: ReadableDb, since: number): number {
  const latest = `SELECT created_at AS at FROM execution WHERE key <= :key ORDER BY key DESC LIMIT 1`;
  let [before, from] = [0, 1 + (db.get<{ key: number }>('SELECT max(key) AS key FROM execution')?.key ?? 0)];
  while (from - before > 1) {
    const key = Math.floor((before + from) / 2);
    if ((db.get<{ at: number }>(latest, { key })?.at ?? 0) >= since) from = key;
    else before = key;
  }
  return from;
}

/** What is told of executions of these nodes that run. */
export function listReported(
  db: ReadableDb,
  nodes: readonly number[],
): { key: number; node: number; percent: number | null; message: string | null }[] {
  const sql = `SELECT execution.key, node, percent, message FROM execution INDEXED BY execution_by_state
    JOIN execution_report AS report ON report.execution = execution.key
    WHERE state = 'running' AND state <> 'success' AND node IN (SELECT value FROM json_each(:nodes))
      AND report.at >= ifnull(execution.started_at, execution.created_at)`;
  return db.all<{ key: number; node: number; percent: number | null; message: string | null }>(sql, {
    nodes: JSON.stringify(nodes),
  });
}
