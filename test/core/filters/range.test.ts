import { expect, test } from 'vitest';
import { parseFilter } from '#core/filters/parse.ts';
import { rangeOf } from '#core/filters/range.ts';

test.each([
  [{}, null, null],
  [{ id: 'a' }, ['a'], null],
  [{ $and: [{ id: { $in: ['a', 'b'] } }, { name: 'x' }] }, ['a', 'b'], null],
  [{ $and: [{ id: { $in: ['a', 'b'] } }, { id: 'a' }] }, ['a'], null],
  [{ $and: [{ id: { $gt: 'a' } }, { id: { $gt: 'c' } }] }, null, 'c'],
  [{ id: { $gt: 'a', $in: ['b'] } }, ['b'], 'a'],
  // Neither bounds the field: a wildcard, a choice, another value, another field.
  [{ id: 'a*' }, null, null],
  [{ $or: [{ id: 'a' }, { id: 'b' }] }, null, null],
  [{ id: { $in: ['a', null] } }, null, null],
  [{ id: { $gt: 3 } }, null, null],
  [{ 'x.id': 'a' }, null, null],
  [{ id: { $ne: 'a' } }, null, null],
])('%j', (filter, values, after) => {
  expect(rangeOf(parseFilter({ filter }).where, 'id')).toEqual({ values, after });
});
