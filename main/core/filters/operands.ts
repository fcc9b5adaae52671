/** Reads what stands after an operator. */
import type { Scalar } from './ast.ts';
import { type Budget, spend } from './budget.ts';
import { ExpressionError, globTest, regexTest } from './expressions.ts';
import { LIMITS } from './limits.ts';
import { refuse, show } from './refuse.ts';
import { hasWildcard } from './text.ts';

export function readScalar(value: unknown, place: string, budget: Budget): Scalar {
  if (typeof value === 'string') return readText(value, place, budget);
  if (value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) {
    return value;
  }
  const remedy = Array.isArray(value) ? ' Use $in for one of several values.' : '';
  refuse(place, `it is ${show(value)}, but must be text, a number, true, false or null.${remedy}`);
}

/** The values of `$in` and `$nin`; a single one counts as a list of one. */
export function readScalars(value: unknown, place: string, budget: Budget): Scalar[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length > LIMITS.values) {
    refuse(place, `the list has ${list.length} values, and may have ${LIMITS.values}. Split it over $or.`);
  }
  return list.map((one, index) => {
    const here = `${place}[${index}]`;
    const scalar = readScalar(one, here, budget);
    if (typeof scalar === 'string' && hasWildcard(scalar)) spend(budget, 'conditions', here);
    return scalar;
  });
}

export function readComparable(value: unknown, place: string, budget: Budget): string | number {
  const scalar = readScalar(value, place, budget);
  if (typeof scalar === 'string' || typeof scalar === 'number') return scalar;
  refuse(place, `it is ${show(value)}, but only numbers and text have an order. Use $eq or $exists.`);
}

export function readBoolean(value: unknown, place: string): boolean {
  if (typeof value === 'boolean') return value;
  refuse(place, `it is ${show(value)}, but must be true or false.`);
}

/** The pattern of `$regex` or `$glob`, which is compiled once to see whether it can be. */
export function readPattern(op: '$regex' | '$glob', value: unknown, place: string, budget: Budget): string {
  if (typeof value !== 'string') refuse(place, `it is ${show(value)}, but must be text.`);
  const pattern = readText(value, place, budget);
  checkPattern(pattern, place);
  spend(budget, 'expressions', place);
  try {
    if (op === '$regex') regexTest(pattern);
    else globTest(pattern);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    refuse(place, `${show(pattern)} cannot be used: ${error.message}.`, error);
  }
  return pattern;
}

function readText(text: string, place: string, budget: Budget): string {
  spend(budget, 'characters', place, text.length);
  if (text.length > LIMITS.operand) {
    refuse(place, `the text has ${text.length} characters, and may have ${LIMITS.operand}. Use a wildcard.`);
  }
  if (/\p{Surrogate}/u.test(text)) refuse(place, 'the text has half of a character in it. Write it anew.');
  if (hasWildcard(text)) checkPattern(text, place);
  return text;
}

function checkPattern(pattern: string, place: string): void {
  if (pattern.length <= LIMITS.pattern) return;
  refuse(place, `a pattern may have ${LIMITS.pattern} characters, this has ${pattern.length}. Shorten it.`);
}
