import { describe, expect, test } from 'vitest';
import { isEmpty } from '#core/filters/ast.ts';
import { parseFilter } from '#core/filters/parse.ts';

describe('the forms of a filter', () => {
  test.each([
    [''],
    ['  '],
    ['null'],
    ['{}'],
    [null],
    [undefined],
    [{}],
    ['{"filter":{}}'],
    [{ resource: 'items' }],
  ])('%j has no condition', (input) => expect(isEmpty(parseFilter(input))).toBe(true));

  test('text and object, bare and as a query, say the same', () => {
    const where = { kind: 'field', path: ['metadata', 'a'], tests: [{ op: '$eq', value: 1 }] };
    const bare = { 'metadata.a': 1 };
    for (const input of [bare, JSON.stringify(bare), { metadata: { a: 1 } }, { filter: bare }]) {
      expect(parseFilter(input)).toEqual({ resource: null, where, join: null });
    }
    const query = {
      resource: 'datasets',
      filter: bare,
      page: 0,
      pageSize: 10,
      sort: { id: 'ascending' },
      context: {},
    };
    expect(parseFilter(query)).toEqual({ resource: 'datasets', where, join: null });
  });

  test('a join names its entity, in the spelling of the reference system or the right one', () => {
    const label = { label: 'dog' };
    const where = { kind: 'field', path: ['label'], tests: [{ op: '$eq', value: 'dog' }] };
    for (const on of [
      { resource: 'annotations', local: 'itemId', forigen: 'id' },
      { resource: 'annotations', local: 'itemId', foreign: 'id' },
      { resource: 'annotations' },
    ]) {
      const filter = parseFilter({ join: { on, filter: label } });
      expect(filter.join).toEqual({ resource: 'annotations', where });
      expect(filter.resource).toBe('items');
    }
    expect(parseFilter({ filter: label, join: { on: { resource: 'items' } } }).resource).toBe('annotations');
    expect(isEmpty(parseFilter({ filter: {}, join: {} }))).toBe(true);
  });
});

const nest = (levels: number, inner: unknown, wrap: (inner: unknown) => unknown) => {
  let value = inner;
  for (let level = 0; level < levels; level += 1) value = wrap(value);
  return value;
};

