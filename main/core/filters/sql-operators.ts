/** One operator on one field, as SQL; the same as `operators.ts` in memory. */
import { unreachable } from '../errors.ts';
import type { Condition, Scalar, Test } from './ast.ts';
import type { Reading, SqlObject, SqlValue } from './sql-places.ts';
import { allOf, anyOf, not, type Params } from './sql-text.ts';
import { hasWildcard } from './text.ts';

type Inside = (where: Condition, object: SqlObject) => string;

/** @param inside Makes the condition inside `$match`. */
export function testSql(test: Test, reading: Reading, params: Params, inside: Inside): string {
  switch (test.op) {
    case '$eq':
      return equalsOne([test.value], reading, params);
    case '$ne':
      return not(equalsOne([test.value], reading, params));
    case '$in':
      return equalsOne(test.values, reading, params);
    case '$nin':
      return not(equalsOne(test.values, reading, params));
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return reading.some(compares(COMPARISONS[test.op], test.value, params));
    case '$exists':
      return test.value ? reading.there() : not(reading.there());
    case '$regex':
      return reading.some(fits('filter_regex', test.pattern, params));
    case '$glob':
      return reading.some(fits('filter_glob', test.pattern, params));
    case '$match':
      return reading.match((object) => inside(test.where, object));
    case '$not':
      return not(allOf(test.tests.map((inner) => testSql(inner, reading, params, inside))));
    default:
      return unreachable(test);
  }
}

type ValueTest = (value: SqlValue) => string;

function fits(name: string, pattern: string, params: Params): ValueTest {
  const operand = params.add(pattern);
  return (value) => value.text((sql) => `${name}(${operand}, ${sql})`);
}

const COMPARISONS = { $gt: '>', $gte: '>=', $lt: '<', $lte: '<=' } as const;

function compares(operator: string, value: string | number, params: Params): ValueTest {
  const operand = params.add(value);
  const test = (sql: string) => `${sql} ${operator} ${operand}`;
  return (found) => (typeof value === 'number' ? found.number(test) : found.text(test));
}

function equalsOne(operands: readonly Scalar[], reading: Reading, params: Params): string {
  const texts = operands.filter((one) => typeof one === 'string');
  const tests: ValueTest[] = texts
    .filter(hasWildcard)
    .map((pattern) => fits('filter_wildcard', pattern, params));
  const exact = texts.filter((text) => !hasWildcard(text));
  if (exact.length > 0) {
    const test = isOne(exact, params);
    tests.push((value) => value.text(test));
  }
  const numbers = operands.filter((one) => typeof one === 'number');
  if (numbers.length > 0) {
    const test = isOne(numbers, params);
    tests.push((value) => value.number(test));
  }
  for (const one of [true, false, null]) if (operands.includes(one)) tests.push((value) => value.is(one));
  const equal = reading.some((value) => anyOf(tests.map((test) => test(value))));
  return operands.includes(null) ? anyOf([not(reading.there()), equal]) : equal;
}

/** A list is one parameter, however long. */
function isOne(operands: readonly (string | number)[], params: Params): (sql: string) => string {
  const [only] = operands;
  if (only !== undefined && operands.length === 1) {
    const operand = params.add(only);
    return (sql) => `${sql} = ${operand}`;
  }
  const list = params.add(JSON.stringify(operands));
  const value = typeof only === 'number' ? 'CAST(value AS REAL)' : 'value';
  return (sql) => `${sql} IN (SELECT ${value} FROM json_each(${list}))`;
}
