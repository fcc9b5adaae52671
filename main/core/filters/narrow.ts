/** Takes out of a filter what only narrows a search down: what an index answers need not be asked of every row. */
import type { Condition } from './ast.ts';
import { EVERYTHING, isEverything } from './ast.ts';

export type Narrowed = {
  /** The values that come into question; null: the filter does not name them. */
  readonly values: readonly string[] | null;
  /** What is left to be asked. */
  readonly rest: Condition;
};

/** What a filter says, as a whole, of a field: `{field: value}` and `$in` of plain text; anything else stays in the rest. */
export function narrow(where: Condition, field: string): Narrowed {
  if (where.kind === 'and') {
    const parts = where.parts.map((part) => narrow(part, field));
    const named = parts.flatMap(({ values }) => (values ? [values] : []));
    const [first, ...others] = named;
    const rest = parts.map((part) => part.rest).filter((part) => !isEverything(part));
    const [only] = rest;
    return {
      values: first ? first.filter((value) => others.every((list) => list.includes(value))) : null,
      rest: rest.length === 1 && only ? only : { kind: 'and', parts: rest },
    };
  }
  const [test, more] = where.kind === 'field' ? where.tests : [];
  if (where.kind !== 'field' || where.path.join('.') !== field || !test || more) {
    return { values: null, rest: where };
  }
  const all = test.op === '$eq' ? [test.value] : test.op === '$in' ? test.values : [];
  const plain = all.filter((value) => typeof value === 'string' && !value.includes('*'));
  if (plain.length === 0 || plain.length < all.length) return { values: null, rest: where };
  return { values: [...new Set(plain.map(String))], rest: EVERYTHING };
}
