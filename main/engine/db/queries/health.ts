/** What waits longest and what failed last, each found by an index however many rows there are. */
import type { ExecutionState } from '#core/model/cycle.ts';
import type { ReadableDb } from '../driver.ts';

/** When the oldest execution of a node in a state other than success was made; keys grow with time. */
export function oldestSince(db: ReadableDb, node: number, state: ExecutionState): number | null {
  const sql = `SELECT created_at AS at FROM execution
    WHERE node = :node AND state = :state AND state <> 'success' ORDER BY key LIMIT 1`;
  return db.get<{ at: number }>(sql, { node, state })?.at ?? null;
}

/** Places of the connections that something of a cycle went along, in the order of the graph. */
export function listWay(db: ReadableDb, cycle: number): number[] {
  const sql = `SELECT DISTINCT connection FROM execution
    WHERE cycle = :cycle AND connection IS NOT NULL AND state <> 'terminated'`;
  const rows = db.all<{ connection: number }>(sql, { cycle });
  return rows.map(({ connection }) => connection).toSorted((a, b) => a - b);
}

export type FailureRow = {
  readonly key: number;
  readonly createdAt: number;
  readonly at: number;
  readonly error: string | null;
  readonly itemName: string | null;
};

/** Failures of a node in a state, latest first. @param page.above key of the last cycle that a reset has cleared. */
export function listFailures(
  db: ReadableDb,
  page: {
    readonly node: number;
    readonly state: 'failed' | 'dead';
    readonly above: number;
    readonly limit: number;
  },
): FailureRow[] {
  const sql = `SELECT execution.key, execution.created_at AS createdAt,
      coalesce(execution.ended_at, execution.created_at) AS at, error, item.name AS itemName
    FROM execution LEFT JOIN item ON item.id = execution.item_id
    WHERE execution.node = :node AND execution.state = :state AND execution.state <> 'success' AND execution.cycle > :above
    ORDER BY execution.key DESC LIMIT :limit`;
  return db.all<FailureRow>(sql, page);
}
