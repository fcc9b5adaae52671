/** Items of a dataset, by filters. Those in the trash and hidden copies are none of them. */
import type { Filter } from '#core/filters/ast.ts';
import { rangeOf } from '#core/filters/range.ts';
import type { ParamValues } from '#core/filters/sql-text.ts';
import type { DatasetId, ItemId } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import type { ReadableDb } from '../driver.ts';
import { filterSql } from './filters.ts';
import { type ItemOrder, orderTerms } from './item-orders.ts';
import { type ItemRow, SELECT_ITEM, toItem } from './items.ts';

export type ItemSearch = { readonly datasetId: DatasetId; readonly filter: Filter };

/**
 * What matches, in the order of ids unless another is asked for; costs no more far in than at the beginning when the
 * filter says which id to go on after.
 * @throws SluiceError `pipeline-invalid` when the filter is not for items; `invalid-input` for an order that is none.
 */
export function searchItems(
  db: ReadableDb,
  search: ItemSearch & {
    readonly orders: readonly ItemOrder[];
    readonly offset: number;
    readonly limit: number;
  },
): Item[] {
  const { sql, params } = matching(search);
  const { terms, params: paths } = orderTerms(search.orders);
  const order = terms.map(({ item, way }) => `${item} ${way}`);
  return db
    .all<ItemRow>(`${SELECT_ITEM} ${sql} ORDER BY ${order.join(', ')} LIMIT :limit OFFSET :offset`, {
      ...params,
      ...paths,
      limit: search.limit,
      offset: search.offset,
    })
    .map(toItem);
}

/** How many match, counted no further than to `most`. @throws SluiceError as `searchItems`. */
export function countItemsMatching(db: ReadableDb, search: ItemSearch & { readonly most: number }): number {
  const { sql, params } = matching(search);
  const counted = `SELECT count(*) AS count FROM (SELECT 1 FROM item ${sql} LIMIT :most)`;
  return db.get<{ count: number }>(counted, { ...params, most: search.most })?.count ?? 0;
}

/** Ids of what matches, in ascending order, greater than `after`. */
export function listItemsMatching(
  db: ReadableDb,
  search: ItemSearch & { readonly after: string; readonly limit: number },
): ItemId[] {
  const { sql, params } = matching(search);
  return db
    .all<{ id: ItemId }>(
      `SELECT item.id FROM item ${sql} AND item.id > :from ORDER BY item.id LIMIT :limit`,
      {
        ...params,
        from: search.after,
        limit: search.limit,
      },
    )
    .map(({ id }) => id);
}

/** WHERE, and the index that leads to the least. */
export function matching({ datasetId, filter }: ItemSearch): { sql: string; params: ParamValues } {
  const { sql, params } = filterSql(filter, 'items');
  const { values: ids, after } = rangeOf(filter.where, 'id');
  const { values: paths } = rangeOf(filter.where, 'filename');
  const live = `item.dataset_id = :datasetId AND item.trashed = 0 AND item.id > :after AND ${sql}`;
  const own = { ...params, datasetId, after: after ?? '' };
  if (ids) {
    const only = 'item.id IN (SELECT value FROM json_each(:only))';
    return { sql: `WHERE ${only} AND ${live}`, params: { ...own, only: JSON.stringify(ids) } };
  }
  if (paths) {
    const only = `item.id IN (SELECT there.id FROM json_each(:only) CROSS JOIN item AS there
      ON there.dataset_id = :datasetId AND there.folder = json_each.value ->> 'folder' AND there.name = json_each.value ->> 'name')`;
    return { sql: `WHERE ${only} AND ${live}`, params: { ...own, only: JSON.stringify(paths.map(placeOf)) } };
  }
  const { values: refs } = rangeOf(filter.where, 'metadata.system.refs.id');
  if (refs) {
    const given = '(SELECT value FROM json_each(:only))';
    const only = `item.id IN (SELECT item_id FROM task_item WHERE task_id IN ${given}
      UNION ALL SELECT item_id FROM task_item WHERE assignment_id IN ${given})`;
    // The plus keeps SQLite from going through the whole dataset instead.
    return { sql: `WHERE ${only} AND +${live}`, params: { ...own, only: JSON.stringify(refs) } };
  }
  return { sql: `INDEXED BY item_by_dataset WHERE ${live}`, params: own };
}

function placeOf(path: string): { readonly folder: string; readonly name: string } {
  const at = path.lastIndexOf('/');
  return { folder: path.slice(0, at) || '/', name: path.slice(at + 1) };
}
