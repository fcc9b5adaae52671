/** What must hold once everything has come to its end. */
import type { ReadableDb } from '#engine/db/driver.ts';
import { breaches, type Rule } from './rules.ts';

/** Everything that has not ended well, in words; empty when all has. */
export function findUnended(db: ReadableDb): string[] {
  return breaches(db, RULES);
}

const RULES: readonly Rule[] = [
  {
    broken: 'work is not ended',
    sql: `SELECT key, node, state, error FROM execution WHERE state IN ('queued', 'running', 'parked', 'failed', 'dead')`,
  },
  {
    broken: 'a cycle is not ended',
    sql: `SELECT key, status, open FROM cycle WHERE status <> 'success' OR open <> 0`,
  },
  {
    broken: 'an item still waits in a task',
    sql: `SELECT seq, item_id, state FROM task_item WHERE state NOT IN ('done', 'withdrawn')`,
  },
  {
    broken: 'what was asked for many is not done',
    sql: `SELECT id, type, status, error FROM command WHERE status IN ('in-progress', 'failed')`,
  },
  {
    broken: 'an engine that was ended cleanly did not note it',
    sql: `SELECT epoch FROM engine_run WHERE epoch = (SELECT max(epoch) FROM engine_run) AND ended_at IS NULL`,
  },
];
