/** Lists whose pages are asked for in the address. */
import type { Context } from './context.ts';
import { Filters } from './filters.ts';
import { type Page, PagedList } from './paging.ts';
import type { Json } from './transport.ts';

export function numberedList<T>(
  { transport }: Context,
  path: string,
  projectId: string,
  make: (json: Json) => T,
  signal: AbortSignal | undefined,
): PagedList<T> {
  return new PagedList({
    filters: new Filters({ resource: 'recipe' }),
    signal,
    ask: async ({ page = 0, pageSize = 1000 }) =>
      await transport.request<Page>('GET', path, {
        query: { projects: projectId, pageOffset: page, pageSize },
        signal,
      }),
    make,
  });
}
