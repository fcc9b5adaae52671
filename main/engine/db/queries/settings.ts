/** Settings of the workspace, and the record of engine starts. */
import type { ReadableDb, WritableDb } from '../driver.ts';

export function readSettings(db: ReadableDb): ReadonlyMap<string, string> {
  const rows = db.all<{ key: string; value: string }>('SELECT key, value FROM setting');
  return new Map(rows.map((row) => [row.key, row.value]));
}

export function writeSetting(db: WritableDb, key: string, value: string): void {
  db.run('INSERT INTO setting VALUES (:key, :value) ON CONFLICT DO UPDATE SET value = excluded.value', {
    key,
    value,
  });
}

export function removeSetting(db: WritableDb, key: string): void {
  db.run('DELETE FROM setting WHERE key = :key', { key });
}

export type EngineRun = { readonly epoch: number; readonly pid: number; readonly ended: boolean };

/** The last start of an engine on this workspace; null before the first. */
export function lastEngineRun(db: ReadableDb): EngineRun | null {
  const row = db.get<{ epoch: number; pid: number; ended_at: number | null }>(
    'SELECT epoch, pid, ended_at FROM engine_run ORDER BY epoch DESC LIMIT 1',
  );
  return row ? { epoch: row.epoch, pid: row.pid, ended: row.ended_at !== null } : null;
}

export function beginEngineRun(db: WritableDb, run: { epoch: number; pid: number; at: number }): void {
  db.run('INSERT INTO engine_run (epoch, pid, started_at) VALUES (:epoch, :pid, :at)', run);
}

export function endEngineRun(db: WritableDb, run: { epoch: number; at: number }): void {
  db.run('UPDATE engine_run SET ended_at = :at WHERE epoch = :epoch', run);
}
