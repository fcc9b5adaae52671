/** What filters match in the database. */
import { SluiceError } from '#core/errors.ts';
import type { Filter } from '#core/filters/ast.ts';
import { compileSql } from '#core/filters/sql.ts';
import type { ParamValues } from '#core/filters/sql-text.ts';
import type { ItemId } from '#core/model/ids.ts';
import type { ReadableDb } from '../driver.ts';
import { FILTERED } from './filters-fields.ts';

/**
 * An expression for a WHERE over the table `item` (or `annotation`), with its parameters `f1`, `f2`, …
 * @throws SluiceError `pipeline-invalid` when the filter is for something else.
 */
export function filterSql(
  filter: Filter,
  resource: keyof typeof FILTERED,
): { sql: string; params: ParamValues } {
  if (filter.resource !== null && filter.resource !== resource) {
    throw new SluiceError(
      'pipeline-invalid',
      `The filter is for ${filter.resource}, and cannot be used for ${resource}. Change its "resource".`,
      { resource: filter.resource },
    );
  }
  return compileSql(filter, FILTERED[resource]);
}

/** The items that match, of these datasets and not in the trash. */
export type Search = {
  readonly datasetIds: readonly string[];
  readonly filter: Filter;
  readonly limit: number;
};

// The index orders a dataset's live items by id: any other way to them would have to sort.
const LIVE = `FROM item INDEXED BY item_by_dataset WHERE item.dataset_id = :datasetId AND item.trashed = 0`;

/**
 * Ids in ascending order, at most `limit` of them, all greater than `after` (null: from the start) and none greater than
 * `upTo`.
 * @throws SluiceError `pipeline-invalid` when the filter is not for items.
 */
export function listItemIdsMatching(
  db: ReadableDb,
  search: Search & { readonly after: string | null; readonly upTo?: string | null },
): ItemId[] {
  const { sql, params } = filterSql(search.filter, 'items');
  const { after, upTo = null, limit } = search;
  const page = { after: after ?? '', limit, ...(upTo === null ? {} : { upTo }) };
  const end = upTo === null ? '' : 'AND item.id <= :upTo ';
  const ids = [...new Set(search.datasetIds)].flatMap((datasetId) =>
    db.all<{ id: ItemId }>(
      `SELECT item.id ${LIVE} AND item.id > :after ${end}AND ${sql} ORDER BY item.id LIMIT :limit`,
      { ...params, ...page, datasetId },
    ),
  );
  return ids
    .map((row) => row.id)
    .sort()
    .slice(0, search.limit);
}

/**
 * How many items match, counted up to `limit`.
 * @throws SluiceError `pipeline-invalid` when the filter is not for items.
 */
export function countItemsMatching(db: ReadableDb, search: Search): number {
  const { sql, params } = filterSql(search.filter, 'items');
  let count = 0;
  for (const datasetId of new Set(search.datasetIds)) {
    const text = `SELECT count(*) AS count FROM (SELECT 1 ${LIVE} AND ${sql} LIMIT :limit)`;
    count +=
      db.get<{ count: number }>(text, { ...params, datasetId, limit: search.limit - count })?.count ?? 0;
    if (count >= search.limit) break;
  }
  return count;
}
