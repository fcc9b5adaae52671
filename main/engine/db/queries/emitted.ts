/** Parts of lists that long work has let out, for what takes the list whole. */
import type { ReadableDb, WritableDb } from '../driver.ts';

/** `part`: JSON of the values that end at the cursor. */
export function insertEmitted(
  db: WritableDb,
  row: { execution: number; cursor: number; part: string },
): void {
  db.run('INSERT INTO emitted (execution, cursor, part) VALUES (:execution, :cursor, :part)', row);
}

/** In order. */
export function listEmitted(db: ReadableDb, execution: number): string[] {
  const sql = 'SELECT part FROM emitted WHERE execution = :execution ORDER BY cursor';
  return db.all<{ part: string }>(sql, { execution }).map((row) => row.part);
}

export function removeEmitted(db: WritableDb, execution: number): void {
  db.run('DELETE FROM emitted WHERE execution = :execution', { execution });
}
