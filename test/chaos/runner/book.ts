/** What the driver knows: which changes the engine has confirmed, and what was counted for the report. */

export type Deed = 'decided' | 'undecided' | 'issue-opened';

export type Book = {
  /** The engine has confirmed it, or it was found to have happened when its answer was lost. */
  confirm(deed: Deed, node: string, itemId: string): void;
  /** How often, by `DEED NODE ITEM`. */
  readonly confirmed: ReadonlyMap<string, number>;
  count(what: string, by?: number): void;
  readonly counts: ReadonlyMap<string, number>;
  /** Something is wrong. */
  accuse(what: string): void;
  readonly wrongs: readonly string[];
};

export function createBook(): Book {
  const confirmed = new Map<string, number>();
  const counts = new Map<string, number>();
  const wrongs: string[] = [];
  const add = (map: Map<string, number>, key: string, by: number) => map.set(key, (map.get(key) ?? 0) + by);
  return {
    confirm(deed, node, itemId) {
      add(confirmed, `${deed} ${node} ${itemId}`, 1);
      add(counts, deed, 1);
    },
    confirmed,
    count(what, by = 1) {
      add(counts, what, by);
    },
    counts,
    accuse: (what) => wrongs.push(what),
    wrongs,
  };
}
