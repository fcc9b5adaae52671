/** Into the trash and back. */
import type { Item } from '#core/model/item.ts';
import { setTrashed } from './db/queries/items.ts';
import type { Tx } from './unit.ts';

/** True when it was not so before. */
export function putTrashed(
  tx: Tx,
  { id, datasetId }: Pick<Item, 'id' | 'datasetId'>,
  trashed: boolean,
): boolean {
  if (!setTrashed(tx.db, id, trashed, tx.now)) return false;
  tx.changes.dataset(datasetId);
  tx.raise({ resource: 'Item', action: trashed ? 'Deleted' : 'Updated', id });
  const text = trashed ? 'Moved to the trash' : 'Restored from the trash';
  tx.explain({ itemId: id, kind: trashed ? 'trashed' : 'restored', text });
  return true;
}
