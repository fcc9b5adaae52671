import { expect, test } from 'vitest';
import { EVERYTHING, isEverything } from '#core/filters/ast.ts';
import { narrow } from '#core/filters/narrow.ts';
import { parseFilter } from '#core/filters/parse.ts';

const of = (filter: object, field = 'a') => narrow(parseFilter({ filter }).where, field);

test('takes the values that a field must have, and leaves nothing of it to be asked', () => {
  expect(of({ a: 'x' })).toEqual({ values: ['x'], rest: EVERYTHING });
  expect(of({ $and: [{ a: 'x' }, { a: 'x' }] })).toMatchObject({ values: ['x'] });
  const some = of({ $and: [{ a: { $in: ['x', 'y', 'y'] } }, { b: 1 }, { a: { $in: ['y', 'z'] } }] });
  expect(some).toEqual({
    values: ['y'],
    rest: { kind: 'field', path: ['b'], tests: [{ op: '$eq', value: 1 }] },
  });
});

test('two values that exclude each other leave none', () => {
  const { values, rest } = of({ $and: [{ a: 'x' }, { a: 'y' }] });
  expect(values).toEqual([]);
  expect(isEverything(rest)).toBe(true);
});

test.each([
  ['a wildcard', { a: 'x*' }],
  ['a number', { a: 5 }],
  ['a list with null', { a: { $in: ['x', null] } }],
  ['an opposite', { a: { $ne: 'x' } }],
  ['several tests', { a: { $eq: 'x', $exists: true } }],
  ['one of several ways', { $or: [{ a: 'x' }, { b: 'y' }] }],
  ['another field', { ab: 'x' }],
])('%s stays to be asked', (_, filter) => {
  const { where } = parseFilter({ filter });
  expect(narrow(where, 'a')).toEqual({ values: null, rest: where });
});
