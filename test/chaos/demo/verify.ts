/** What must hold in the demo's workspace after any number of crashes, read from its database and its files. */
import { readdirSync } from 'node:fs';
import { openDatabase } from '#engine/db/driver.ts';
import { workspaceFiles } from '#engine/files.ts';
import { findBreaches } from '../checks/always.ts';
import { findUnended } from '../checks/ended.ts';
import { breaches, type Rule } from '../checks/rules.ts';

/** Everything that is wrong, in words; empty when all is well. The workspace must be closed and its work done. */
export function findDamage(workspace: string): string[] {
  const files = workspaceFiles(workspace);
  const db = openDatabase(files.database);
  try {
    return [
      ...findBreaches(db),
      ...findUnended(db),
      ...breaches(db, RULES),
      ...readdirSync(files.scratch).map((name) => `half-done work was left in scratch: ${name}`),
    ];
  } finally {
    db.close();
  }
}

const RULES: readonly Rule[] = [
  {
    // What a reviewer sent back is ended as `terminated`, and its way is gone once more after the fix.
    broken: 'an item went down a connection again without having been sent back',
    sql: `SELECT item_id, connection, count(*) AS times FROM execution WHERE state = 'terminated'
      GROUP BY 1, 2 HAVING count(*) > (SELECT count(*) FROM issue WHERE issue.item_id = execution.item_id)`,
  },
  {
    broken: 'a cycle was started twice',
    sql: `SELECT item_id, count(*) AS times FROM cycle GROUP BY 1 HAVING count(*) > 1`,
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
