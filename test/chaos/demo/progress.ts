import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '#engine/db/driver.ts';
import { workspaceFiles } from '#engine/files.ts';

/**
 * How far a killed engine had come: frames made, decisions of people. Read from a copy, so that the engine that goes on
 * finds the files just as the kill has left them.
 */
export function progressOf(workspace: string): string {
  const { database } = workspaceFiles(workspace);
  if (!existsSync(database)) return 'nothing';
  const folder = mkdtempSync(join(tmpdir(), 'sluice-progress-'));
  try {
    const copy = join(folder, 'copy.db');
    for (const suffix of ['', '-wal']) {
      if (existsSync(database + suffix)) copyFileSync(database + suffix, copy + suffix);
    }
    const db = openDatabase(copy);
    const ready = db.get(`SELECT 1 FROM sqlite_schema WHERE name = 'task_item'`);
    const counts = ready
      ? db.get<{ frames: number; decisions: number }>(
          `SELECT (SELECT count(*) FROM item WHERE video_id IS NOT NULL AND source_item_id IS NULL) AS frames,
             (SELECT count(*) FROM task_item WHERE state = 'done') AS decisions`,
        )
      : undefined;
    db.close();
    return counts ? `${counts.frames} frames, ${counts.decisions} decisions` : 'no schema';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
