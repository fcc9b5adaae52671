/** Cycles: runs of a pipeline for one input. */
import type { Cycle, CycleStatus } from '#core/model/cycle.ts';
import type { CycleId, ItemId, PipelineId } from '#core/model/ids.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

const SELECT = `SELECT cycle.id, pipeline_id AS pipelineId, version, cycle.status, item_id AS itemId,
  item.name AS itemName, cycle.created_at AS createdAt, ended_at AS endedAt, open, failed
  FROM cycle JOIN item ON item.id = cycle.item_id`;

/** In order of id, which is the order of start, latest first. */
export function listCycles(
  db: ReadableDb,
  pipelineId: string,
  page: { after: string | null; limit: number },
): Cycle[] {
  const from = page.after === null ? '' : 'AND cycle.id < :after';
  return db.all<Cycle>(
    `${SELECT} WHERE pipeline_id = :pipelineId ${from} ORDER BY cycle.id DESC LIMIT :limit`,
    { pipelineId, after: page.after, limit: page.limit },
  );
}

export function findCycle(db: ReadableDb, id: string): Cycle | null {
  return db.get<Cycle>(`${SELECT} WHERE cycle.id = :id`, { id }) ?? null;
}

export type NewCycle = {
  id: CycleId;
  pipelineId: PipelineId;
  version: number;
  itemId: ItemId;
  createdAt: number;
};

export function insertCycle(db: WritableDb, cycle: NewCycle): void {
  db.run(
    `INSERT INTO cycle (id, pipeline_id, version, status, item_id, created_at)
     VALUES (:id, :pipelineId, :version, 'in-progress', :itemId, :createdAt)`,
    cycle,
  );
}

export function setCycleStatus(
  db: WritableDb,
  id: string,
  status: CycleStatus,
  endedAt: number | null,
): void {
  db.run('UPDATE cycle SET status = :status, ended_at = :endedAt WHERE id = :id', { id, status, endedAt });
}

export type CycleProgress = { status: CycleStatus; open: number; failed: number };

export function cycleProgress(db: ReadableDb, id: string): CycleProgress | null {
  return db.get<CycleProgress>('SELECT status, open, failed FROM cycle WHERE id = :id', { id }) ?? null;
}

/** False when the item has fired this start node before. */
export function markFired(
  db: WritableDb,
  fired: { pipelineId: string; nodeId: string; itemId: string },
): boolean {
  const sql = `INSERT INTO trigger_fired VALUES (:pipelineId, :nodeId, :itemId) ON CONFLICT DO NOTHING`;
  return db.run(sql, fired) > 0;
}
