/** Random choices that depend on a text alone, so that a run can be made again. */
import { draw } from '#core/pipeline/split.ts';

export type Dice = {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number in [0, limit). */
  below(limit: number): number;
  /** True so often. */
  chance(share: number): boolean;
  /** One of the list; undefined when it is empty. */
  pick<T>(list: readonly T[]): T | undefined;
};

export function createDice(seed: string): Dice {
  let throws = 0;
  const next = () => {
    throws += 1;
    return draw(seed, 'throw', String(throws));
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return { next, below, chance: (share) => next() < share, pick: (list) => list[below(list.length)] };
}
