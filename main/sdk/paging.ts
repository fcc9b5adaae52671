/** Lists that come in pages: as many are asked for as are used. */
import { isRecord } from './diff.ts';
import { BadRequest } from './errors.ts';
import type { Filters, FiltersJson } from './filters.ts';
import type { Json } from './transport.ts';

export type Page = {
  readonly totalItemsCount: number;
  readonly items: readonly Json[];
  readonly totalPagesCount: number;
  readonly hasNextPage: boolean;
};

export type AskPage = (query: FiltersJson, signal?: AbortSignal) => Promise<Page>;

export type PagedOptions<T> = {
  readonly filters: Filters;
  readonly ask: AskPage;
  readonly make: (json: Json) => T;
  /** By ids instead of page numbers: then the last page takes no longer than the first. */
  readonly keyset?: boolean;
  readonly signal?: AbortSignal | undefined;
};

/** A list of a server's: iterate over it with `for await`, page by page with `pages()`, or take all with `toArray()`. */
export class PagedList<T> implements AsyncIterable<T> {
  readonly #options: PagedOptions<T>;

  constructor(options: PagedOptions<T>) {
    this.#options = options;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.pages()) yield* page;
  }

  /** Page by page; empty ones are left out. */
  async *pages(): AsyncGenerator<readonly T[], void, undefined> {
    const { make, filters, keyset = false, signal } = this.#options;
    const byId = keyset && filters.page === 0 && !filters.isSorted;
    let query = byId ? { ...filters.prepare(), sort: { id: 'ascending' } } : filters.prepare();
    for (;;) {
      const page = await this.#ask(query, signal);
      if (page.items.length > 0) yield page.items.map(make);
      const last = page.items.at(-1)?.['id'];
      if (!page.hasNextPage || last === undefined) return;
      query = byId
        ? after(query, filters.prepare(), String(last))
        : { ...query, page: (query.page ?? 0) + 1 };
    }
  }

  async toArray(): Promise<T[]> {
    const all: T[] = [];
    for await (const page of this.pages()) all.push(...page);
    return all;
  }

  async first(): Promise<T | null> {
    for await (const [one] of this.pages()) return one ?? null;
    return null;
  }

  /** How many there are in all, without getting them. */
  async count(): Promise<number> {
    const { filters, signal } = this.#options;
    return (await this.#ask({ ...filters.prepare(), page: 0, pageSize: 1 }, signal)).totalItemsCount;
  }

  async #ask(query: FiltersJson, signal?: AbortSignal): Promise<Page> {
    const page: unknown = await this.#options.ask(query, signal);
    if (isRecord(page) && Array.isArray(page['items'])) return page as Page;
    throw new BadRequest('The server answered no page of a list.', { status: 200, request: 'a list' });
  }
}

/** The same query for what comes after an id. */
function after(query: FiltersJson, first: FiltersJson, id: string): FiltersJson {
  const { $and = [], ...rest } = first.filter;
  return { ...query, page: 0, filter: { ...rest, $and: [...$and, { id: { $gt: id } }] } };
}
