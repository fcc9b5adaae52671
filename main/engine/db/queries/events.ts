/** The append-only log of decisions. */
import type { ItemEvent } from '#core/model/item.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

export type NewEvent = {
  readonly kind: string;
  /** For a person: what was decided and why. */
  readonly text: string;
  readonly itemId?: string;
  readonly cycleId?: string;
  readonly pipelineId?: string;
  readonly nodeId?: string;
  readonly executionId?: string;
};

export function insertEvent(db: WritableDb, at: number, actor: string, event: NewEvent): void {
  db.run(
    `INSERT INTO event (at, actor, kind, item_id, cycle_id, pipeline_id, node_id, execution_id, text)
     VALUES (:at, :actor, :kind, :itemId, :cycleId, :pipelineId, :nodeId, :executionId, :text)`,
    {
      at,
      actor,
      kind: event.kind,
      itemId: event.itemId ?? null,
      cycleId: event.cycleId ?? null,
      pipelineId: event.pipelineId ?? null,
      nodeId: event.nodeId ?? null,
      executionId: event.executionId ?? null,
      text: event.text,
    },
  );
}

/** Latest first; `before` is the seq to go on from. */
export function listItemEvents(
  db: ReadableDb,
  itemId: string,
  page: { before: number; limit: number },
): ItemEvent[] {
  return db.all<ItemEvent>(
    `SELECT seq, at, actor, kind, text FROM event WHERE item_id = :itemId AND seq < :before
     ORDER BY seq DESC LIMIT :limit`,
    { itemId, ...page },
  );
}
