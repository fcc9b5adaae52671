/** Whether and when a failed attempt is made again. */
import { isSluiceError } from '#core/errors.ts';

/** Attempts before a passing fault counts as a failure. */
const MAX_ATTEMPTS = 3;
/** Milliseconds: the first wait, its limit, and the wait for somebody to free disk space. */
const FIRST = 1000;
const LIMIT = 60_000;
const FULL_DISK = 15_000;

/**
 * Milliseconds until the next attempt; null when another would not help. A bad file or a bug fails at once, a fault of
 * disk or tool is tried again with growing, jittered waits, and no sooner than was asked for; a full disk waits for room however long it takes.
 * @param attempt 1 after the first.
 * @param random a number in [0, 1).
 * @param maxAttempts 3 unless the node says otherwise.
 */
export function retryDelay(
  error: unknown,
  attempt: number,
  random: number,
  maxAttempts = MAX_ATTEMPTS,
): number | null {
  if (isSluiceError(error, 'disk-full')) return FULL_DISK;
  if (!isSluiceError(error, 'io', 'tool-failed') || attempt >= maxAttempts) return null;
  const ceiling = Math.min(LIMIT, FIRST * 2 ** attempt);
  // Whole milliseconds: what is due is kept as an integer.
  const delay = Math.ceil(ceiling / 2 + (random * ceiling) / 2);
  const asked = error.details['retryAfterMs'];
  return typeof asked === 'number' ? Math.max(Math.ceil(asked), delay) : delay;
}
