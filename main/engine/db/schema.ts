/** The schema as text, for the committed snapshot `schema.sql` that shows what migrations come to. */
import type { ReadableDb } from './driver.ts';

export function describeSchema(db: ReadableDb): string {
  const rows = db.all<{ sql: string }>(
    `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type, name`,
  );
  return `${rows.map((row) => `${row.sql};`).join('\n\n')}\n`;
}
