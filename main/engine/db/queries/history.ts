/** What nodes and people did lately: what a simulation takes as what they will do. */
import type { ReadableDb } from '../driver.ts';

export type Past = {
  /** Key of the node, and the cycle up to which everything was cleared. */
  readonly node: number;
  readonly after: number;
  readonly limit: number;
};

/** Decisions with which the node let something out, the latest first. */
export function listActions(db: ReadableDb, past: Past): string[] {
  const sql = `SELECT action FROM execution INDEXED BY execution_by_node
    WHERE node = :node AND state = 'success' AND action IS NOT NULL AND cycle > :after ORDER BY key DESC LIMIT :limit`;
  return db.all<{ action: string }>(sql, past).map((row) => row.action);
}

/** Who decided in the task, and when (milliseconds since 1970), of the items that came last. */
export type Decision = { readonly person: string; readonly at: number };

export function listDecisions(db: ReadableDb, taskId: string, limit: number): Decision[] {
  return db.all<Decision>(
    `SELECT decided_by AS person, decided_at AS at FROM task_item
     WHERE task_id = :taskId AND state = 'done' AND decided_by IS NOT NULL AND decided_at IS NOT NULL
     ORDER BY seq DESC LIMIT :limit`,
    { taskId, limit },
  );
}
