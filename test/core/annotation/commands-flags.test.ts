import { describe, expect, test } from 'vitest';
import { changeAttributes } from '#core/annotation/commands.ts';
import {
  ancestorsOf,
  changeDepth,
  changeFlags,
  changeParent,
  groupObjects,
  turnsOn,
  withGroups,
} from '#core/annotation/commands-flags.ts';
import { applyDiffs } from '#core/annotation/diff.ts';
import { replay } from '#core/annotation/replay.ts';
import type { Annotation } from '#core/model/annotation.ts';
import { annotationIdSchema, itemIdSchema } from '#core/model/ids.ts';
import { flagsOf } from '#core/model/object-flags.ts';
import { fc } from '#test/support/property.ts';

const stamp = { person: 'me', at: 5 };
const idOf = (at: number) => annotationIdSchema.parse(at.toString(16).padStart(24, '0'));

function object(at: number): Annotation {
  return {
    id: idOf(at),
    itemId: itemIdSchema.parse('a'.repeat(24)),
    label: 'car',
    geometry: { type: 'class' },
    attributes: {},
    creator: 'ann',
    createdAt: 1,
    updatedAt: 1,
    updatedBy: 'ann',
    rev: 1,
  };
}

const [a, b, c] = [object(1), object(2), object(3)];
const all = new Map([a, b, c].map((one) => [one.id, one]));

function get(annotations: typeof all, at: number): Annotation {
  const found = annotations.get(idOf(at));
  if (!found) throw new Error(`no object ${at}`);
  return found;
}

describe('flags', () => {
  test('a flag is turned on as long as one has it not, and changes only those that have it not', () => {
    const one = changeFlags([a], { occluded: true }, stamp);
    const now = new Map(applyDiffs(all, one));
    const both = [get(now, 1), get(now, 2)];
    expect(turnsOn(both, 'occluded')).toBe(true);
    expect(changeFlags(both, { occluded: true }, stamp).map(({ id }) => id)).toEqual([b.id]);
    expect(turnsOn([get(now, 1)], 'occluded')).toBe(false);
  });

  test('cleared, nothing is left of it, and the diff still fits', () => {
    const now = new Map(applyDiffs(all, changeFlags([a], { locked: true }, stamp)));
    const after = applyDiffs(now, changeFlags([get(now, 1)], { locked: false }, stamp));
    expect('metadata' in (after.get(a.id) ?? {})).toBe(false);
  });
});

describe('depth', () => {
  const depths = (annotations: ReadonlyMap<string, Annotation>) =>
    [...annotations.values()].map((one) => flagsOf(one).z);

  test('to the front and to the back, keeping the order among those that move', () => {
    const stepped = new Map(applyDiffs(all, changeDepth([b], all.values(), 'forward', stamp)));
    expect(depths(stepped)).toEqual([0, 1, 0]);
    const front = new Map(
      applyDiffs(stepped, changeDepth([get(stepped, 1), get(stepped, 2)], stepped.values(), 'front', stamp)),
    );
    expect(depths(front)).toEqual([1, 2, 0]);
    expect(changeDepth([get(front, 1), get(front, 2)], front.values(), 'front', stamp)).toEqual([]);
    const back = applyDiffs(front, changeDepth([get(front, 2)], front.values(), 'back', stamp));
    expect(depths(back)).toEqual([1, -1, 0]);
  });

  test('of a lone object there is none', () => {
    expect(changeDepth([a], [a], 'front', stamp)).toEqual([]);
    expect(changeDepth([], all.values(), 'back', stamp)).toEqual([]);
  });
});

describe('groups', () => {
  test('a group is chosen as a whole, and dissolved', () => {
    const now = new Map(applyDiffs(all, groupObjects([a, c], 'g', stamp)));
    expect(withGroups([c.id], now)).toEqual([c.id, a.id]);
    expect(withGroups([b.id], now)).toEqual([b.id]);
    const gone = applyDiffs(now, groupObjects([get(now, 1), get(now, 3)], null, stamp));
    expect(withGroups([c.id], gone)).toEqual([c.id]);
  });
});

describe('parents', () => {
  test('an object never becomes a part of its own parts', () => {
    const inA = new Map(applyDiffs(all, changeParent([b], a.id, all, stamp)));
    const deep = new Map(applyDiffs(inA, changeParent([c], b.id, inA, stamp)));
    expect(ancestorsOf(c.id, deep)).toEqual([b.id, a.id]);
    expect(changeParent([a, b], c.id, deep, stamp)).toEqual([]);
    expect(changeParent([a], a.id, deep, stamp)).toEqual([]);
    const freed = applyDiffs(deep, changeParent([get(deep, 3)], null, deep, stamp));
    expect(ancestorsOf(c.id, freed)).toEqual([]);
  });

  test('a circle that came from elsewhere ends', () => {
    const round = new Map(
      [a, b].map((one, at) => [one.id, { ...one, metadata: { system: { parentId: [b, a][at]?.id } } }]),
    );
    expect(ancestorsOf(a.id, round)).toEqual([b.id]);
  });
});

test('whatever is said in whatever order, taken back it is as it was', () => {
  const step = fc.record({
    what: fc.constantFrom(
      'occluded',
      'locked',
      'group',
      'ungroup',
      'front',
      'backward',
      'parent',
      'free',
      'attribute',
    ),
    slots: fc.uniqueArray(fc.constantFrom(1, 2, 3), { minLength: 1 }),
    of: fc.constantFrom(1, 2, 3),
  });
  type Step = { what: string; slots: readonly number[]; of: number };
  const run = (now: typeof all, { what, slots, of }: Step) => {
    const objects = slots.map((slot) => get(now, slot));
    if (what === 'occluded' || what === 'locked')
      return changeFlags(objects, { [what]: turnsOn(objects, what) }, stamp);
    if (what === 'group' || what === 'ungroup')
      return groupObjects(objects, what === 'group' ? 'g' : null, stamp);
    if (what === 'front' || what === 'backward') return changeDepth(objects, now.values(), what, stamp);
    if (what === 'attribute') return objects.map((one) => changeAttributes(one, { k: of }, stamp));
    return changeParent(objects, what === 'parent' ? idOf(of) : null, now, stamp);
  };
  const seen = (annotations: ReadonlyMap<string, Annotation>) =>
    JSON.stringify([...annotations.values()].map(({ rev: _, ...rest }) => rest));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      let now = all;
      const diffs = steps.flatMap((one) => {
        const made = run(now, one);
        now = new Map(applyDiffs(now, made));
        return made;
      });
      expect(seen(applyDiffs(now, replay(now, diffs, 'back')))).toBe(seen(all));
    }),
  );
});
