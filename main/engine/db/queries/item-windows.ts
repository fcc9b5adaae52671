/** Items for work in parts: each part looks at so many and no more, however few of them match. */
import type { Filter } from '#core/filters/ast.ts';
import { rangeOf } from '#core/filters/range.ts';
import type { DatasetId, ItemId } from '#core/model/ids.ts';
import type { ReadableDb } from '../driver.ts';
import { countItemsMatching, listItemIdsMatching, type Search } from './filters.ts';
import { listItemsMatching } from './item-search.ts';

/** Items that a part looks at: 20 ms with a filter that goes through their tasks. */
const LOOKED_AT = 4096;

export type Found = {
  readonly ids: readonly ItemId[];
  /** The id to go on after; null: that was all. */
  readonly cursor: string | null;
};

type Look = Search & { readonly after: string | null };

/**
 * The next items that match, of these datasets and not in the trash, in ascending order; perhaps none, and yet not the end.
 * @throws SluiceError `pipeline-invalid` when the filter is not for items.
 */
export function lookForItems(db: ReadableDb, look: Look, lookedAt = LOOKED_AT): Found {
  const { datasetIds, filter, limit } = look;
  const after = look.after ?? '';
  if (isNarrow(db, filter)) {
    // An index leads to them: nothing else needs to be looked at.
    const found = [...new Set(datasetIds)].flatMap((datasetId) =>
      listItemsMatching(db, { datasetId: datasetId as DatasetId, filter, after, limit }),
    );
    const ids = found.sort().slice(0, limit);
    return { ids, cursor: ids.length < limit ? null : (ids.at(-1) ?? null) };
  }
  const ends = datasetIds.flatMap((datasetId) => endOf(db, datasetId, after, lookedAt) ?? []);
  const upTo = ends.sort()[0] ?? null;
  const ids = listItemIdsMatching(db, { ...look, upTo });
  return { ids, cursor: ids.length < limit ? upTo : (ids.at(-1) ?? null) };
}

/** Whether the filter names its items, or tasks with few items, so that a search need not go through all. */
function isNarrow(db: ReadableDb, { where }: Filter): boolean {
  if (rangeOf(where, 'id').values || rangeOf(where, 'filename').values) return true;
  const refs = rangeOf(where, 'metadata.system.refs.id').values;
  return refs !== null && countPlaces(db, refs) < LOOKED_AT;
}

/** Places of items in these tasks and assignments, counted no further than to what a part looks at. */
function countPlaces(db: ReadableDb, refs: readonly string[]): number {
  const given = '(SELECT value FROM json_each(:refs))';
  const sql = `SELECT count(*) AS count FROM (SELECT 1 FROM task_item WHERE task_id IN ${given}
    UNION ALL SELECT 1 FROM task_item WHERE assignment_id IN ${given} LIMIT :most)`;
  const params = { refs: JSON.stringify(refs), most: LOOKED_AT };
  return db.get<{ count: number }>(sql, params)?.count ?? 0;
}

/** The id so many items further on; null when there are not so many. */
function endOf(db: ReadableDb, datasetId: string, after: string, count: number): ItemId | null {
  const sql = `SELECT item.id FROM item INDEXED BY item_by_dataset
    WHERE item.dataset_id = :datasetId AND item.trashed = 0 AND item.id > :after ORDER BY item.id LIMIT 1 OFFSET :before`;
  return db.get<{ id: ItemId }>(sql, { datasetId, after, before: count - 1 })?.id ?? null;
}

/**
 * How many items there are to be looked at for the filter, at most: exactly how many match when those are few, or all.
 * @throws SluiceError `pipeline-invalid` when the filter is not for items.
 */
export function boundItems(
  db: ReadableDb,
  search: Omit<Search, 'limit'>,
  /** Items that the datasets have together. */
  items: number,
): number {
  const named = rangeOf(search.filter.where, 'id').values?.length ?? items;
  if (items <= LOOKED_AT) return countItemsMatching(db, { ...search, limit: LOOKED_AT });
  return Math.min(named, items);
}
