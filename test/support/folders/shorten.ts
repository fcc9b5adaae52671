/** Looks for a short list that still fails, by leaving out parts of a long one. */

/**
 * Leaves out halves, then quarters, down to single entries, as long as it goes on failing and there is time.
 * @param forMs milliseconds after which the shortest so far is the answer
 */
export async function shorten<T>(
  list: readonly T[],
  fails: (shorter: readonly T[]) => Promise<boolean>,
  forMs: number,
): Promise<readonly T[]> {
  const until = performance.now() + forMs;
  let shortest = list;
  for (let part = Math.ceil(list.length / 2); part >= 1; part = part === 1 ? 0 : Math.ceil(part / 2)) {
    for (let from = 0; from < shortest.length && performance.now() < until; ) {
      const shorter = [...shortest.slice(0, from), ...shortest.slice(from + part)];
      if (await fails(shorter)) shortest = shorter;
      else from += part;
    }
  }
  return shortest;
}
