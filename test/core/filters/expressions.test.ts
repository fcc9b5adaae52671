import { describe, expect, test } from 'vitest';
import { createCache } from '#core/filters/cache.ts';
import { globTest, regexTest } from '#core/filters/expressions.ts';
import { compareText, wildcardTest } from '#core/filters/text.ts';
import { fc } from '#test/support/property.ts';

test('text is in the order of its UTF-8 bytes', () => {
  const encoder = new TextEncoder();
  const letters = fc.oneof(
    fc.constantFrom('a', 'é', '\ud7ff', '\ue000', '\uffff', '😀', '😁'),
    fc.string({ unit: 'binary' }),
  );
  const texts = fc.array(letters, { maxLength: 4 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      const bytes = Buffer.compare(encoder.encode(a), encoder.encode(b));
      expect(Math.sign(compareText(a, b))).toBe(bytes);
    }),
  );
});

test('a wildcard fits what the same regular expression fits', () => {
  const parts = fc.array(fc.constantFrom('a', 'b', 'ab', '*', '**'), { maxLength: 6 });
  fc.assert(
    fc.property(parts, fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 }), (pattern, letters) => {
      const text = letters.join('');
      const expected = new RegExp(`^${pattern.join('').replace(/\*+/g, '.*')}$`).test(text);
      expect(wildcardTest(pattern.join(''))(text)).toBe(expected);
    }),
  );
});

describe('globs', () => {
  test.each([
    ['*', 'a.png', true],
    ['*', '', true],
    ['*', 'a/b', false],
    ['/a/*', '/a/b', true],
    ['/a/*', '/a/b/c', false],
    ['/a/**', '/a/b/c', true],
    ['/a/**', '/a', false],
    ['/**/c', '/c', true],
    ['/**/c', '/a/b/c', true],
    ['/**/c', '/a/bc', false],
    ['**/c', 'c', true],
    ['**/c', 'a/c', true],
    ['/a**/c', '/ab/d/c', true],
    ['/a**/c', '/a/c', true],
    ['/***/c', '/a/c', true],
    ['?', '😀', true],
    ['?', '/', false],
    ['a?c', 'ac', false],
    ['a.c', 'abc', false],
    ['[a](b)+{c}$^|\\', '[a](b)+{c}$^|\\', true],
    ['**', 'a\nb', true],
  ])('%s and %s: %s', (pattern, text, expected) => expect(globTest(pattern)(text)).toBe(expected));
});

test.each([
  ['(a)\\1', /back-references such as \\1 are not supported/],
  ['(?=a)b', /look-ahead and look-behind are not supported/],
  ['(?<!a)b', /look-ahead and look-behind are not supported/],
  ['a++', /leave out the extra \+/],
  ['(?>a)', /atomic groups are not supported/],
  ['[a', /missing closing \]: `\[a`; it must be RE2 syntax/],
  ['a{1001}', /invalid repeat count/],
  ['(?:a{500}b{500})', /too many steps/],
])('%s is refused', (pattern, message) => expect(() => regexTest(pattern)).toThrow(message));

test('expressions that make other engines hang answer', () => {
  const hostile = [
    '(a+)+[bc]$',
    '(a|a)*[bc]$',
    '(.*a){20}[bc]$',
    '\\b(a*)*\\b[bc]',
    '(?:a?){300}a{300}[bc]',
    '[ab]*a[ab]{300}[cd]',
  ];
  for (const pattern of hostile) expect(regexTest(pattern)('a'.repeat(40_000))).toBe(false);
});

test('what would take too long to search is not found', () => {
  const long = `${'a'.repeat(1_000_000)}b`;
  expect(regexTest('b')(long)).toBe(true);
  expect(globTest('a*b')(long)).toBe(true);
  expect(regexTest('[ab]{50}b')(long)).toBe(false);
  expect(regexTest('[ab]{50}b')(long.slice(-500_000))).toBe(true);
});

test('a full cache makes again what it dropped', () => {
  const made: string[] = [];
  const cache = createCache<{ key: string }>(2);
  const get = (key: string) => {
    cache.get(key, () => {
      made.push(key);
      return { key };
    });
  };
  for (const key of ['a', 'b', 'a', 'c', 'b', 'a']) get(key);
  expect(made).toEqual(['a', 'b', 'c', 'a']);
});
