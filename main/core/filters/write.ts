/** Writes filters down in the form in which graphs hold them; what `parseFilter` reads from the text is the same filter. */
import { unreachable } from '../errors.ts';
import type { Condition, Filter, Test } from './ast.ts';
import { isEmpty } from './ast.ts';
import type { Json } from './values.ts';

/** JSON text; empty for a filter that everything passes. */
export function writeFilter(filter: Filter): string {
  if (isEmpty(filter)) return '';
  const where = writeCondition(filter.where);
  if (filter.join === null && filter.resource === null) return JSON.stringify(where);
  const { join } = filter;
  const on =
    join?.resource === 'annotations'
      ? { resource: 'annotations', local: 'itemId', forigen: 'id' }
      : { resource: 'items', local: 'id', forigen: 'itemId' };
  return JSON.stringify({
    ...(filter.resource === null ? {} : { resource: filter.resource }),
    filter: where,
    ...(join ? { join: { on, filter: writeCondition(join.where) } } : {}),
  });
}

function writeCondition(condition: Condition): Json {
  switch (condition.kind) {
    case 'field':
      return { [condition.path.join('.')]: writeTests(condition.tests) };
    case 'or':
      return { $or: condition.parts.map(writeCondition) };
    case 'and': {
      const { parts } = condition;
      const fields = parts.flatMap((part) => (part.kind === 'field' ? [part] : []));
      const names = new Set(fields.map((field) => field.path.join('.')));
      // Beside each other in one object where each has a key of its own, and where the order of keys is kept.
      const plain =
        parts.length !== 1 && names.size === parts.length && ![...names].some((name) => /^\d+$/.test(name));
      if (!plain) return { $and: parts.map(writeCondition) };
      return Object.fromEntries(fields.map((field) => [field.path.join('.'), writeTests(field.tests)]));
    }
    default:
      return unreachable(condition);
  }
}

function writeTests(tests: readonly Test[]): unknown {
  const [only] = tests;
  if (tests.length === 1 && only?.op === '$eq') return only.value;
  return operatorsOf(tests);
}

function operatorsOf(tests: readonly Test[]): Json {
  return Object.fromEntries(tests.map((test) => [test.op, operandOf(test)]));
}

function operandOf(test: Test): unknown {
  switch (test.op) {
    case '$in':
    case '$nin':
      return test.values;
    case '$regex':
    case '$glob':
      return test.pattern;
    case '$match':
      return writeCondition(test.where);
    case '$not':
      return operatorsOf(test.tests);
    default:
      return test.value;
  }
}
