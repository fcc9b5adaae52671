/** Whether items have been through a pipeline. Tasks that were made for themselves run in pipelines that nobody knows. */
import type { ItemId } from '#core/model/ids.ts';
import type { ReadableDb } from '../driver.ts';

/** As an expression. @param id the expression of an item's id */
export function fromPipe(id: string): string {
  return `EXISTS (SELECT 1 FROM execution JOIN cycle ON cycle.key = execution.cycle
    JOIN pipeline ON pipeline.id = cycle.pipeline_id WHERE execution.item_id = ${id} AND pipeline.hidden = 0)`;
}

/** Those of the items that have been through one. */
export function listFromPipe(db: ReadableDb, itemIds: readonly ItemId[]): ItemId[] {
  const sql = `SELECT value AS id FROM json_each(:ids) WHERE ${fromPipe('value')}`;
  return db.all<{ id: ItemId }>(sql, { ids: JSON.stringify(itemIds) }).map(({ id }) => id);
}
