/** How many things happen in a second, over the last few. */

export type Rate = {
  add(): void;
  /** A second; 0 when nothing has happened lately. */
  perSecond(): number;
};

/** Seconds that are looked back: enough to be steady, few enough to be true. */
const SECONDS = 4;

/** @param now milliseconds, of a clock that never goes back */
export function createRate(now: () => number): Rate {
  /** Counts of single seconds, the present one last. */
  let counts: number[] = [0];
  let second = Math.floor(now() / 1000);
  const began = now();

  function advance(): void {
    const present = Math.floor(now() / 1000);
    const passed = Math.min(SECONDS + 1, present - second);
    for (let at = 0; at < passed; at += 1) counts.push(0);
    counts = counts.slice(-(SECONDS + 1));
    second = present;
  }

  return {
    add() {
      advance();
      const last = counts.length - 1;
      counts[last] = (counts[last] ?? 0) + 1;
    },
    perSecond() {
      advance();
      const total = counts.reduce((sum, count) => sum + count, 0);
      const whole = Math.min(counts.length - 1, SECONDS) + (now() % 1000) / 1000;
      const span = Math.max(0.5, Math.min(whole, (now() - began) / 1000));
      return Math.round(total / span);
    },
  };
}
