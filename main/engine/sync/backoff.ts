/** How long to wait before something that failed is tried again. */
import type { RandomSource } from '#core/ports.ts';

const FIRST_MS = 1000;
const LONGEST_MS = 5 * 60_000;

/**
 * Milliseconds: twice as long each time, up to five minutes, and nobody at the same moment as everybody else.
 * @param failures in a row so far, from 1
 */
export function waitAfter(failures: number, random: RandomSource): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return Math.round(whole * (0.5 + random.next() / 2));
}
