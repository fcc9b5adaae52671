/** Items as scripts work with them: by filters, and changed one by one or many at once. */
import { setImmediate } from 'node:timers/promises';
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { parseFilter } from '#core/filters/parse.ts';
import { rangeOf } from '#core/filters/range.ts';
import { readItemMetadata } from '#core/formats/dataloop/item.ts';
import type { Metadata } from '#core/model/common.ts';
import type { DatasetId, ItemId } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import type { EngineContext } from '../context.ts';
import type { ReadableDb } from '../db/driver.ts';
import {
  countItemsMatching,
  type ItemSearch,
  listItemsMatching,
  searchItems,
} from '../db/queries/item-search.ts';
import { findItem, findItemAt, setTrashed, updateItem } from '../db/queries/items.ts';
import { findDataset } from '../db/queries/projects.ts';
import type { Tx } from '../unit.ts';

type RecordCalls = `items.${'search' | 'update' | 'trashMatching' | 'updateMatching'}`;

/** Items that one transaction changes. */
const AT_ONCE = 500;
/** Of what is left after some id, no more are counted: counting a million takes longer than reading a page. */
const MOST_LEFT = 10_000;

export function itemRecordHandlers(ctx: EngineContext): Handlers<RecordCalls> {
  const { db } = ctx;
  return {
    'items.search': ({ datasetId, filter, order, offset, limit }) => {
      const search = searchOf(db, datasetId, filter);
      const goesOn = rangeOf(search.filter.where, 'id').after !== null;
      const most = goesOn ? Math.max(MOST_LEFT, offset + limit + 1) : Number.MAX_SAFE_INTEGER;
      const found = limit === 0 ? [] : searchItems(db, { ...search, order, offset, limit: limit + 1 });
      const total = isAll(filter)
        ? (findDataset(db, datasetId)?.itemCount ?? 0)
        : countItemsMatching(db, { ...search, most });
      return { total, more: found.length > limit, items: found.slice(0, limit) };
    },
    'items.update': ({ itemId, ...change }) =>
      ctx.unit(ctx.settings().person, (tx) => {
        const before = findItem(tx.db, itemId);
        if (!before || before.trashed) {
          throw new SluiceError('not-found', `There is no item ${itemId}.`, { itemId });
        }
        requireFree(tx.db, before, change);
        const isSame = change.name === undefined && change.folder === undefined;
        return isSame && Object.keys(change.metadata).length === 0 ? before : update(tx, before, change);
      }),
    'items.trashMatching': async ({ datasetId, filter }) =>
      await forMatching(ctx, searchOf(db, datasetId, filter), (tx, item) => {
        if (!setTrashed(tx.db, item.id, true, tx.now)) return;
        tx.changes.dataset(item.datasetId);
        tx.raise({ resource: 'Item', action: 'Deleted', id: item.id });
        tx.explain({ itemId: item.id, kind: 'trashed', text: 'Moved to the trash' });
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
  for (let after = ''; ; ) {
    const ids: readonly ItemId[] = listItemsMatching(ctx.db, { ...search, after, limit: AT_ONCE });
    const last = ids.at(-1);
    if (last === undefined) return { changed };
    changed += ctx.unit(ctx.settings().person, (tx) => {
      const items = ids.flatMap((id) => findItem(tx.db, id) ?? []);
      for (const item of items) work(tx, item);
      return items.length;
    });
    after = last;
    await setImmediate();
  }
}

/** @throws SluiceError `not-found`, `pipeline-invalid` for a filter that cannot be read. */
function searchOf(
  db: ReadableDb,
  datasetId: DatasetId,
  filter: Readonly<Record<string, unknown>>,
): ItemSearch {
  if (!findDataset(db, datasetId)) {
    throw new SluiceError('not-found', `There is no dataset ${datasetId}.`, { datasetId });
  }
  return { datasetId, filter: parseFilter(filter) };
}

/** What clients send when they want everything, which the dataset's counter knows. */
const DEFAULTS = new Set([
  '{}',
  '{"$and":[]}',
  '{"$and":[{"hidden":false},{"type":"file"}]}',
  '{"$and":[{"type":"file"},{"hidden":false}]}',
  '{"hidden":false,"type":"file"}',
]);

function isAll({ filter = {}, join }: Readonly<Record<string, unknown>>): boolean {
  return join === undefined && DEFAULTS.has(JSON.stringify(filter));
}
