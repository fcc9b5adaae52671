/** The queue: the executions in state `queued`, what may be taken from it, and when what waits for a time is due. */
import type { ReadableDb, WritableDb } from '../driver.ts';
import { type Lane, RUSH, WORK, type Work } from './executions.ts';

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
       WHERE lane = :lane AND state = 'queued' AND not_before IS NULL AND execution.priority >= ${RUSH} AND pipeline.status = 'Installed'
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
