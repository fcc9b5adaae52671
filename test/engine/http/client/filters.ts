/** The SDK's filters as it sends them (reference section 1.18), and its pages (1.19). */
import { readPage } from './readers.ts';
import type { Client, Json } from './wire.ts';

export type Filters = {
  readonly resource: string;
  readonly and: readonly object[];
  readonly sort?: Readonly<Record<string, 'ascending' | 'descending'>>;
  readonly page?: number;
  readonly pageSize?: number;
  readonly context?: object;
  readonly join?: object;
};

/** All that the SDK knows by name but notes, descriptions and the like. */
const LISTED_TYPES =
  'box cube cube_3d class comparison ellipse point polyline segment subtitle text binary pose ref_image gis'.split(
    ' ',
  );

const DEFAULTS: Readonly<Record<string, readonly object[]>> = {
  items: [{ hidden: false }, { type: 'file' }],
  annotations: [{ type: { $in: LISTED_TYPES } }],
};

const PAGE_SIZES: Readonly<Record<string, number>> = { executions: 100, pipelineState: 100 };

/** With what the SDK asks for unless it is told not to. */
export function filters(resource: string, ...conditions: readonly object[]): Filters {
  return { resource, and: [...(DEFAULTS[resource] ?? []), ...conditions] };
}

/** Only the conditions. */
export const bare = (resource: string, ...and: readonly object[]): Filters => ({ resource, and });

export const filterOf = ({ and }: Filters) => (and.length > 0 ? { $and: and } : {});

export function prepared(asked: Filters) {
  const { resource, sort = {}, page = 0, context, join } = asked;
  const pageSize = asked.pageSize ?? PAGE_SIZES[resource] ?? 1000;
  return {
    filter: filterOf(asked),
    sort,
    page,
    pageSize,
    resource,
    ...(context ? { context } : {}),
    ...(join ? { join } : {}),
  };
}

/** What is to be deleted: of items without pages, of annotations with them. */
export function deleting(asked: Filters) {
  const { sort: _sort, page, pageSize, ...rest } = prepared(asked);
  return { ...rest, ...(asked.resource === 'items' ? {} : { page, pageSize }), delete: true };
}

/** New values of `metadata.user`, and of `metadata.system` when that is said, too. */
export function updating(asked: Filters, user: object | null, system?: object) {
  const metadata = { ...(user ? { user } : {}), ...(system ? { system } : {}) };
  return { ...prepared(asked), update: { metadata }, ...(system ? { systemSpace: true } : {}) };
}

const BY_KEYSET = ['items', 'annotations'];

/**
 * Every page, by the id of the last one seen where the SDK goes on so, otherwise by number. The entities are read by
 * `read`; the SDK drops what it cannot read, which here is an error.
 */
export async function* pagesOf(client: Client, path: string, asked: Filters, read: (entity: Json) => Json) {
  const isKeyset = BY_KEYSET.includes(asked.resource) && !asked.sort && !asked.page;
  let [page, last]: [number, string | null] = [asked.page ?? 0, null];
  for (;;) {
    const keyset: Filters = {
      ...asked,
      and: last === null ? asked.and : [...asked.and, { id: { $gt: last } }],
      sort: { id: 'ascending' },
      page: 0,
    };
    const sent = prepared(isKeyset ? keyset : { ...asked, page });
    const found = readPage(await client.ask('POST', path, sent), read);
    if (found.items.length > 0) yield found;
    if (!found.hasNextPage || found.items.length === 0) return;
    last = found.items.at(-1)?.id ?? null;
    page += 1;
  }
}

/** All of every page. */
export async function allOf(client: Client, path: string, asked: Filters, read: (entity: Json) => Json) {
  const found: Json[] = [];
  for await (const { items } of pagesOf(client, path, asked, read)) found.push(...items);
  return found;
}
