/** One operator on one field, prepared for many values. */
import { unreachable } from '../errors.ts';
import type { Condition, Path, Scalar, Test } from './ast.ts';
import { globTest, regexTest } from './expressions.ts';
import { cut, show } from './refuse.ts';
import { compareText, hasWildcard, wildcardTest } from './text.ts';
import { isRecord, type Json, lookThrough, type Meets, reaches } from './values.ts';

type Holds = (entity: Json) => boolean;

/** @param compile Prepares the condition inside `$match`. */
export function compileTest(test: Test, path: Path, compile: (where: Condition) => Holds): Holds {
  switch (test.op) {
    case '$eq':
      return equalsOne([test.value], path);
    case '$ne':
      return negated(equalsOne([test.value], path));
    case '$in':
      return equalsOne(test.values, path);
    case '$nin':
      return negated(equalsOne(test.values, path));
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return some(path, compares(test.op, test.value));
    case '$exists':
      return test.value ? isThere(path) : negated(isThere(path));
    case '$regex':
      return some(path, ofText(regexTest(test.pattern)));
    case '$glob':
      return some(path, ofText(globTest(test.pattern)));
    case '$match': {
      const holds = compile(test.where);
      return some(path, (value) => isRecord(value) && holds(value));
    }
    case '$not': {
      const tests = test.tests.map((inner) => compileTest(inner, path, compile));
      return (entity) => !tests.every((holds) => holds(entity));
    }
    default:
      return unreachable(test);
  }
}

function some(path: Path, meets: Meets): Holds {
  const meetsAny = lookThrough(meets);
  return (entity) => reaches(entity, path, meetsAny);
}

function isThere(path: Path): Holds {
  return (entity) => reaches(entity, path, () => true);
}

function negated(holds: Holds): Holds {
  return (entity) => !holds(entity);
}

function ofText(test: (text: string) => boolean): Meets {
  return (value) => typeof value === 'string' && test(value);
}

function equalsOne(operands: readonly Scalar[], path: Path): Holds {
  const equal = some(path, equals(operands));
  if (!operands.includes(null)) return equal;
  const there = isThere(path);
  return (entity) => !there(entity) || equal(entity);
}

function equals(operands: readonly Scalar[]): Meets {
  const wildcards = operands
    .filter((one) => typeof one === 'string')
    .filter(hasWildcard)
    .map(wildcardTest);
  const exact = new Set<unknown>(operands.filter((one) => typeof one !== 'string' || !hasWildcard(one)));
  if (wildcards.length === 0) {
    const [only] = exact;
    return exact.size === 1 ? (value) => value === only : (value) => exact.has(value);
  }
  return (value) => exact.has(value) || (typeof value === 'string' && wildcards.some((fits) => fits(value)));
}

function compares(op: '$gt' | '$gte' | '$lt' | '$lte', operand: string | number): Meets {
  const fits = ORDERS[op];
  if (typeof operand === 'number') return (value) => typeof value === 'number' && fits(value - operand);
  return (value) => typeof value === 'string' && fits(compareText(value, operand));
}

const ORDERS = {
  $gt: (difference: number) => difference > 0,
  $gte: (difference: number) => difference >= 0,
  $lt: (difference: number) => difference < 0,
  $lte: (difference: number) => difference <= 0,
};

/** Why the test does not hold: "metadata.system.width $gt 1000 not met: found 640". */
export function describeTest(test: Test, path: Path, entity: Json): string {
  return `${cut(path.join('.'))} ${wanted(test)} not met: found ${found(entity, path)}`;
}

function wanted(test: Test): string {
  switch (test.op) {
    case '$in':
    case '$nin':
      return `${test.op} ${show(test.values)}`;
    case '$regex':
    case '$glob':
      return `${test.op} ${show(test.pattern)}`;
    case '$match':
      return test.op;
    case '$not':
      return `$not ${test.tests.slice(0, 3).map(wanted).join(' and ')}`;
    default:
      return `${test.op} ${show(test.value)}`;
  }
}

const MOST_FOUND = 5;

function found(entity: Json, path: Path): string {
  const shown: string[] = [];
  reaches(entity, path, (value) => {
    shown.push(show(value));
    return shown.length === MOST_FOUND;
  });
  return shown.length === 0 ? 'nothing' : shown.join(', ');
}
