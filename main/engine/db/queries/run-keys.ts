/**
 * Pages of cycles and executions, by their keys. What is looked for is in some stretches of the table, each of which an index
 * gives in order: of one pipeline, of one node. SQLite merges them as they are asked for, so that a page far in costs
 * hardly more than the first, and nothing is sorted.
 */
import { type Condition, isEverything } from '#core/filters/ast.ts';
import type { ReadableDb, SqlValue } from '../driver.ts';
import { runFilterSql } from './filters-runs.ts';

export type RunOrder = { readonly by: 'created' | 'updated'; readonly descending: boolean };

/** A stretch of the table: what stands behind FROM, up to its WHERE. Parameters are named apart from those of others. */
export type Stretch = { readonly from: string; readonly params: Readonly<Record<string, SqlValue>> };

export type RunSearch = {
  readonly table: 'cycle' | 'execution';
  readonly stretches: readonly Stretch[];
  /** What is asked of each row. */
  readonly where: Condition;
  /** Keys to go on above, and the only ones; null: any. */
  readonly above: number;
  readonly keys: readonly number[] | null;
};

/** More are not merged: each is a part of the statement. */
export const MOST_STRETCHES = 50;

type Page = { readonly order: RunOrder; readonly offset: number; readonly limit: number };

/** Keys of what matches, in the order that is asked for. */
export function searchRunKeys(db: ReadableDb, search: RunSearch, { order, offset, limit }: Page): number[] {
  if (search.stretches.length === 0) return [];
  const { table } = search;
  const way = order.descending ? 'DESC' : 'ASC';
  const updated = `ifnull(${table}.ended_at, ${table}.created_at) AS at`;
  const columns = order.by === 'updated' ? `${table}.key AS key, ${updated}` : `${table}.key AS key`;
  const { sql, params } = rows(search, columns);
  const ordered = order.by === 'updated' ? `at ${way}, key ${way}` : `key ${way}`;
  return db
    .all<{ key: number }>(`${sql} ORDER BY ${ordered} LIMIT :limit OFFSET :offset`, {
      ...params,
      limit,
      offset,
    })
    .map(({ key }) => key);
}

export function countRuns(db: ReadableDb, search: RunSearch): number {
  if (search.stretches.length === 0) return 0;
  const { sql, params } = rows(search, '1');
  return db.get<{ count: number }>(`SELECT count(*) AS count FROM (${sql})`, params)?.count ?? 0;
}

/** True when every row of the stretches is one: nothing else is asked. */
export function isWhole({ where, above, keys }: RunSearch): boolean {
  return isEverything(where) && above === 0 && keys === null;
}

function rows({ table, stretches, where, above, keys }: RunSearch, columns: string) {
  const { sql, params } = runFilterSql(where, table);
  const only = keys === null ? '' : `AND ${table}.key IN (SELECT value FROM json_each(:keys))`;
  const later = above === 0 ? '' : `AND ${table}.key > :above`;
  const asked = sql === '1' ? '' : `AND ${sql}`;
  const parts = stretches.map(({ from }) => `SELECT ${columns} FROM ${from} ${later} ${only} ${asked}`);
  return {
    sql: parts.join(' UNION ALL '),
    params: {
      ...params,
      ...Object.assign({}, ...stretches.map((stretch) => stretch.params)),
      ...(above === 0 ? {} : { above }),
      ...(keys === null ? {} : { keys: JSON.stringify(keys) }),
    } as Readonly<Record<string, SqlValue>>,
  };
}
