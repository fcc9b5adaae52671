/** Counters are kept beside the rows they count: here they are counted again and compared. */
import type { ReadableDb } from '#engine/db/driver.ts';

/** Cycles that a reset has cleared count for nothing. */
const CLEARED = `SELECT cycle.key FROM cycle JOIN pipeline ON pipeline.id = pipeline_id WHERE cycle.key <= reset_cycle`;

/** Every counter that does not agree with its rows; empty when all do. */
export function wrongCounters(db: ReadableDb): unknown[] {
  return [
    ...compare(
      db,
      `SELECT node || ' ' || state AS key, count(*) AS count FROM execution
       WHERE cycle NOT IN (${CLEARED}) GROUP BY 1`,
      `SELECT node || ' ' || state AS key, count FROM node_count`,
    ),
    ...compare(
      db,
      `SELECT task_id || state || coalesce(status, '') AS key, count(*) AS count FROM task_item
       WHERE copy_of IS NULL GROUP BY 1`,
      'SELECT task_id || state || status AS key, count FROM task_count',
    ),
    ...compare(
      db,
      `SELECT assignment_id AS key, count(*) AS count FROM task_item
       WHERE assignment_id IS NOT NULL AND state <> 'withdrawn' GROUP BY 1`,
      'SELECT id AS key, items AS count FROM assignment',
    ),
    ...compare(
      db,
      `SELECT assignment_id AS key, count(*) AS count FROM task_item
       WHERE assignment_id IS NOT NULL AND state IN ('open', 'rework', 'review') GROUP BY 1`,
      'SELECT id AS key, open AS count FROM assignment',
    ),
    ...compare(
      db,
      'SELECT dataset_id AS key, count(*) AS count FROM item WHERE trashed = 0 GROUP BY 1',
      'SELECT id AS key, item_count AS count FROM dataset',
    ),
    ...compare(
      db,
      'SELECT item_id AS key, count(*) AS count FROM annotation GROUP BY 1',
      'SELECT id AS key, annotation_count AS count FROM item',
    ),
    ...compare(
      db,
      `SELECT pipeline_id || status AS key, count(*) AS count FROM cycle WHERE key NOT IN (${CLEARED}) GROUP BY 1`,
      'SELECT pipeline_id || status AS key, count FROM cycle_count',
    ),
    ...compare(
      db,
      `SELECT cycle AS key, count(*) AS count FROM execution WHERE state IN ('queued', 'running', 'parked') GROUP BY 1`,
      'SELECT key, open AS count FROM cycle',
    ),
    ...compare(
      db,
      `SELECT cycle AS key, count(*) AS count FROM execution WHERE state IN ('failed', 'dead') GROUP BY 1`,
      'SELECT key, failed AS count FROM cycle',
    ),
  ];
}

function compare(db: ReadableDb, rows: string, counters: string): unknown[] {
  const read = (sql: string) =>
    new Map(db.all<{ key: string; count: number }>(sql).map((row) => [row.key, row.count]));
  const counted = read(rows);
  const kept = read(counters);
  return [...new Set([...counted.keys(), ...kept.keys()])]
    .filter((key) => (counted.get(key) ?? 0) !== (kept.get(key) ?? 0))
    .map((key) => ({ counters, key, counted: counted.get(key) ?? 0, kept: kept.get(key) ?? 0 }));
}
