/** Values that wait at a node with several inputs for the others of their branch. */
import type { ReadableDb, WritableDb } from '../driver.ts';

export type Slot = {
  readonly branch: string;
  readonly port: string;
  /** JSON. */
  readonly value: string;
  /** Key of the execution it came from. */
  readonly execution: number;
};

export type SlotPlace = { readonly cycle: number; readonly node: number };

/** A later value of the same port and branch takes the place of the earlier one. */
export function putSlot(db: WritableDb, place: SlotPlace, slot: Slot): void {
  db.run(
    `INSERT INTO slot (cycle, node, branch, port, value, execution)
     VALUES (:cycle, :node, :branch, :port, :value, :execution)
     ON CONFLICT DO UPDATE SET value = excluded.value, execution = excluded.execution`,
    { ...place, ...slot },
  );
}

export function listSlots(db: ReadableDb, place: SlotPlace, branch: string): Slot[] {
  return db.all<Slot>(
    `SELECT branch, port, value, execution FROM slot WHERE cycle = :cycle AND node = :node AND branch = :branch`,
    { ...place, branch },
  );
}

/** The branches that came out of one, however far, in which something waits at the node. */
export function listSlotBranches(db: ReadableDb, place: SlotPlace, branch: string): string[] {
  // A branch begins with what it came out of and a slash; "0" is what comes after the slash.
  const [from, below] = branch === '' ? ['.', ':'] : [`${branch}/`, `${branch}0`];
  return db
    .all<{ branch: string }>(
      `SELECT DISTINCT branch FROM slot WHERE cycle = :cycle AND node = :node AND branch >= :from AND branch < :below`,
      { ...place, from, below },
    )
    .map((row) => row.branch);
}

/** Forgets all that waits in a cycle. */
export function clearSlots(db: WritableDb, cycle: number): void {
  db.run('DELETE FROM slot WHERE cycle = :cycle', { cycle });
}

/** Forgets what came from these executions. */
export function forgetSlots(db: WritableDb, cycle: number, sources: readonly number[]): void {
  const sql =
    'DELETE FROM slot WHERE cycle = :cycle AND execution IN (SELECT value FROM json_each(:sources))';
  db.run(sql, { cycle, sources: JSON.stringify(sources) });
}

/** Notes where a value of an execution came from. */
export function insertMet(db: WritableDb, source: number, execution: number): void {
  db.run('INSERT INTO met (source, execution) VALUES (?, ?) ON CONFLICT DO NOTHING', [source, execution]);
}

/** Where else than from its parent the values of an execution came from. */
export function listMetSources(db: ReadableDb, execution: number): number[] {
  const sql = 'SELECT source FROM met WHERE execution = :execution';
  return db.all<{ source: number }>(sql, { execution }).map((row) => row.source);
}

/** The same, for all executions of a cycle. */
export function listMetOfCycle(db: ReadableDb, cycle: number): { source: number; execution: number }[] {
  const sql = `SELECT met.source, met.execution FROM execution JOIN met ON met.execution = execution.key
    WHERE execution.cycle = :cycle`;
  return db.all<{ source: number; execution: number }>(sql, { cycle });
}
