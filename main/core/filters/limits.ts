/** How large a filter may be: far beyond what people write, and small enough to be answered at once. */
export const LIMITS = {
  /** Characters of a filter's JSON. */
  text: 1_000_000,
  /** Conditions inside one another. */
  depth: 20,
  /** Tests and groups in one filter, each wildcard of a list counted as one. */
  conditions: 600,
  /** Names in all the paths of one filter: what makes SQL long. */
  names: 2_000,
  /** `$regex` and `$glob` in one filter. */
  expressions: 20,
  /** Values in one `$in` or `$nin`. */
  values: 10_000,
  /** Names in one path, and its characters. */
  segments: 12,
  path: 500,
  /** Characters of a text to compare with, and of one with wildcards, a glob or a regular expression. */
  operand: 10_000,
  pattern: 1_000,
  /** Instructions of a compiled expression. */
  program: 1_000,
  /** Instructions times characters of a text: some tenths of a second. */
  work: 30_000_000,
  /** Compiled expressions that are kept: each may hold some megabytes of states. */
  cachedExpressions: 100,
} as const;
