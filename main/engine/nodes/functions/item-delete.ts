/** Function `item.delete`: puts an item into the trash. Its annotations stay, for when it is brought back. */
import { setTrashed } from '../../db/queries/items.ts';
import { raiseFor } from '../cause.ts';
import type { InlineNode } from '../node.ts';

export const itemDelete: InlineNode = {
  lane: 'inline',
  writes: true,
  run(tx, run) {
    const item = run.item();
    if (!setTrashed(tx.db, item.id, true, tx.now)) {
      return { kind: 'done', action: null, why: 'was in the trash already' };
    }
    raiseFor(tx, run.work, { resource: 'Item', action: 'Deleted', id: item.id });
    tx.changes.dataset(item.datasetId);
    return { kind: 'done', action: null, why: 'moved to the trash' };
  },
};
