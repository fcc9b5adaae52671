/** A value that others can watch. */

export type Readable<S> = {
  get(): S;
  /** Hears each change until the function it returns is called. */
  subscribe(listener: () => void): () => void;
};

export type Store<S> = Readable<S> & {
  /** Replaces some fields; tells nobody when all of them are what they were. */
  set(change: Partial<S>): void;
};

export function createStore<S extends object>(initial: S): Store<S> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set(change) {
      const next = { ...state, ...change };
      const keys = Object.keys(change) as (keyof S)[];
      if (keys.every((key) => Object.is(next[key], state[key]))) return;
      state = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