describe('what is refused, with its place and a remedy', () => {
  test.each([
    ['{', /\{ is not JSON\. Write it as/],
    ['[]', /it is \[\], but must be a JSON object/],
    ['3', /it is 3, but must be a JSON object/],
    ['"a"', /must be a JSON object/],
    [true, /must be a JSON object/],
    [{ $nor: [] }, / at \$nor: \$nor cannot stand here\. Use \$and, \$or/],
    [{ $gt: 3 }, /It belongs to a field: \{"field": \{"\$gt"/],
    [{ $not: {} }, /It belongs to a field/],
    [{ $and: {} }, /at \$and: it is an object, but must be a list/],
    [{ $or: [{ a: 1 }, 2] }, /at \$or\[1\]: it is 2/],
    [
      { $and: [{ name: { $where: 'x' } }] },
      /at \$and\[0\]\.name\.\$where: \$where is not an operator\. Use one of/,
    ],
    [{ a: { $regex: 'a', $options: 'i' } }, /\(\?i\) in front/],
    [{ a: { $or: [] } }, /Put the field inside/],
    [{ a: {} }, /no condition for this field/],
    [{ a: { $eq: 1, b: 2 } }, /cannot be mixed/],
    [{ a: { $not: 1 } }, /\{"\$not": \{"\$gt": 5\}\}/],
    [{ a: { $not: {} } }, /must be an object with operators/],
    [{ a: [1] }, /Use \$in for one of several/],
    [{ a: { $in: [[1]] } }, /at a\.\$in\[0\]/],
    [{ a: { $ne: {} } }, /it is an object, but must be text/],
    [{ a: { $gt: true } }, /only numbers and text have an order/],
    [{ a: { $lte: null } }, /only numbers and text have an order/],
    [{ a: { $exists: 1 } }, /must be true or false/],
    [{ a: { $match: 'x' } }, /must be an object of conditions/],
    [{ a: { $match: { $gt: 1 } } }, /belongs to a field/],
    [{ a: { $glob: 1 } }, /it is 1, but must be text/],
    [{ a: undefined }, /it is undefined/],
    ['{"a":1e999}', /it is Infinity/],
    [{ a: 'half \ud83d of' }, /half of a character/],
    [{ 'a..b': 1 }, /a name before and after each dot/],
    [{ '': 1 }, /a name before and after each dot/],
    [{ filter: [] }, /at filter: it is \[\]/],
    [{ filter: {}, nane: 1 }, /at nane: this stands beside "filter"\. Move it into the filter/],
    [{ resource: 3, filter: {} }, /at resource: it is 3/],
    [{ join: 3 }, /at join: it is 3/],
    [{ join: { filter: {} } }, /it must say what is joined/],
    [{ join: { on: { resource: 'tasks' } } }, /"tasks" cannot be joined/],
    [{ resource: 'datasets', join: { on: { resource: 'items' } } }, /to annotations only, not to datasets/],
    [{ join: { on: { resource: 'items', local: 'itemId' } } }, /"local": "id" and "forigen": "itemId"/],
    [{ join: { on: { resource: 'items' }, filter: { $x: 1 } } }, /at join\.filter\.\$x/],
  ])('%j', (input, message) => {
    expect(() => parseFilter(input)).toThrow(
      expect.objectContaining({ code: 'pipeline-invalid', message: expect.stringMatching(message) }),
    );
  });
});

const million = 1_000_000;
const hostile: Readonly<Record<string, unknown>> = {
  'a huge text': JSON.stringify({ name: 'x'.repeat(2 * million) }),
  'a long operand': { name: 'x'.repeat(million) },
  'a long wildcard': { name: '*a'.repeat(1000) },
  'a long name': { ['x'.repeat(million)]: 1 },
  'a million dots': { ['a.'.repeat(million)]: 1 },
  'a long operator': { a: { [`$${'x'.repeat(million)}`]: 1 } },
  'a long resource': { join: { on: { resource: 'x'.repeat(million) } } },
  'a deep object': nest(10_000, 1, (inner) => ({ a: inner })),
  'a deep list': { a: nest(10_000, 1, (inner) => [inner]) },
  'deep groups': nest(10_000, {}, (inner) => ({ $and: [inner] })),
  'deep negations': { a: nest(10_000, { $eq: 1 }, (inner) => ({ $not: inner })) },
  'deep matches': nest(10_000, {}, (inner) => ({ a: { $match: inner } })),
  'deep text': `${'{"$and":['.repeat(10_000)}{}${']}'.repeat(10_000)}`,
  'deep lists as text': `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
  'a long list': { a: { $in: Array.from({ length: million }, () => 1) } },
  'many long lists': {
    $and: Array.from({ length: 500 }, () => ({ a: { $in: Array(9_999).fill('x'.repeat(99)) } })),
  },
  'many wildcards': { a: { $in: Array.from({ length: 9_999 }, (_, index) => `${index}*`) } },
  'many groups': { $and: Array.from({ length: million }, () => ({})) },
  'many fields': Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`f${index}`, 1])),
  'many names': Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => [`a.b.c.d.e.f.g.h.i.f${index}`, 1]),
  ),
  'many expressions': { $and: Array.from({ length: 99 }, (_, index) => ({ a: { $regex: `a${index}` } })) },
  'a long expression': { a: { $regex: 'a'.repeat(2000) } },
  'an expression that grows': { a: { $regex: '((a{99}){99}){99}' } },
  'deep parentheses': { a: { $regex: `${'('.repeat(499)}${')'.repeat(499)}` } },
};

test.each(Object.keys(hostile))('%s is refused, shortly', (name) => {
  let refused: unknown;
  try {
    parseFilter(hostile[name]);
  } catch (error) {
    refused = error;
  }
  expect(refused).toMatchObject({ code: 'pipeline-invalid' });
  expect(String(refused).length).toBeLessThan(500);
});

test('the names of prototypes are names like others', () => {
  const filter = parseFilter('{"__proto__":{"$eq":1},"constructor":{"prototype":{"a":2}}}');
  expect(filter.where).toEqual({
    kind: 'and',
    parts: [
      { kind: 'field', path: ['__proto__'], tests: [{ op: '$eq', value: 1 }] },
      { kind: 'field', path: ['constructor', 'prototype', 'a'], tests: [{ op: '$eq', value: 2 }] },
    ],
  });
  expect(({} as Record<string, unknown>)['a']).toBeUndefined();
});
