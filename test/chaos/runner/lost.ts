/** Conservation: at any instant every item that came is on its way, has ended, or waits for the pipeline to go on. */
import type { ReadableDb } from '#engine/db/driver.ts';
import { breaches } from '../checks/rules.ts';

/** Items without a cycle are right only while the pipeline is paused, or makes up for what came meanwhile. */
export function findLostItems(db: ReadableDb): string[] {
  const waits = db.get<{ yes: number }>(
    `SELECT (SELECT count(*) FROM pipeline WHERE status <> 'Installed') +
       (SELECT count(*) FROM command WHERE type = 'existing' AND status = 'in-progress') AS yes`,
  );
  return breaches(db, [
    {
      broken: 'an item has come and has no cycle',
      sql: `SELECT id, name FROM item WHERE source_item_id IS NULL AND ${waits?.yes ? 'FALSE' : 'TRUE'}
        AND NOT EXISTS (SELECT 1 FROM cycle WHERE cycle.item_id = item.id)`,
    },
    {
      broken: 'an item has several cycles',
      sql: `SELECT item_id, count(*) AS cycles FROM cycle GROUP BY 1 HAVING count(*) > 1`,
    },
  ]);
}
