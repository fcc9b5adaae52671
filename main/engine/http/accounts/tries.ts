/** Slows down whoever tries passwords. */
import type { Clock } from '#core/ports.ts';
import { HttpError } from '../errors.ts';

export type Tries = {
  /**
   * Counts a try for each of the names, as if it were wrong: of many at once no more get through than one by one.
   * @throws HttpError 429 while one of them has to wait
   */
  begin(names: readonly TriedName[]): void;
  /** It was right: what was counted for the names is forgotten. */
  right(names: readonly TriedName[]): void;
};

export type TriedName = {
  readonly name: string;
  /** Wrong tries in a row that cost nothing: people mistype. */
  readonly free: number;
};

const LONGEST_MS = 5 * 60_000;
/** Milliseconds without a try after which nothing is remembered. */
const FORGOTTEN_MS = 3_600_000;
const REMEMBERED = 10_000;

export function createTries(clock: Clock): Tries {
  const tried = new Map<string, { count: number; last: number; until: number }>();

  function forgetOld(now: number): void {
    for (const [name, { last }] of tried) if (now - last > FORGOTTEN_MS) tried.delete(name);
    // Strangers can have any number of names: the ones tried longest ago make room.
    for (const name of tried.keys()) {
      if (tried.size < REMEMBERED) return;
      tried.delete(name);
    }
  }

  return {
    begin(names) {
      const now = clock.now();
      const until = Math.max(0, ...names.map(({ name }) => tried.get(name)?.until ?? 0));
      if (until > now) {
        const left = Math.ceil((until - now) / 1000);
        throw new HttpError(429, `Too many wrong passwords. Try again in ${left} s.`);
      }
      forgetOld(now);
      for (const { name, free } of names) {
        const count = (tried.get(name)?.count ?? 0) + 1;
        const wait = count <= free ? 0 : Math.min(LONGEST_MS, 1000 * 2 ** (count - free - 1));
        tried.delete(name);
        tried.set(name, { count, last: now, until: now + wait });
      }
    },
    right(names) {
      for (const { name } of names) tried.delete(name);
    },
  };
}
