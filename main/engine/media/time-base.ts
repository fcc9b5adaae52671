/** Seconds per tick of a stream's times, as a fraction of whole numbers. */
export type TimeBase = { readonly num: number; readonly den: number };

/** Seconds that a number of ticks lasts. */
export function ticksToSeconds(ticks: number, { num, den }: TimeBase): number {
  return (ticks * num) / den;
}
