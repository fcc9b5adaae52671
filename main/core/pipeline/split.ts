/** Data split: which group an item goes to. */

/** A group and its share; shares are relative weights. */
export type SplitGroup = { readonly name: string; readonly distribution: number };

/**
 * A number in [0, 1) that depends on the texts alone: the same seed, node and item always draw the same.
 * FNV-1a (Fowler, Noll, Vo) over UTF-16 units with a final avalanche, so that near-equal ids spread evenly.
 */
export function draw(seed: string, nodeId: string, itemId: string): number {
  let hash = 0x811c9dc5;
  const text = `${seed}\u0000${nodeId}\u0000${itemId}`;
  for (let at = 0; at < text.length; at += 1) {
    hash ^= text.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return (hash >>> 0) / 0x1_0000_0000;
}

/** The group of a draw: each group owns a stretch of [0, 1) as long as its share. Null when no group has a share. */
export function groupOfDraw(groups: readonly SplitGroup[], drawn: number): string | null {
  const total = groups.reduce((sum, group) => sum + Math.max(0, group.distribution), 0);
  let upTo = 0;
  let last: string | null = null;
  for (const group of groups) {
    if (group.distribution <= 0) continue;
    upTo += group.distribution / total;
    last = group.name;
    if (drawn < upTo) return group.name;
  }
  return last;
}

/**
 * The group that keeps every prefix within one item of its exact quota: the one furthest behind its share, given
 * how many each group has so far; equal ones by the draw. Null when no group has a share.
 */
export function groupByQuota(
  groups: readonly SplitGroup[],
  counts: ReadonlyMap<string, number>,
  drawn: number,
): string | null {
  const owed = groups.filter((group) => group.distribution > 0);
  const total = owed.reduce((sum, group) => sum + group.distribution, 0);
  const next = 1 + owed.reduce((sum, group) => sum + (counts.get(group.name) ?? 0), 0);
  const behind = owed.map((group) => ({
    group,
    by: (next * group.distribution) / total - (counts.get(group.name) ?? 0),
  }));
  const most = Math.max(...behind.map((entry) => entry.by));
  // Shares such as 1/3 do not add up exactly in binary: what differs by rounding only counts as equal.
  const tied = behind.filter((entry) => most - entry.by < 1e-9).map((entry) => entry.group);
  return groupOfDraw(tied, drawn);
}
