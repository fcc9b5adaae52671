/** What everybody who drives the engine shares. */
import { setTimeout as delay } from 'node:timers/promises';
import { draw } from '#core/pipeline/split.ts';
import type { Book } from './book.ts';
import type { Client } from './client.ts';
import type { Ground } from './ground.ts';
import type { Holds } from './holds.ts';

export type RunState = {
  readonly seed: string;
  readonly client: Client;
  readonly ground: Ground;
  readonly book: Book;
  readonly holds: Holds;
  /** From then on nobody starts anything new: everything is to come to its end. */
  readonly calm: () => boolean;
  readonly over: () => boolean;
};

/** What people will have decided on an item in the end, whatever they do before. */
export type Fate = {
  readonly label: 'completed' | 'discard';
  readonly qa: 'approved' | 'discard';
  /** How often it is sent back. */
  readonly returns: number;
};

export function fateOf(seed: string, name: string): Fate {
  const drawn = (what: string) => draw(seed, what, name);
  const returns = drawn('returns');
  return {
    label: drawn('label') < 0.1 ? 'discard' : 'completed',
    qa: drawn('qa') < 0.15 ? 'discard' : 'approved',
    returns: returns < 0.03 ? 2 : returns < 0.15 ? 1 : 0,
  };
}

/** Does something again and again until the end; a pause whenever it says that there was nothing to do. */
export async function keepGoing(
  { over }: RunState,
  turn: () => Promise<boolean>,
  pauseMs = 20,
): Promise<void> {
  while (!over()) {
    if (!(await turn())) await delay(pauseMs);
  }
}
