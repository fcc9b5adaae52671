/** The order in which the database keeps paths: by their bytes in UTF-8. */

/** Halves of characters beyond the first 65,536, which JavaScript puts before some that have fewer bytes. */
const SURROGATE = /[\ud800-\udfff]/;

/** Below 0 when `a` comes first. */
export function byteOrder(a: string, b: string): number {
  if (a === b) return 0;
  if (SURROGATE.test(a) || SURROGATE.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : 1;
}
