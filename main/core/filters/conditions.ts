/** Reads the conditions of a filter: groups, fields with operators, and nested objects that stand for paths. */
import type { Condition, Path, Test } from './ast.ts';
import { type Budget, nested, spend } from './budget.ts';
import { LIMITS } from './limits.ts';
import { readBoolean, readComparable, readPattern, readScalar, readScalars } from './operands.ts';
import { cut, refuse, show } from './refuse.ts';
import { isRecord, type Json } from './values.ts';

/**
 * All of an object's conditions, which must hold together.
 * @throws SluiceError `pipeline-invalid`.
 */
export function readGroup(group: Json, place: string, budget: Budget): Condition {
  return nested(budget, place, () => {
    const parts = Object.entries(group).flatMap(([key, value]) => {
      const here = place === '' ? key : `${place}.${key}`;
      return key.startsWith('$')
        ? [readList(key, value, here, budget)]
        : readField(readPath(key, here), value, here, budget);
    });
    const [only] = parts;
    return parts.length === 1 && only ? only : { kind: 'and', parts };
  });
}

function readList(operator: string, value: unknown, place: string, budget: Budget): Condition {
  if (operator !== '$and' && operator !== '$or') {
    const remedy = OPERATORS.includes(operator)
      ? `It belongs to a field: {"field": {"${operator}": …}}.`
      : 'Use $and, $or or the name of a field.';
    refuse(place, `${cut(operator)} cannot stand here. ${remedy}`);
  }
  if (!Array.isArray(value)) refuse(place, `it is ${show(value)}, but must be a list of conditions in [ ].`);
  const parts = value.map((part: unknown, index) => {
    const here = `${place}[${index}]`;
    if (!isRecord(part)) refuse(here, `it is ${show(part)}, but must be an object with a condition.`);
    spend(budget, 'conditions', here);
    return readGroup(part, here, budget);
  });
  // An empty list asks for nothing.
  return { kind: operator === '$or' && parts.length > 0 ? 'or' : 'and', parts };
}

function readPath(text: string, place: string): Path {
  const path = text.split('.');
  if (text.length > LIMITS.path) refuse(place, `a field may have ${LIMITS.path} characters.`);
  if (path.includes('')) refuse(place, 'a field needs a name before and after each dot.');
  return path;
}

function readField(path: Path, value: unknown, place: string, budget: Budget): Condition[] {
  if (path.length > LIMITS.segments) refuse(place, `a field may have ${LIMITS.segments} names with dots.`);
  spend(budget, 'names', place, path.length);
  if (!isRecord(value)) return [{ kind: 'field', path, tests: [readTest('$eq', value, place, budget)] }];
  const keys = Object.keys(value);
  if (keys.length === 0)
    refuse(place, 'there is no condition for this field. Give it a value or an operator.');
  const operators = keys.filter((key) => key.startsWith('$')).length;
  if (operators === keys.length) return [{ kind: 'field', path, tests: readTests(value, place, budget) }];
  if (operators > 0)
    refuse(place, 'operators and names of fields cannot be mixed. Write the fields with dots.');
  return nested(budget, place, () =>
    Object.entries(value).flatMap(([key, inner]) => {
      const here = `${place}.${key}`;
      return readField([...path, ...readPath(key, here)], inner, here, budget);
    }),
  );
}

function readTests(operators: Json, place: string, budget: Budget): Test[] {
  return Object.entries(operators).map(([operator, operand]) =>
    readTest(operator, operand, `${place}.${operator}`, budget),
  );
}

const OPERATORS: readonly string[] = [
  '$eq',
  '$ne',
  '$in',
  '$nin',
  '$gt',
  '$gte',
  '$lt',
  '$lte',
  '$exists',
  '$match',
  '$regex',
  '$glob',
  '$not',
];

function readTest(op: string, operand: unknown, place: string, budget: Budget): Test {
  spend(budget, 'conditions', place);
  switch (op) {
    case '$eq':
    case '$ne':
      return { op, value: readScalar(operand, place, budget) };
    case '$in':
    case '$nin':
      return { op, values: readScalars(operand, place, budget) };
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return { op, value: readComparable(operand, place, budget) };
    case '$exists':
      return { op, value: readBoolean(operand, place) };
    case '$regex':
    case '$glob':
      return { op, pattern: readPattern(op, operand, place, budget) };
    case '$match':
      if (!isRecord(operand)) refuse(place, `it is ${show(operand)}, but must be an object of conditions.`);
      return { op, where: readGroup(operand, place, budget) };
    case '$not':
      return { op, tests: readNegated(operand, place, budget) };
    default:
      return refuse(place, `${cut(op)} is not an operator. ${remedyFor(op)}`);
  }
}

function remedyFor(op: string): string {
  if (op === '$options') return 'Write the options into the expression: (?i) in front ignores case.';
  if (op === '$and' || op === '$or') return `Put the field inside: {"${op}": [{"field": …}, …]}.`;
  return `Use one of ${OPERATORS.join(', ')}.`;
}

function readNegated(operand: unknown, place: string, budget: Budget): Test[] {
  const negates = isRecord(operand) && Object.keys(operand).length > 0;
  if (!negates)
    refuse(place, 'it must be an object with operators: {"$not": {"$gt": 5}}. For a value use $ne.');
  return nested(budget, place, () => readTests(operand, place, budget));
}
