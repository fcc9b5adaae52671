/** Items and folders of a dataset in one list, as clients see them. Only filters that may meet folders come here. */
import type { Filter } from '#core/filters/ast.ts';
import { rangeOf } from '#core/filters/range.ts';
import { compileSql } from '#core/filters/sql.ts';
import type { ParamValues } from '#core/filters/sql-text.ts';
import type { Folder } from '#core/model/folder.ts';
import type { Item } from '#core/model/item.ts';
import type { ReadableDb } from '../driver.ts';
import { FOLDERS } from './filters-fields.ts';
import { findFolder } from './folders.ts';
import { type ItemOrder, type OrderTerm, orderTerms } from './item-orders.ts';
import { type ItemSearch, matching } from './item-search.ts';
import { findItem } from './items.ts';

/** What a filter can meet: items (files, to clients), folders, and among those the root. */
export type Sought = { readonly files: boolean; readonly folders: boolean; readonly root: boolean };

/** The root is met where folders are asked for, and not where everything is: no list of what is there needs it. */
export function soughtBy(filter: Filter): Sought {
  const { values: types } = rangeOf(filter.where, 'type');
  const folders = filter.join === null && (types?.includes('dir') ?? true);
  return { files: types?.includes('file') ?? true, folders, root: folders && types !== null };
}

type Browsed = ItemSearch & { readonly sought: Sought };

/**
 * What matches, in the order asked for.
 * @throws SluiceError `pipeline-invalid` when the filter is not for items; `invalid-input` for an order that is none.
 */
export function browseItems(
  db: ReadableDb,
  search: Browsed & {
    readonly orders: readonly ItemOrder[];
    readonly offset: number;
    readonly limit: number;
  },
): (Item | Folder)[] {
  const { sought, offset, limit } = search;
  const { terms, params: paths } = orderTerms(search.orders);
  const files = sought.files ? [selectFiles(search, terms)] : [];
  const parts = [...files, selectFolders(search, terms)];
  const order = terms.map(({ way }, at) => `k${at} ${way}`).join(', ');
  const params = Object.assign({}, ...parts.map((part) => part.params), paths, { offset, limit });
  const rows = db.all<{ id: string; isFolder: number }>(
    `${parts.map(({ sql }) => sql).join(' UNION ALL ')} ORDER BY ${order} LIMIT :limit OFFSET :offset`,
    params,
  );
  return rows.flatMap(({ id, isFolder }) => (isFolder === 1 ? findFolder(db, id) : findItem(db, id)) ?? []);
}

export function countFoldersMatching(db: ReadableDb, search: Browsed): number {
  const { sql, params } = foldersMatching(search);
  return db.get<{ count: number }>(`SELECT count(*) AS count FROM folder ${sql}`, params)?.count ?? 0;
}

type Part = { readonly sql: string; readonly params: ParamValues };

function selectFiles(search: ItemSearch, terms: readonly OrderTerm[]): Part {
  const { sql, params } = matching(search);
  const keys = terms.map(({ item }, at) => `${item} AS k${at}`).join(', ');
  return { sql: `SELECT item.id, 0 AS isFolder, ${keys} FROM item ${sql}`, params };
}

function selectFolders(search: Browsed, terms: readonly OrderTerm[]): Part {
  const { sql, params } = foldersMatching(search);
  const keys = terms.map(({ folder }, at) => `${folder} AS k${at}`).join(', ');
  return { sql: `SELECT folder.id, 1 AS isFolder, ${keys} FROM folder ${sql}`, params };
}

function foldersMatching({ datasetId, filter, sought }: Browsed): Part {
  // Beside the same filter for items: names of its own.
  const { sql, params } = compileSql(filter, FOLDERS, 'g');
  const { after } = rangeOf(filter.where, 'id');
  const root = sought.root ? '' : ` AND folder.path <> '/'`;
  return {
    sql: `INDEXED BY folder_by_dataset WHERE folder.dataset_id = :datasetId AND folder.id > :after${root} AND ${sql}`,
    params: { ...params, datasetId, after: after ?? '' },
  };
}
