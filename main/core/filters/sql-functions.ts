/** What SQLite cannot do by itself: the text tests of filters, as functions that a connection must have. */
import { createCache } from './cache.ts';
import { globTest, regexTest, type TextTest } from './expressions.ts';
import { LIMITS } from './limits.ts';
import { wildcardTest } from './text.ts';

const wildcards = createCache<TextTest>(LIMITS.values);

/** By name: (pattern, value) → 1 when the value is a text that fits the pattern, else 0. Always the same for the same. */
export const SQL_FUNCTIONS = {
  filter_wildcard: sqlFunction((pattern) => wildcards.get(pattern, wildcardTest)),
  filter_glob: sqlFunction(globTest),
  filter_regex: sqlFunction(regexTest),
} as const satisfies Readonly<Record<string, (pattern: unknown, value: unknown) => 0 | 1>>;

function sqlFunction(testOf: (pattern: string) => TextTest): (pattern: unknown, value: unknown) => 0 | 1 {
  return (pattern, value) =>
    typeof pattern === 'string' && typeof value === 'string' && testOf(pattern)(value) ? 1 : 0;
}
