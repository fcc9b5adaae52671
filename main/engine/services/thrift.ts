/**
 * Answers that took long to work out are kept for a while, so that a screen that asks twice a second takes no more than
 * a share of the engine: what a cycle with half a million executions comes to takes more than a second to count.
 */

/** An answer is kept for so many times as long as it took: then it takes at most a twentieth of the engine. */
const TIMES = 20;
const KEPT = 20;

/**
 * @param isLarge whether what an answer is about is so much that it is kept: of the rest everybody sees the latest.
 * @param now milliseconds that only ever grow.
 */
export function createThrift<T>(
  isLarge: (key: number) => boolean,
  now = () => performance.now(),
): (key: number, work: () => T) => T {
  const kept = new Map<number, { readonly value: T; readonly until: number }>();
  return (key, work) => {
    const began = now();
    const known = kept.get(key);
    if (known && began < known.until) return known.value;
    kept.delete(key);
    const value = work();
    const ended = now();
    if (isLarge(key)) kept.set(key, { value, until: ended + TIMES * (ended - began) });
    const oldest = kept.keys().next();
    if (kept.size > KEPT && !oldest.done) kept.delete(oldest.value);
    return value;
  };
}
