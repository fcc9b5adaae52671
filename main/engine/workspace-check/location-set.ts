/**
 * Which locations are referred to, at eight bytes each: ten million take 80 MB where their texts would take a gigabyte.
 * Two of a million share their eight bytes once in forty million workspaces; a file then passes for referred to.
 */
import { hash } from 'node:crypto';

export type LocationSet = {
  add(location: string): void;
  /** True when the location was added; all must have been added before. */
  has(location: string): boolean;
};

export function createLocationSet(): LocationSet {
  let marks = new BigUint64Array(1024);
  let count = 0;
  let sorted = false;
  return {
    add(location) {
      if (count === marks.length) {
        const larger = new BigUint64Array(count * 2);
        larger.set(marks);
        marks = larger;
      }
      marks[count] = markOf(location);
      count += 1;
      sorted = false;
    },
    has(location) {
      if (!sorted) marks.subarray(0, count).sort();
      sorted = true;
      return includes(marks.subarray(0, count), markOf(location));
    },
  };
}

function markOf(location: string): bigint {
  return hash('sha256', location, 'buffer').readBigUInt64LE();
}

function includes(sorted: BigUint64Array, mark: bigint): boolean {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((sorted[middle] ?? 0n) < mark) from = middle + 1;
    else to = middle;
  }
  return sorted[from] === mark;
}
