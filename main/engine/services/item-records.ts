/** Items as scripts work with them: by filters, and changed one by one or many at once. */
import { setImmediate } from 'node:timers/promises';
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { parseFilter } from '#core/filters/parse.ts';
import { rangeOf } from '#core/filters/range.ts';
import { mergeDiff, without } from '#core/formats/dataloop/json.ts';
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
import { findItem, type ItemChange, setTrashed, updateItem } from '../db/queries/items.ts';
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
        return change.name === undefined && change.folder === undefined && change.metadata === undefined
          ? before
          : update(tx, before, change);
      }),
    'items.trashMatching': async ({ datasetId, filter }) =>
      await forMatching(ctx, searchOf(db, datasetId, filter), (tx, item) => {
        if (!setTrashed(tx.db, item.id, true, tx.now)) return;
        tx.changes.dataset(item.datasetId);
        tx.raise({ resource: 'Item', action: 'Deleted', id: item.id });
        tx.explain({ itemId: item.id, kind: 'trashed', text: 'Moved to the trash' });
      }),
    'items.updateMatching': async ({ datasetId, filter, metadata }) => {
      const diff = without(metadata, ['system']);
      return await forMatching(ctx, searchOf(db, datasetId, filter), (tx, item) => {
        update(tx, item, { metadata: mergeDiff(item.metadata, diff) });
      });
    },
  };
}

function update(tx: Tx, before: Item, change: ItemChange): Item {
  const metadata = change.metadata && { ...change.metadata, system: before.metadata['system'] };
  updateItem(tx.db, before.id, { ...change, ...(metadata ? { metadata } : {}) }, tx.now);
  tx.changes.dataset(before.datasetId);
  tx.raise({ resource: 'Item', action: 'Updated', id: before.id });
  return findItem(tx.db, before.id) ?? before;
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
