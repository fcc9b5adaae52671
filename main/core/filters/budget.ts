/** Keeps the reading of a filter within its limits. */
import { LIMITS } from './limits.ts';
import { refuse } from './refuse.ts';

/** What the filter has used up so far, and how deep the reading is. */
export type Budget = {
  conditions: number;
  names: number;
  expressions: number;
  characters: number;
  depth: number;
};

export function newBudget(): Budget {
  return { conditions: 0, names: 0, expressions: 0, characters: 0, depth: 0 };
}

const SPENDABLE = {
  conditions: [LIMITS.conditions, 'conditions', 'Put values into one $in.'],
  names: [LIMITS.names, 'names in its fields', 'Use fewer fields.'],
  expressions: [LIMITS.expressions, '$regex and $glob conditions', 'Join expressions with |.'],
  characters: [LIMITS.text, 'characters of text', 'Use a wildcard.'],
} as const;

/**
 * Takes from one of the limits.
 * @throws SluiceError `pipeline-invalid` when it is used up.
 */
export function spend(budget: Budget, what: keyof typeof SPENDABLE, place: string, amount = 1): void {
  const [limit, noun, remedy] = SPENDABLE[what];
  budget[what] += amount;
  if (budget[what] > limit) refuse(place, `it has more than ${limit} ${noun}. ${remedy}`);
}

/**
 * Reads one level further in.
 * @throws SluiceError `pipeline-invalid` when that is too deep.
 */
export function nested<T>(budget: Budget, place: string, read: () => T): T {
  if (budget.depth === LIMITS.depth) {
    refuse(place, `conditions are more than ${LIMITS.depth} levels deep. Put them beside each other.`);
  }
  budget.depth += 1;
  const result = read();
  budget.depth -= 1;
  return result;
}
