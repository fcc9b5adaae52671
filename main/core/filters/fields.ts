/** Which fields a filter looks at. */
import { unreachable } from '../errors.ts';
import type { Condition, Filter, Path, Test } from './ast.ts';

/**
 * The dotted paths that the filter looks at, each once, in the order of the filter. Fields inside `$match` come with
 * the path before them; fields of joined entities begin with their resource: "annotations.label".
 */
export function fieldsOf(filter: Filter): string[] {
  const paths = new Set(pathsOf(filter.where, []));
  if (filter.join) for (const path of pathsOf(filter.join.where, [filter.join.resource])) paths.add(path);
  return [...paths];
}

function pathsOf(condition: Condition, before: Path): string[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.parts.flatMap((part) => pathsOf(part, before));
    case 'field': {
      const path = [...before, ...condition.path];
      return condition.tests.flatMap((test) => pathsOfTest(test, path));
    }
    default:
      return unreachable(condition);
  }
}

function pathsOfTest(test: Test, path: Path): string[] {
  if (test.op === '$not') return test.tests.flatMap((inner) => pathsOfTest(inner, path));
  const inside = test.op === '$match' ? pathsOf(test.where, path) : [];
  return inside.length > 0 ? inside : [path.join('.')];
}
