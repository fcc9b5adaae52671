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
  /** Cursor before each page as far as they were walked: keyset pages can only be reached one after the other. */
  let starts: (string | null)[] = [null];
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

  async function load(page: number): Promise<readonly Item[]> {
    const asked = generation;
    const cursors = starts;
    const answer = await source.page(cursors[page] ?? null, PAGE_SIZE);
    if (closed || cursors !== starts) return answer.items;
    pages.set(page, { items: answer.items, generation: asked });
    if (starts[page + 1] !== answer.next) {
      starts.length = page + 1;
      if (answer.next !== null) starts.push(answer.next);
    }
    forgetFar();
    return answer.items;
  }

  /** The page to load next for what is wanted: itself, or one on the way to it; null when all is there. */
  function nextPage(): number | null {
    for (let page = wanted.first; page <= wanted.last; page += 1) {
      if (pages.get(page)?.generation === generation) continue;
      if (page < starts.length) return page;
      const lastKnown = starts.length - 1;
      // Loaded, and yet no cursor after it: that is the end of the list.
      return pages.get(lastKnown)?.generation === generation ? null : lastKnown;
    }
    return null;
  }

  async function pump() {
    if (pumping) return;
    pumping = true;
    try {
      for (let page = nextPage(); page !== null && !closed; page = nextPage()) {
        await load(page);
        // A page on the way to a far place is nothing to draw again for: there may be thousands of them.
        const seen = page >= wanted.first && page <= wanted.last;
        if (seen || error) {
          error = null;
          changed();
        }
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
      if (total !== null && counted < total) starts = [null];
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
      const cursors = starts;
      for (let page = 0; page * PAGE_SIZE <= last && !closed; page += 1) {
        const needed = (page + 1) * PAGE_SIZE > first;
        if (!needed && page + 1 < cursors.length) continue;
        const items = pages.get(page)?.items ?? (await load(page));
        const from = Math.max(0, first - page * PAGE_SIZE);
        if (needed) found.push(...items.slice(from, last - page * PAGE_SIZE + 1));
        if (items.length < PAGE_SIZE) break;
      }
      return found;
    },
    close() {
      closed = true;
    },
  };
}
