/** Lists as clients ask for them: a filter (DQL), an order, and a page (reference sections 1.18 and 1.19). */
import { z } from 'zod';
import { compileMatcher } from '#core/filters/match.ts';
import { parseFilter } from '#core/filters/parse.ts';
import { isRecord, type Json } from '#core/formats/dataloop/json.ts';

/** Elements of a page; more are not given, however many are asked for. */
const MOST = 1000;

const pageNumber = z.int().min(0).max(1_000_000).nullish();

export const querySchema = z.looseObject({
  filter: z.record(z.string(), z.unknown()).nullish(),
  sort: z.record(z.string(), z.string()).nullish(),
  page: pageNumber,
  pageSize: z.int().min(0).max(1_000_000).nullish(),
  resource: z.string().nullish(),
  context: z
    .looseObject({
      projects: z.array(z.string()).nullish(),
      projectIds: z.array(z.string()).nullish(),
      datasets: z.array(z.string()).nullish(),
    })
    .nullish(),
});
export type Query = z.output<typeof querySchema>;

/** `a=1,2` and `a=1&a=2` are both in use. */
export const listParameter = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => (value === undefined ? null : [value].flat().flatMap((text) => text.split(','))));

const wholeParameter = z
  .string()
  .regex(/^\d{1,6}$/, 'must be a whole number')
  .transform(Number)
  .optional();

/** Pages in the query of the address. */
export const pageParameters = { pageOffset: wholeParameter, pageSize: wholeParameter };

export const flagParameter = z
  .string()
  .optional()
  .transform((text) => text?.toLowerCase() === 'true');

export function pageReply<T extends z.ZodType>(element: T) {
  return z.object({
    totalItemsCount: z.int(),
    items: z.array(element),
    totalPagesCount: z.int(),
    hasNextPage: z.boolean(),
  });
}

type Page = { readonly page?: number | null | undefined; readonly pageSize?: number | null | undefined };

export type PageReply<T> = {
  totalItemsCount: number;
  items: T[];
  totalPagesCount: number;
  hasNextPage: boolean;
};

export function sizeOf({ pageSize }: Page): number {
  return pageSize ? Math.min(MOST, pageSize) : MOST;
}

/** The page of a list that is at hand as a whole. */
export function pageOf<T>(all: readonly T[], asked: Page): PageReply<T> {
  const size = sizeOf(asked);
  const page = asked.page ?? 0;
  const totalPagesCount = Math.ceil(all.length / size);
  return {
    totalItemsCount: all.length,
    items: all.slice(page * size, (page + 1) * size),
    totalPagesCount,
    hasNextPage: page + 1 < totalPagesCount,
  };
}

/**
 * What matches, in order: by id when no other is asked for.
 * @throws SluiceError `pipeline-invalid` for a filter that cannot be read.
 */
export function select<T extends Json>(all: readonly T[], query: Query): T[] {
  const matches = compileMatcher(parseFilter({ filter: query.filter ?? {} }));
  const found = all.filter((entity) => matches(entity).matches);
  const [[field, way] = ['id', 'ascending']] = Object.entries(query.sort ?? {});
  const sign = /^desc/i.test(way) ? -1 : 1;
  const path = field.split('.');
  return found.toSorted((a, b) => sign * compare(valueAt(a, path), valueAt(b, path)));
}

function valueAt(entity: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (isRecord(value) && Object.hasOwn(value, name) ? value[name] : null),
    entity,
  );
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a ?? ''), String(b ?? '')];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The ids of projects that the query is about; null: all. */
export function projectsIn({ context }: Query): ReadonlySet<string> | null {
  const ids = context?.projects ?? context?.projectIds;
  return ids && ids.length > 0 ? new Set(ids) : null;
}
