/** What must hold in a workspace after any number of crashes, read from its database and its files. */
import { readdirSync } from 'node:fs';
import { openDatabase, type ReadableDb } from '#engine/db/driver.ts';
import { workspaceFiles } from '#engine/files.ts';
import { wrongCounters } from '#test/support/counters.ts';

/** Everything that is wrong, in words; empty when all is well. The workspace must be closed and its work done. */
export function findDamage(workspace: string): string[] {
  const files = workspaceFiles(workspace);
  const db = openDatabase(files.database);
  try {
    return [
      ...integrity(db),
      ...wrongCounters(db).map((wrong) => `a counter disagrees with its rows: ${JSON.stringify(wrong)}`),
      ...RULES.flatMap(({ broken, sql }) =>
        db.all<Record<string, unknown>>(sql).map((row) => `${broken}: ${JSON.stringify(row)}`),
      ),
      ...readdirSync(files.scratch).map((name) => `half-done work was left in scratch: ${name}`),
    ];
  } finally {
    db.close();
  }
}

function integrity(db: ReadableDb): string[] {
  const found = db
    .all<{ integrity_check: string }>('PRAGMA integrity_check')
    .map((row) => row.integrity_check);
  const foreign = db
    .all('PRAGMA foreign_key_check')
    .map((row) => `a row leads nowhere: ${JSON.stringify(row)}`);
  return [...(found.join() === 'ok' ? [] : found), ...foreign];
}

/** Each query gives the rows that break its rule. */
const RULES: readonly { readonly broken: string; readonly sql: string }[] = [
  {
    // What was sent back by a reviewer is ended as `terminated`, and its way is gone once more after the fix.
    broken: 'an item went twice down a connection',
    sql: `SELECT cycle_id, item_id, connection, count(*) AS times FROM execution
      WHERE connection IS NOT NULL AND state <> 'terminated' GROUP BY 1, 2, 3 HAVING count(*) > 1`,
  },
  {
    broken: 'an item went down a connection again without having been sent back',
    sql: `SELECT item_id, connection, count(*) AS times FROM execution WHERE state = 'terminated'
      GROUP BY 1, 2 HAVING count(*) > (SELECT count(*) FROM issue WHERE issue.item_id = execution.item_id)`,
  },
  {
    broken: 'a cycle was started twice',
    sql: `SELECT item_id, count(*) AS times FROM execution WHERE parent_id IS NULL GROUP BY 1 HAVING count(*) > 1`,
  },
  {
    broken: 'work is not ended',
    sql: `SELECT id, node_id, state, error FROM execution WHERE state IN ('queued', 'running', 'parked', 'failed', 'dead')`,
  },
  {
    broken: 'a cycle is not ended',
    sql: `SELECT id, status, open FROM cycle WHERE status <> 'success' OR open <> 0`,
  },
  {
    broken: 'two frames stand in one place',
    sql: `SELECT dataset_id, video_id, frame_index, count(*) AS times FROM item
      WHERE source_item_id IS NULL AND video_id IS NOT NULL GROUP BY 1, 2, 3 HAVING count(*) > 1`,
  },
  {
    broken: 'a frame ended in no dataset, or in several',
    sql: `SELECT frame.id, count(clone.id) AS clones FROM item AS frame
      LEFT JOIN item AS clone ON clone.source_item_id = frame.id
      WHERE frame.video_id IS NOT NULL AND frame.source_item_id IS NULL GROUP BY 1 HAVING count(clone.id) <> 1`,
  },
  {
    broken: 'a change set is there twice or half',
    sql: `SELECT item_id, title, count(*) AS times FROM change_set GROUP BY 1, 2 HAVING count(*) > 1`,
  },
];
