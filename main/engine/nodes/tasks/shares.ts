/** Who gets the next item when items are handed out by shares. */

/** A person's share of items, relative to those of others. */
export type PersonShare = { readonly person: string; readonly load: number };

/** `given`: items handed out so far. Shares are relative weights; one without a share gets nothing. */
export type Share = { readonly load: number; readonly given: number };

/**
 * The one to whom the next item goes, so that after any number of items everybody has their share of them to within one
 * (the quota method of Balinski and Young). Null when nobody has a share.
 */
export function nextByShare<S extends Share>(shares: readonly S[]): S | null {
  const owed = shares.filter((one) => one.load > 0);
  const total = owed.reduce((sum, one) => sum + one.load, 0);
  const items = owed.reduce((sum, one) => sum + one.given, 0) + 1;
  // Shares such as 1/3 do not add up exactly in binary: what differs by rounding only counts as equal.
  const behind = owed.filter((one) => one.given < (items * one.load) / total - 1e-9);
  let next: S | null = null;
  for (const one of behind.length > 0 ? behind : owed) {
    if (next === null || one.load / (one.given + 1) > next.load / (next.given + 1) + 1e-12) next = one;
  }
  return next;
}
