/** Lists of cycles and executions: what a client's query asks the engine for, and the page that comes of it. */
import type { CallInput } from '#contract/index.ts';
import { isRecord, type Json } from '#core/formats/dataloop/json.ts';
import { HttpError } from './errors.ts';
import { type PageReply, type Query, sizeOf } from './query.ts';

/** Runs of a page when the client does not say. */
const PAGE = 100;

type Search = CallInput<'cycles.search'> & { readonly offset: number; readonly limit: number };

/** Fields by which lists of runs can be ordered; ids are in the order of creation. */
const ORDERS: Readonly<Partial<Record<string, 'created' | 'updated'>>> = {
  id: 'created',
  createdAt: 'created',
  updatedAt: 'updated',
  'latestStatus.timestamp': 'updated',
};

/**
 * @param way the order when none is asked for.
 * @throws HttpError 400 for an order that there is not.
 */
export function runSearch(query: Query, way: 'ascending' | 'descending'): Search {
  const [[field, asked] = ['id', way]] = Object.entries(query.sort ?? {});
  const by = Object.hasOwn(ORDERS, field) ? ORDERS[field] : undefined;
  if (by === undefined) {
    const fields = Object.keys(ORDERS).join(', ');
    throw new HttpError(400, `Executions cannot be sorted by "${field.slice(0, 60)}": use ${fields}.`);
  }
  const limit = sizeOf({ pageSize: query.pageSize || PAGE });
  const projects = query.context?.projects ?? query.context?.projectIds ?? [];
  return {
    filter: query.filter ?? {},
    projectIds: projects.length > 0 ? projects : null,
    order: { by, descending: /^desc/i.test(asked) },
    offset: Math.min((query.page ?? 0) * limit, 1_000_000_000),
    limit,
  };
}

export function runPage<T>(
  { offset, limit }: Pick<Search, 'offset' | 'limit'>,
  total: number,
  items: T[],
): PageReply<T> {
  return {
    totalItemsCount: total,
    items,
    totalPagesCount: Math.ceil(total / limit),
    hasNextPage: offset + limit < total,
  };
}

/** Fields that the filter says must have a value: what narrows down where to look. */
export function equalities(filter: Json | null | undefined): ReadonlyMap<string, string> {
  const conditions = Object.entries(filter ?? {}).flatMap(([key, value]) => {
    if (key !== '$and') return [[key, value] as const];
    return Array.isArray(value) ? value.flatMap((one) => (isRecord(one) ? Object.entries(one) : [])) : [];
  });
  return new Map(
    conditions.flatMap(([key, value]) => {
      const equal = isRecord(value) && '$eq' in value ? value['$eq'] : value;
      return typeof equal === 'string' ? [[key, equal] as const] : [];
    }),
  );
}
