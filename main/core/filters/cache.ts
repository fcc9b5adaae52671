/** A memory for what is made from text: the entry that was made first goes when it is full. */
export type Cache<T> = { get(key: string, make: (key: string) => T): T };

export function createCache<T extends object>(limit: number): Cache<T> {
  const entries = new Map<string, T>();
  return {
    get(key, make) {
      const known = entries.get(key);
      if (known) return known;
      const made = make(key);
      const oldest = entries.keys().next();
      if (entries.size >= limit && !oldest.done) entries.delete(oldest.value);
      entries.set(key, made);
      return made;
    },
  };
}
