/** The work of people on one task: whoever is free takes what waits longest. Memory does not grow with the items. */
import type { SimulatedLoad } from '../model/simulation.ts';

/** Steps that time is divided into; they grow when it runs out of them. */
const STEPS = 4096;

export type Crew = {
  readonly people: number;
  readonly secondsPerItem: number | null;
  readonly secondsSource: SimulatedLoad['secondsSource'];
  /** How many people work on each item. */
  readonly share: number;
};

export type Desk = {
  /** Takes so many items in at a time, in seconds from the beginning; answers when they are done. */
  work(at: number, items: number): number;
  load(): SimulatedLoad;
};

export function createDesk({ people, secondsPerItem, secondsSource, share }: Crew): Desk {
  const seconds = secondsPerItem === null ? null : secondsPerItem * share;
  /** How many more items there are after each step of time than before it. */
  const change = new Float64Array(STEPS + 1);
  let step = Math.max(1, (seconds ?? 0) / people);
  let free = 0;
  let items = 0;

  function mark(at: number, by: number): void {
    while (Math.ceil(at / step) > STEPS) widen();
    const place = Math.ceil(at / step);
    change[place] = (change[place] ?? 0) + by;
  }

  /** Twice as long steps: two become one. */
  function widen(): void {
    step *= 2;
    for (let at = 1; at <= STEPS; at += 1) {
      const by = change[at] ?? 0;
      change[at] = 0;
      const place = Math.ceil(at / 2);
      change[place] = (change[place] ?? 0) + by;
    }
  }

  function peak(): number {
    let there = 0;
    let most = 0;
    for (const by of change) {
      there += by;
      most = Math.max(most, there);
    }
    return most;
  }

  return {
    work(at, count) {
      items += count;
      if (seconds === null) return at;
      // Together they are as quick as one person who needs a part of the time.
      const begin = Math.max(at, free);
      free = begin + (count * seconds) / people;
      mark(at, count);
      mark(free, -count);
      return free;
    },
    load: () => ({
      people,
      secondsPerItem,
      secondsSource,
      hours: seconds === null ? null : (items * seconds) / 3600,
      doneAfterHours: seconds === null ? null : free / 3600,
      peak: seconds === null ? null : peak(),
    }),
  };
}
