/**
 * `$regex` and `$glob`. Both run in RE2, which looks at each character once for each instruction of the expression: with
 * the size of expressions and texts limited, nothing that a filter says can keep the engine busy.
 */
import { RE2JS } from 're2js';
import { createCache } from './cache.ts';
import { LIMITS } from './limits.ts';
import { cut } from './refuse.ts';

export type TextTest = (text: string) => boolean;

/** Why an expression cannot be used, in words for a person. */
export class ExpressionError extends Error {}

const regexes = createCache<TextTest>(LIMITS.cachedExpressions);
const globs = createCache<TextTest>(LIMITS.cachedExpressions);

/**
 * Tests whether the expression is found anywhere in a text. A text that is too long to be searched at once (a million
 * characters for an expression of 30 instructions) counts as one without it.
 * @throws ExpressionError when it is not RE2 syntax or too large.
 */
export function regexTest(pattern: string): TextTest {
  return regexes.get(pattern, () => {
    const { expression, longest } = compile(pattern, 0);
    return (text) => text.length <= longest && expression.test(text);
  });
}

/**
 * Tests whether a whole path fits: `*` is any run of characters but "/", `?` one of them, `**` any run of characters;
 * "**" + "/" at the start of a segment also stands for no folder at all.
 * @throws ExpressionError when it is too large.
 */
export function globTest(pattern: string): TextTest {
  return globs.get(pattern, () => {
    const { expression, longest } = compile(globSource(pattern), RE2JS.DOTALL);
    return (text) => text.length <= longest && expression.testExact(text);
  });
}

function globSource(pattern: string): string {
  return pattern.replace(/(?<=^|\/)\*{2,}\/|\*{2,}|[*?]|[^*?]+/gu, (token) => {
    if (token === '?') return '[^/]';
    if (token === '*') return '[^/]*';
    if (!token.startsWith('*')) return RE2JS.quote(token);
    return token.endsWith('/') ? '(?:.*/)?' : '.*';
  });
}

/** The expression, and the length of the longest text that it may be put to. */
function compile(source: string, flags: number): { expression: RE2JS; longest: number } {
  let expression: RE2JS;
  try {
    expression = RE2JS.compile(source, flags);
  } catch (error) {
    throw new ExpressionError(reasonOf(error), { cause: error });
  }
  const size = expression.programSize();
  if (size > LIMITS.program) {
    throw new ExpressionError('it comes to too many steps; use smaller repeat counts');
  }
  return { expression, longest: LIMITS.work / size };
}

/** What people use most that RE2 leaves out because it cannot be done in one pass over the text, as RE2 names it. */
const LEFT_OUT: readonly (readonly [RegExp, string])[] = [
  [/sequence: `\\[1-9]/, 'back-references such as \\1 are not supported; write out what repeats'],
  [
    /`\(\?<?[=!]/,
    'look-ahead and look-behind are not supported; use a second condition, with $not for what must not be there',
  ],
  [
    /`\(\?>|operator: `[*+?}]\+/,
    'possessive and atomic groups are not supported; leave out the extra + or ?>',
  ],
];

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const known = LEFT_OUT.find(([syntax]) => syntax.test(message));
  return known ? known[1] : `${cut(message.replace('error parsing regexp: ', ''))}; it must be RE2 syntax`;
}
