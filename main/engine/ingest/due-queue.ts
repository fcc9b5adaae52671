/** First in, first out, with names: an entry that is replaced or removed is passed over when its turn comes. */

export type DueQueue<Entry> = {
  readonly size: number;
  put(name: string, entry: Entry): void;
  find(name: string): Entry | null;
  remove(name: string): boolean;
  /** The one that has waited longest; null when there is none. */
  first(): { readonly name: string; readonly entry: Entry } | null;
  clear(): void;
};

/**
 * A map alone would do, but that taking the first entry of a map again and again passes over all that were taken before:
 * minutes for 100,000 files.
 */
export function createDueQueue<Entry>(): DueQueue<Entry> {
  const entries = new Map<string, Entry>();
  let order: { readonly name: string; readonly entry: Entry }[] = [];
  let head = 0;

  return {
    get size() {
      return entries.size;
    },
    put(name, entry) {
      entries.set(name, entry);
      order.push({ name, entry });
    },
    find: (name) => entries.get(name) ?? null,
    remove: (name) => entries.delete(name),
    first() {
      for (let next = order[head]; next; next = order[head]) {
        if (entries.get(next.name) === next.entry) return next;
        head += 1;
        if (head > 1024 && head * 2 > order.length) {
          order = order.slice(head);
          head = 0;
        }
      }
      return null;
    },
    clear() {
      entries.clear();
      order = [];
      head = 0;
    },
  };
}
