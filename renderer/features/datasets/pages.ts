/**
 * The items of a dataset as one long list of which only a few pages are in memory. Outside of React and of the query
 * cache: with a million items neither may hold them all, nor be asked about each.
 */
import type { Item } from '#core/model/item.ts';

export type PageSource = {
  count(): Promise<number>;
  page(
    after: string | null,
    limit: number,
  ): Promise<{ readonly items: readonly Item[]; readonly next: string | null }>;
  /** The cursor so many items further on; null beyond the end. */
  skip(after: string | null, count: number): Promise<string | null>;
};

export type ItemPages = {
  /** Begins to load; until then nothing is asked. */
  open(): void;
  /** Calls the listener after each change, until the returned function is called. */
  subscribe(listener: () => void): () => void;
  /** Grows with each change. */
  version(): number;
  /** Null until it is known. */
  count(): number | null;
  /** Why the last load failed; null after one that did not. */
  error(): Error | null;
  /** Undefined while it is not in memory. */
  at(index: number): Item | undefined;
  /** What is on the screen now: loads it, and forgets what is far away. */
  want(first: number, last: number): void;
  /** The items changed: asks again for the count and for what is on the screen, showing the old until then. */
  refresh(): void;
  /** All from `first` to `last`, loading what is missing; those beyond the end are left out. */
  range(first: number, last: number): Promise<readonly Item[]>;
  /** Asks for nothing any more, until it is opened again. */
  close(): void;
};

export const PAGE_SIZE = 250;
/** Pages kept in memory: 8,000 items, about 8 MB. */
const PAGES_KEPT = 32;

export function createItemPages(source: PageSource): ItemPages {
  const listeners = new Set<() => void>();
  const pages = new Map<number, { items: readonly Item[]; generation: number }>();
  /** Cursor before a page, of those whose cursor is known; a page that is not reached yet is jumped to. */
  let starts = new Map<number, string | null>([[0, null]]);
  /** The first page that is known not to be there, and in which generation it was not. */
  let end = { page: Number.POSITIVE_INFINITY, generation: 0 };
  let generation = 0;
  let version = 0;
  let total: number | null = null;
  let error: Error | null = null;
  let wanted = { first: 0, last: 0 };
  let pumping = false;
  let closed = false;

  function changed() {
    version += 1;
    for (const listener of listeners) listener();
  }

  function forgetFar() {
    const middle = (wanted.first + wanted.last) / 2;
    const byDistance = [...pages.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
    for (const page of byDistance.slice(0, Math.max(0, pages.size - PAGES_KEPT))) pages.delete(page);
  }

  /** The cursor before the page; undefined when the list ends before it. */
  async function startOf(page: number): Promise<string | null | undefined> {
    const known = starts.get(page);
    if (known !== undefined) return known;
    const cursors = starts;
    const nearest = Math.max(...[...cursors.keys()].filter((other) => other < page));
    const start = await source.skip(cursors.get(nearest) ?? null, (page - nearest) * PAGE_SIZE);
    if (start === null) return undefined;
    cursors.set(page, start);
    return start;
  }

  /** A page of which the list has nothing is noted as its end. */
  async function load(page: number): Promise<readonly Item[]> {
    const asked = generation;
    const cursors = starts;
    const start = await startOf(page);
    const answer = start === undefined ? { items: [], next: null } : await source.page(start, PAGE_SIZE);
    if (closed || cursors !== starts) return answer.items;
    if (start !== undefined) pages.set(page, { items: answer.items, generation: asked });
    const next = page + 1;
    if (answer.next === null) {
      end = { page: start === undefined ? page : next, generation: asked };
    } else if (cursors.get(next) !== answer.next) {
      // What lies behind has moved.
      for (const later of [...cursors.keys()]) if (later > page) cursors.delete(later);
      cursors.set(next, answer.next);
    }
    forgetFar();
    return answer.items;
  }

  /** The next page to load of what is wanted; null when all is there. */
  function nextPage(): number | null {
    for (let page = wanted.first; page <= wanted.last; page += 1) {
      if (end.generation === generation && page >= end.page) return null;
      if (pages.get(page)?.generation !== generation) return page;
    }
    return null;
  }

  async function pump() {
    if (pumping) return;
    pumping = true;
    try {
      for (let page = nextPage(); page !== null && !closed; page = nextPage()) {
        await load(page);
        error = null;
        changed();
      }
    } catch (thrown) {
      error = thrown instanceof Error ? thrown : new Error(String(thrown));
      changed();
    } finally {
      pumping = false;
    }
  }

  async function recount() {
    try {
      const counted = await source.count();
      if (closed) return;
      // Items left: every index after them moved, and with them every cursor.
      if (total !== null && counted < total) starts = new Map([[0, null]]);
      total = counted;
      changed();
    } catch (thrown) {
      error = thrown instanceof Error ? thrown : new Error(String(thrown));
      changed();
    }
    void pump();
  }

  return {
    open() {
      closed = false;
      void recount();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
    count: () => total,
    error: () => error,
    at: (index) => pages.get(Math.floor(index / PAGE_SIZE))?.items[index % PAGE_SIZE],
    want(first, last) {
      wanted = {
        first: Math.floor(Math.max(0, first) / PAGE_SIZE),
        last: Math.floor(Math.max(0, last) / PAGE_SIZE),
      };
      void pump();
    },
    refresh() {
      generation += 1;
      void recount();
    },
    async range(first, last) {
      const found: Item[] = [];
      for (let page = Math.floor(first / PAGE_SIZE); page * PAGE_SIZE <= last && !closed; page += 1) {
        const items = pages.get(page)?.items ?? (await load(page));
        found.push(...items.slice(Math.max(0, first - page * PAGE_SIZE), last - page * PAGE_SIZE + 1));
        if (items.length < PAGE_SIZE) break;
      }
      return found;
    },
    close() {
      closed = true;
    },
  };
}
