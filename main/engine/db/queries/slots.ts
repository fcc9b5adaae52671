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

export type CycleSlot = Omit<Slot, 'value'> & { readonly node: number };

/** Everything that waits in a cycle. */
export function listSlotsOfCycle(db: ReadableDb, cycle: number): CycleSlot[] {
  return db.all<CycleSlot>('SELECT node, branch, port, execution FROM slot WHERE cycle = :cycle', { cycle });
}

/** Forgets a value. */
export function removeSlot(db: WritableDb, cycle: number, { node, branch, port }: CycleSlot): void {
  db.run('DELETE FROM slot WHERE cycle = :cycle AND node = :node AND branch = :branch AND port = :port', {
    cycle,
    node,
    branch,
    port,
  });
}

/** Forgets what waits in a cycle, at one node or at all of them. */
export function clearSlots(db: WritableDb, cycle: number, node: number | null): void {
  db.run('DELETE FROM slot WHERE cycle = :cycle AND (:node IS NULL OR node = :node)', { cycle, node });
}
