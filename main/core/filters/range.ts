/** What a filter says about a field that an index orders: where a search may begin, and which values alone come into question. */
import type { Condition, Path, Test } from './ast.ts';

export type FieldRange = {
  /** Only these values; null: the filter does not name them. */
  readonly values: readonly string[] | null;
  /** Only values greater than this one; null: any. */
  readonly after: string | null;
};

/** A bound that the filter implies: whatever matches lies within it, but not all that lies within it need match. */
export function rangeOf(where: Condition, field: string): FieldRange {
  let values: readonly string[] | null = null;
  let after: string | null = null;
  for (const test of testsOf(where, [field])) {
    const named = valuesOf(test);
    if (named && (!values || named.length < values.length)) values = named;
    if (test.op === '$gt' && typeof test.value === 'string' && (after === null || test.value > after)) {
      after = test.value;
    }
  }
  return { values, after };
}

/** Tests that must hold whatever else does. */
function testsOf(where: Condition, path: Path): readonly Test[] {
  if (where.kind === 'and') return where.parts.flatMap((part) => testsOf(part, path));
  const isField = where.kind === 'field' && where.path.join('.') === path.join('.');
  return isField ? where.tests : [];
}

/** Text without wildcards. */
function valuesOf(test: Test): readonly string[] | null {
  const all = test.op === '$eq' ? [test.value] : test.op === '$in' ? test.values : null;
  const isPlain = all?.every((value) => typeof value === 'string' && !value.includes('*'));
  return all && isPlain ? all.filter((value) => typeof value === 'string') : null;
}
