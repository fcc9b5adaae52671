import { describe, expect, test } from 'vitest';
import { canonical, isSame } from '#core/sync/canonical.ts';
import { contentOf, type Fields, fieldsOf } from '#core/sync/fields.ts';
import { mergeThree, WHOLE_THING } from '#core/sync/merge.ts';
import { fc } from '#test/support/property.ts';

const key = fc.constantFrom('a', 'b', 'x/y', '~', '@3', 'c d', '');
const leaf = fc.constantFrom<unknown>(null, true, 0, 1.5, 'x', 'y', [], [1, 2], {});
const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
const frames = fc
  .uniqueArray(fc.record({ frame: fc.nat(9), label: fc.constantFrom('car', 'bus') }), {
    selector: ({ frame }) => frame,
    maxLength: 4,
  })
  .map((list) => list.toSorted((a, b) => a.frame - b.frame));
const content = fc.record(
  {
    label: fc.constantFrom('car', 'bus', 'dog'),
    geometry: fc.record({ type: fc.constant('point'), x: fc.nat(3), y: fc.nat(3) }),
    attributes: fc.dictionary(key, value, { maxKeys: 3, noNullPrototype: true }),
    metadata: fc.record({ system: fc.record({ snapshots_: frames }), user: value }, { requiredKeys: [] }),
  },
  { requiredKeys: ['label', 'geometry', 'attributes'], noNullPrototype: true },
);
const maybe = fc.option(content, { nil: null });

describe('fields', () => {
  test('say all that an object says', () => {
    fc.assert(
      fc.property(content, (one) => {
        expect(canonical(contentOf(fieldsOf(one)))).toBe(canonical(one));
      }),
    );
  });

  test('are the parts that people change: a shape and a keyframe are whole', () => {
    const fields = fieldsOf({
      label: 'car',
      geometry: { type: 'point', x: 1, y: 2 },
      attributes: { 'colour/side': 'red' },
      metadata: { system: { snapshots_: [{ frame: 4, data: [1] }, { frame: 9 }] } },
    });
    expect([...fields.keys()]).toEqual([
      '/label',
      '/geometry',
      '/attributes/colour~1side',
      '/metadata/system/snapshots_/@4',
      '/metadata/system/snapshots_/@9',
    ]);
  });

  test('a list whose frames are out of order is one field, and stays as it is', () => {
    const one = { metadata: { snapshots_: [{ frame: 9 }, { frame: 4 }] } };
    expect([...fieldsOf(one).keys()]).toEqual(['/metadata/snapshots_']);
    expect(contentOf(fieldsOf(one))).toEqual(one);
  });
});

describe('three ways', () => {
  const car = { label: 'car', geometry: { type: 'point', x: 1, y: 1 }, attributes: { colour: 'red' } };

  test('different fields are put together', () => {
    const mine = { ...car, attributes: { colour: 'blue' } };
    const theirs = { ...car, label: 'van', attributes: { colour: 'red', doors: 4 } };
    expect(mergeThree<object>(car, mine, theirs)).toEqual({
      value: { ...car, label: 'van', attributes: { colour: 'blue', doors: 4 } },
      clashes: [],
    });
  });

  test('first parts that two people put into the same empty object are different fields', () => {
    const bare = { ...car, attributes: {} };
    const mine = { ...bare, attributes: { colour: 'blue' } };
    const theirs = { ...bare, attributes: { doors: 4 } };
    const both = { value: { ...bare, attributes: { colour: 'blue', doors: 4 } }, clashes: [] };
    expect(mergeThree<object>(bare, mine, theirs)).toEqual(both);
    expect(mergeThree<object>(mine, bare, both.value)).toEqual({ value: theirs, clashes: [] });
    expect(mergeThree<object>(mine, bare, { ...bare, label: 'van' }).value).toEqual({
      ...bare,
      label: 'van',
    });
  });

  test('keyframes of different frames are put together', () => {
    const on = (...list: number[]) => ({
      ...car,
      metadata: { system: { snapshots_: list.map((frame) => ({ frame })) } },
    });
    expect(mergeThree<object>(on(5), on(5, 20), on(2, 5)).value).toEqual(on(2, 5, 20));
  });

  test('the same field: theirs stands, and ours is handed back', () => {
    const mine = { ...car, label: 'bus' };
    const theirs = { ...car, label: 'van' };
    expect(mergeThree(car, mine, theirs)).toEqual({
      value: theirs,
      clashes: [{ field: '/label', base: 'car', mine: 'bus', theirs: 'van' }],
    });
  });

  test('a delete against a change', () => {
    const changed = { ...car, label: 'bus' };
    expect(mergeThree(car, null, changed)).toEqual({
      value: changed,
      clashes: [{ field: WHOLE_THING, base: car, theirs: changed }],
    });
    expect(mergeThree(car, changed, null)).toEqual({
      value: null,
      clashes: [{ field: WHOLE_THING, base: car, mine: changed }],
    });
    expect(mergeThree(car, null, car)).toEqual({ value: null, clashes: [] });
    expect(mergeThree(car, car, null)).toEqual({ value: null, clashes: [] });
  });

  test('one side replaces what the other changed a part of', () => {
    const base = { attributes: { size: { width: 1, height: 2 } } };
    const mine = { attributes: { size: 'large' } };
    const theirs = { attributes: { size: { width: 5, height: 2 } } };
    const { value: now, clashes } = mergeThree<object>(base, mine, theirs);
    expect(clashes.map(({ field }) => field)).toContain('/attributes/size');
    expect(fieldsOf(now ?? {}).get('/attributes/size/width')).toBe(5);
  });

  test('who changed nothing gets what the other made of it', () => {
    fc.assert(
      fc.property(maybe, maybe, (base, other) => {
        expect(mergeThree<object>(base, base, other)).toEqual({ value: other, clashes: [] });
        expect(mergeThree<object>(base, other, base)).toEqual({ value: other, clashes: [] });
        expect(mergeThree<object>(base, other, other)).toEqual({ value: other, clashes: [] });
      }),
    );
  });

  test('every change of ours is in what comes out or is handed back, and none of theirs is gone', () => {
    fc.assert(
      fc.property(content, content, content, (base, mine, theirs) => {
        const { value: now, clashes } = mergeThree<object>(base, mine, theirs);
        const [was, ours, others, made] = [base, mine, theirs, now ?? {}].map(fieldsOf);
        const back = new Set(clashes.map(({ field }) => field));
        const holds = (fields: Fields | undefined, field: string) =>
          [...(fields?.keys() ?? [])].some((other) => `${other}/`.startsWith(`${field}/`));
        // An object without parts is there as long as it is there at all; what was in it before has fields of its own.
        const isIn = (field: string, said: unknown) =>
          isSame(said, {}) ? holds(made, field) || holds(was, field) : isSame(made?.get(field), said);
        for (const [field, said] of ours ?? []) {
          if (isSame(said, was?.get(field))) continue;
          expect(back.has(field) || isIn(field, said)).toBe(true);
        }
        for (const [field, said] of others ?? []) {
          if (!isSame(said, was?.get(field))) expect(isIn(field, said)).toBe(true);
        }
      }),
    );
  });

  test('what was put together, met with theirs again, stays', () => {
    fc.assert(
      fc.property(maybe, maybe, maybe, (base, mine, theirs) => {
        const { value: now } = mergeThree<object>(base, mine, theirs);
        expect(mergeThree<object>(theirs, now, theirs)).toEqual({ value: now, clashes: [] });
      }),
    );
  });
});
