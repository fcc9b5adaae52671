/** Counters are kept beside the rows they count: here they are counted again and compared. */
import type { ReadableDb } from '#engine/db/driver.ts';

/** Every counter that does not agree with its rows; empty when all do. */
export function wrongCounters(db: ReadableDb): unknown[] {
  return [
    ...compare(
      db,
      'SELECT pipeline_id || node_id || state AS key, count(*) AS count FROM execution GROUP BY 1',
      'SELECT pipeline_id || node_id || state AS key, count FROM node_count',
    ),
    ...compare(
      db,
      `SELECT task_id || state || coalesce(status, '') AS key, count(*) AS count FROM task_item GROUP BY 1`,
      'SELECT task_id || state || status AS key, count FROM task_count',
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
      'SELECT pipeline_id || status AS key, count(*) AS count FROM cycle GROUP BY 1',
      'SELECT pipeline_id || status AS key, count FROM cycle_count',
    ),
    ...compare(
      db,
      `SELECT cycle_id AS key, count(*) AS count FROM execution WHERE state IN ('queued', 'running', 'parked') GROUP BY 1`,
      'SELECT id AS key, open AS count FROM cycle',
    ),
    ...compare(
      db,
      `SELECT pipeline_id || ' ' || version || ' ' || connection AS key, count(*) AS count FROM execution
       WHERE connection IS NOT NULL GROUP BY 1`,
      `SELECT pipeline_id || ' ' || version || ' ' || connection AS key, items AS count FROM connection_count`,
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
