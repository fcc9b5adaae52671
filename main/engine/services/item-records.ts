/** Items as scripts work with them: by filters, and changed one by one or many at once. */
import { setImmediate } from 'node:timers/promises';
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { readItemMetadata } from '#core/formats/dataloop/item.ts';
import type { Metadata } from '#core/model/common.ts';
import type { Item } from '#core/model/item.ts';
import type { EngineContext } from '../context.ts';
import type { ReadableDb } from '../db/driver.ts';
import type { ItemSearch } from '../db/queries/item-search.ts';
import { type Found, lookForItems } from '../db/queries/item-windows.ts';
import { findItem, findItemAt, updateItem } from '../db/queries/items.ts';
import { findDataset } from '../db/queries/projects.ts';
import { searchOf } from '../item-search.ts';
import { putTrashed } from '../item-trash.ts';
import type { Tx } from '../unit.ts';

type RecordCalls = `items.${'update' | 'trashMatching' | 'updateMatching'}`;

/** Items that one transaction changes. */
const AT_ONCE = 500;

export function itemRecordHandlers(ctx: EngineContext): Handlers<RecordCalls> {
  const { db } = ctx;
  return {
    'items.update': ({ itemId, ...change }) =>
      ctx.unit(ctx.settings().person, (tx) => {
        const before = findItem(tx.db, itemId);
        // What is in a deleted dataset is gone with it.
        if (!before || before.trashed || !findDataset(tx.db, before.datasetId)) {
          throw new SluiceError('not-found', `There is no item ${itemId}.`, { itemId });
        }
        requireFree(tx.db, before, change);
        const isSame = change.name === undefined && change.folder === undefined;
        return isSame && Object.keys(change.metadata).length === 0 ? before : update(tx, before, change);
      }),
    'items.trashMatching': async ({ datasetId, filter }) =>
      await forMatching(ctx, searchOf(db, datasetId, filter), (tx, item) => {
        putTrashed(tx, item, true);
      }),
    'items.updateMatching': async ({ datasetId, filter, ...change }) =>
      await forMatching(ctx, searchOf(db, datasetId, filter), (tx, item) => {
        update(tx, item, change);
      }),
  };
}

type Change = Place & { readonly metadata: Metadata; readonly system: boolean };
type Place = { readonly name?: string | undefined; readonly folder?: string | undefined };

function update(tx: Tx, before: Item, { name, folder, metadata, system }: Change): Item {
  const place = { name: name ?? before.name, folder: folder ?? before.folder };
  const whole = readItemMetadata(before.metadata, metadata, system);
  updateItem(tx.db, before.id, { ...place, metadata: whole }, tx.now);
  tx.changes.dataset(before.datasetId);
  tx.raise({ resource: 'Item', action: 'Updated', id: before.id });
  return findItem(tx.db, before.id) ?? before;
}

/** @throws SluiceError `conflict` when another item is where this one is to go. */
function requireFree(db: ReadableDb, { id, datasetId, ...before }: Item, { name, folder }: Place): void {
  const place = { name: name ?? before.name, folder: folder ?? before.folder };
  if (place.name === before.name && place.folder === before.folder) return;
  if (!findItemAt(db, { datasetId, ...place })) return;
  const message = `There is a "${place.name}" in ${place.folder} already. Choose another place, or delete that first.`;
  throw new SluiceError('conflict', message, { itemId: id, ...place });
}

/** Some at a time, so that nobody waits for all of a million; what is done stays when a later part fails. */
async function forMatching(
  ctx: EngineContext,
  search: ItemSearch,
  work: (tx: Tx, item: Item) => void,
): Promise<{ changed: number }> {
  let changed = 0;
  const { datasetId, filter } = search;
  for (let after: string | null = ''; after !== null; ) {
    const { ids, cursor }: Found = lookForItems(ctx.db, {
      datasetIds: [datasetId],
      filter,
      after,
      limit: AT_ONCE,
    });
    if (ids.length > 0) {
      changed += ctx.unit(ctx.settings().person, (tx) => {
        const items = ids.flatMap((id) => findItem(tx.db, id) ?? []);
        for (const item of items) work(tx, item);
        return items.length;
      });
    }
    after = cursor;
    await setImmediate();
  }
  return { changed };
}
