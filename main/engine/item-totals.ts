/**
 * How many items match, for whoever pages through them. Counting a million takes longer than reading a page, so the
 * first page counts, and each page leaves behind how many are left after its last item, for the one that goes on there.
 */
import type { ReadableDb } from './db/driver.ts';
import { countItemsMatching, type ItemSearch } from './db/queries/item-search.ts';
import { findDataset } from './db/queries/projects.ts';
import { isEverything, withoutStart } from './item-search.ts';

/** Of what is left after some id that no page ended with, no more are counted. */
const MOST_LEFT = 10_000;
/** Walks that are remembered. */
const MOST_WALKS = 200;
/** A condition with longer JSON is not remembered. */
const LONGEST = 4000;

export type Asked = ItemSearch & {
  /** The id to go on after; null: from the start. */
  readonly after: string | null;
  /** How many folders are counted with the items; null: none are looked for. */
  readonly folders: number | null;
  /** How many are to be counted at least; see `MOST_LEFT`. */
  readonly least: number;
};

export type ItemTotals = {
  total(asked: Asked): number;
  /** A page in the order of ids has so many things, and ends with that id. */
  remember(asked: Asked, total: number, page: { readonly length: number; readonly last: string }): void;
};

export function createItemTotals(db: ReadableDb): ItemTotals {
  const walks = new Map<string, { readonly left: number; readonly items: number }>();
  const itemCount = ({ datasetId }: ItemSearch) => findDataset(db, datasetId)?.itemCount ?? 0;

  function keyOf({ datasetId, filter, folders }: Asked, after: string): string | null {
    const { where, join, resource } = filter;
    const key = JSON.stringify([datasetId, after, folders === null, resource, withoutStart(where), join]);
    return key.length > LONGEST ? null : key;
  }

  return {
    total(asked) {
      if (isEverything(asked)) return itemCount(asked) + (asked.folders ?? 0);
      if (asked.after === null) {
        return countItemsMatching(db, { ...asked, most: Number.MAX_SAFE_INTEGER }) + (asked.folders ?? 0);
      }
      const walk = walks.get(keyOf(asked, asked.after) ?? '');
      // Items that came or went since then are not told apart from those that are left.
      if (walk && walk.items === itemCount(asked)) return walk.left;
      return (
        countItemsMatching(db, { ...asked, most: Math.max(MOST_LEFT, asked.least) }) + (asked.folders ?? 0)
      );
    },
    remember(asked, total, { length, last }) {
      const isExact = asked.after === null || walks.get(keyOf(asked, asked.after) ?? '')?.left === total;
      const key = isExact ? keyOf(asked, last) : null;
      if (key === null) return;
      walks.delete(key);
      walks.set(key, { left: total - length, items: itemCount(asked) });
      const [oldest] = walks.keys();
      if (walks.size > MOST_WALKS && oldest !== undefined) walks.delete(oldest);
    },
  };
}
