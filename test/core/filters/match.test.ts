import { describe, expect, test } from 'vitest';
import { fieldsOf } from '#core/filters/fields.ts';
import { compileMatcher } from '#core/filters/match.ts';
import { parseFilter } from '#core/filters/parse.ts';
import { MEANINGS } from './cases.ts';

const matcher = (filter: unknown) => compileMatcher(parseFilter(filter));

describe('what filters mean', () => {
  test.each(MEANINGS)('$about: $filter is $matches', ({ metadata, filter, matches }) => {
    expect(matcher(filter)({ metadata }).matches).toBe(matches);
  });
});

describe('the reason', () => {
  const item = {
    name: 'a.mp4',
    metadata: { width: 640, tags: ['x', 'y'], refs: [{ id: 1 }, { id: 2 }], long: 'l'.repeat(999) },
  };
  const reason = (filter: unknown) => matcher(filter)(item).reason;

  test.each([
    [{}, 'no condition'],
    [{ name: 'a.mp4' }, 'the condition matches'],
    [{ name: 'a.mp4', 'metadata.width': { $gt: 1000 } }, 'metadata.width $gt 1000 not met: found 640'],
    [{ 'metadata.width': { $gt: 1, $lt: 2 } }, 'metadata.width $lt 2 not met: found 640'],
    [{ 'metadata.tags': 'z' }, 'metadata.tags $eq "z" not met: found ["x", "y"]'],
    [{ 'metadata.refs.id': { $in: [3, null] } }, 'metadata.refs.id $in [3, null] not met: found 1, 2'],
    [
      { 'metadata.refs': { $match: { id: 3 } } },
      'metadata.refs $match not met: found [an object, an object]',
    ],
    [
      { 'metadata.missing': { $not: { $eq: null } } },
      'metadata.missing $not $eq null not met: found nothing',
    ],
    [{ name: { $regex: '^b' } }, 'name $regex "^b" not met: found "a.mp4"'],
    [
      { $or: [{ name: 'b' }, { name: 'c' }] },
      'name $eq "b" not met: found "a.mp4"; name $eq "c" not met: found "a.mp4"',
    ],
  ])('of %j', (filter, expected) => expect(reason(filter)).toBe(expected));

  test('is short, however large filter and entity are', () => {
    const names = Array.from({ length: 200 }, (_, index) => `n${index}`);
    expect(reason({ 'metadata.long': 'k'.repeat(900) }).length).toBeLessThan(250);
    expect(reason({ name: { $in: names } })).toBe(
      'name $in ["n0", "n1", "n2", "n3", "n4", … 200 in all] not met: found "a.mp4"',
    );
    expect(reason({ $or: names.map((name) => ({ name })) })).toMatch(/; and 196 more$/);
  });
});

describe('joins', () => {
  const dogs = {
    resource: 'items',
    filter: { name: 'a*' },
    join: {
      on: { resource: 'annotations', local: 'itemId', forigen: 'id' },
      filter: { $and: [{ label: 'dog' }] },
    },
  };

  test('one of the related entities is enough', () => {
    const matches = matcher(dogs);
    expect(matches({ name: 'a' }, [{ label: 'cat' }, { label: 'dog' }]).matches).toBe(true);
    expect(matches({ name: 'a' }, [{ label: 'cat' }, { label: 'bird' }])).toEqual({
      matches: false,
      reason: 'none of 2 annotations matches: label $eq "dog" not met: found "cat"',
    });
    expect(matches({ name: 'a' }, [])).toEqual({ matches: false, reason: 'there are no annotations' });
    expect(matches({ name: 'b' }, [{ label: 'dog' }]).reason).toBe('name $eq "a*" not met: found "b"');
  });

  test('an annotation with its item', () => {
    const matches = matcher({ filter: {}, join: { on: { resource: 'items' }, filter: { name: 'a' } } });
    expect(matches({ label: 'dog' }, [{ name: 'a' }]).matches).toBe(true);
    expect(matches({ label: 'dog' }, [{ name: 'b' }]).matches).toBe(false);
  });

  test('without related entities they cannot be decided', () => {
    expect(() => matcher(dogs)({ name: 'a' })).toThrow(/annotations are not looked at here/);
  });
});

test('the fields of a filter', () => {
  const filter = {
    filter: {
      $and: [
        { name: 'a' },
        { $or: [{ 'metadata.user.a': 1 }, { metadata: { user: { b: { $gt: 1, $lt: 3 } } } }] },
      ],
      'metadata.system.refs': { $match: { id: 't', metadata: { status: { $exists: true } } } },
      dir: { $not: { $glob: '/a/**' } },
    },
    join: { on: { resource: 'annotations' }, filter: { label: 'dog', 'attributes.a': { $match: {} } } },
  };
  expect(fieldsOf(parseFilter(filter))).toEqual([
    'name',
    'metadata.user.a',
    'metadata.user.b',
    'metadata.system.refs.id',
    'metadata.system.refs.metadata.status',
    'dir',
    'annotations.label',
    'annotations.attributes.a',
  ]);
  expect(fieldsOf(parseFilter(''))).toEqual([]);
});
