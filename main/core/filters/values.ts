/** How a path is followed through a JSON value. The same walk in SQL is in `sql-places.ts`. */
import type { Path } from './ast.ts';

export type Json = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export type Meets = (value: unknown) => boolean;

/** Whether a value that the path leads to meets the test; what it leads to is handed over as it is, arrays whole. */
export function reaches(value: unknown, path: Path, meets: Meets, at = 0): boolean {
  const key = path[at];
  if (key === undefined) return value !== undefined && meets(value);
  if (Array.isArray(value)) return value.some((element) => steps(element, path, key, meets, at));
  return steps(value, path, key, meets, at);
}

function steps(value: unknown, path: Path, key: string, meets: Meets, at: number): boolean {
  // Own fields only: a path such as "constructor.name" finds nothing.
  return isRecord(value) && Object.hasOwn(value, key) && reaches(value[key], path, meets, at + 1);
}

/** The test on a value itself or, when it is an array, on one of its elements. */
export function lookThrough(meets: Meets): Meets {
  return (value) => (Array.isArray(value) ? value.some((element) => meets(element)) : meets(value));
}
