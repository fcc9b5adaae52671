import { describe, expect, it } from 'vitest';
import { compileMatcher } from '#core/filters/match.ts';
import { parseFilter } from '#core/filters/parse.ts';
import { writeFilter } from '#core/filters/write.ts';
import {
  EMPTY_GROUP,
  EMPTY_ROW,
  type FilterDraft,
  type Group,
  isWhole,
  type Row,
  readDraft,
  withOp,
  withType,
  writeDraft,
} from '#renderer/ui/filter-builder/draft.ts';
import { conditionWords } from '#renderer/ui/filter-builder/words.ts';
import { fc } from '#test/support/property.ts';

const field = fc.constantFrom('name', 'metadata.width', 'metadata.user.site', 'metadata.1', '7', 'a.$b');
const text = fc.string({ maxLength: 8 });
const row: fc.Arbitrary<Row> = fc.oneof(
  fc.record({
    kind: fc.constant('row' as const),
    field,
    op: fc.constantFrom('$eq', '$ne', '$gt', '$gte', '$lt', '$lte'),
    type: fc.constant('text' as const),
    values: fc.tuple(text),
  }),
  fc.record({
    kind: fc.constant('row' as const),
    field,
    op: fc.constantFrom('$eq', '$ne', '$gt', '$in', '$nin'),
    type: fc.constant('number' as const),
    values: fc.tuple(fc.integer().map(String)),
  }),
  fc.record({
    kind: fc.constant('row' as const),
    field,
    op: fc.constantFrom('$gt', '$gte', '$lt', '$lte'),
    type: fc.constant('date' as const),
    values: fc.tuple(fc.constantFrom('2026-11-23T08:05', '1999-01-01T00:00', '')),
  }),
  fc.record({
    kind: fc.constant('row' as const),
    field,
    op: fc.constantFrom('$in', '$nin'),
    type: fc.constant('text' as const),
    values: fc.array(text, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('row' as const),
    field,
    op: fc.constantFrom('$eq', '$ne', 'there', 'absent'),
    type: fc.constant('yesNo' as const),
    values: fc.constantFrom(['true'], ['false']),
  }),
);
const { group } = fc.letrec<{ group: Group; part: Row | Group }>((tie) => ({
  part: fc.oneof({ maxDepth: 2 }, row, tie('group')),
  group: fc.record({
    kind: fc.constant('group' as const),
    any: fc.boolean(),
    parts: fc.array(tie('part'), { maxLength: 3 }),
  }),
}));
const draft: fc.Arbitrary<FilterDraft> = fc.record({ own: group, annotations: fc.option(group) });

const entity = fc.record({
  name: text,
  metadata: fc.record({ width: fc.oneof(fc.integer(), text), user: fc.record({ site: fc.boolean() }) }),
});

describe('times', () => {
  const minute = new Date('2026-11-23T08:05').toISOString();
  const one = (test: object) => readDraft(JSON.stringify({ createdAt: test }))?.own.parts[0];

  it('are typed in the time here and written in UTC', () => {
    const row: Row = {
      kind: 'row',
      field: 'createdAt',
      op: '$gte',
      type: 'date',
      values: ['2026-11-23T08:05'],
    };
    expect(JSON.parse(writeDraft({ own: { ...EMPTY_GROUP, parts: [row] }, annotations: null }))).toEqual({
      createdAt: { $gte: minute },
    });
    expect(one({ $gte: minute })).toEqual(row);
  });

  it('that a field for minutes would change stay texts, and so do those that are only equal', () => {
    for (const text of ['2026-11-23T08:05:30.000Z', '2026-13-45T99:99:00.000Z', '2026-11-23', 'yesterday']) {
      expect(one({ $lt: text })).toMatchObject({ type: 'text', values: [text] });
    }
    expect(one({ $eq: minute })).toMatchObject({ type: 'text', values: [minute] });
  });

  it('are asked for as before and after', () => {
    expect(withType(EMPTY_ROW, 'date')).toMatchObject({ type: 'date', op: '$gte', values: [''] });
    expect(
      isWhole({ ...EMPTY_ROW, field: 'createdAt', type: 'date', op: '$lt', values: ['2026-11-23T08:05'] }),
    ).toBe(true);
    expect(isWhole({ ...EMPTY_ROW, field: 'createdAt', type: 'date', op: '$lt', values: [''] })).toBe(false);
    expect(conditionWords(JSON.stringify({ createdAt: { $lt: minute } }), (key) => key)).toContain(
      'filter.dateOp.lt',
    );
  });
});

describe('rows of a filter', () => {
  it('written, read and written again are the same text', () => {
    fc.assert(
      fc.property(draft, (made) => {
        const written = writeDraft(made);
        const read = readDraft(written);
        expect(read).not.toBeNull();
        expect(read && writeDraft(read)).toBe(written);
        expect(writeFilter(parseFilter(written))).toBe(written);
      }),
    );
  });

  it('match what the text that they were read from matches', () => {
    fc.assert(
      fc.property(draft, entity, fc.array(entity, { maxLength: 2 }), (made, item, related) => {
        const matches = (filter: string) => compileMatcher(parseFilter(filter))(item, related).matches;
        const before = writeDraft(made);
        const read = readDraft(before);
        expect(read && matches(writeDraft(read))).toBe(matches(before));
      }),
    );
  });

  it('show several tests on one field one below the other', () => {
    const read = readDraft('{"metadata.system.width": {"$gt": 5, "$lt": 9}}');
    expect(read?.own.parts).toMatchObject([{ op: '$gt' }, { op: '$lt' }]);
    expect(read && writeDraft(read)).toBe(
      '{"$and":[{"metadata.system.width":{"$gt":5}},{"metadata.system.width":{"$lt":9}}]}',
    );
  });

  it.each([
    '{"a": {"$not": {"$gt": 5}}}',
    '{"a": {"$match": {"b": 1}}}',
    '{"a": null}',
    '{"a": {"$in": [1, "x"]}}',
    '{"a": {"$in": []}}',
    '{"resource": "annotations", "filter": {"label": "cat"}}',
    '{"a": ',
    '{"a": {"$over": 1}}',
  ])('leave %s to the JSON view', (filter) => {
    expect(readDraft(filter)).toBeNull();
  });

  it('leave out what is half written', () => {
    const number: Row = { ...EMPTY_ROW, field: 'a', type: 'number', values: ['12x'] };
    expect(isWhole(number)).toBe(false);
    expect(isWhole(EMPTY_ROW)).toBe(false);
    const own = { ...EMPTY_GROUP, parts: [number, { ...EMPTY_ROW, field: 'name', values: ['x'] }] };
    expect(writeDraft({ own, annotations: null })).toBe('{"name":"x"}');
  });

  it('keep what fits when the type or the operator changes', () => {
    const list: Row = { ...EMPTY_ROW, field: 'a', op: '$in', values: ['x', 'y'] };
    expect(withOp(list, '$eq').values).toEqual(['x']);
    expect(withType({ ...EMPTY_ROW, op: '$regex', values: ['4'] }, 'number')).toMatchObject({
      op: '$eq',
      values: ['4'],
    });
  });
});

it('is said in words', () => {
  const t = (key: string, values?: Record<string, unknown>) =>
    values
      ? `${key}[${String(values['what'])}]`
      : key.replace('filter.words.', ' ').replace('filter.op.', '');
  expect(conditionWords('', t)).toBeNull();
  expect(conditionWords('{"metadata.system.width": {"$gt": 1000}}', t)).toBe('width gt 1000');
  expect(conditionWords('{"a": {"$not": {"$gt": 5}}}', t)).toBe(' json');
});
