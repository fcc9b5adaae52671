/** What two people differ about: on the picture, and in words. */
import { describe, expect, test } from 'vitest';
import { type Annotation, annotationSchema } from '#core/model/annotation.ts';
import { type Conflict, conflictSchema } from '#core/model/sync.ts';
import {
  casesOf,
  frameOf,
  partShown,
  shapesOf,
  versionsOf,
} from '#renderer/features/sync/conflicts/sides.ts';
import { groupKey, whichOf } from '#renderer/features/sync/conflicts/which.ts';
import { partOf, saidOf } from '#renderer/features/sync/conflicts/words.ts';

const [entity, itemId] = ['a'.repeat(24), 'b'.repeat(24)];
const box = (left: number) => ({ type: 'box', left, top: 10, right: left + 20, bottom: 30 });
const object = (change: object = {}): Annotation =>
  annotationSchema.parse({
    ...{ id: entity, itemId, label: 'van', geometry: box(0), attributes: {}, rev: 3 },
    ...{ creator: 'x', createdAt: 1, updatedAt: 1, updatedBy: 'x', ...change },
  });
let made = 0;
const conflict = (change: Partial<Conflict> & { readonly field: string }): Conflict => {
  made += 1;
  const id = String(made).padStart(24, '0');
  return conflictSchema.parse({
    ...{ id, kind: 'annotation', entity, itemId, by: null, at: 1, choice: null },
    ...change,
  });
};
const caseOf = (...conflicts: Conflict[]) => {
  const [first] = casesOf(conflicts);
  if (!first) throw new Error('there is one');
  return first;
};

describe('one thing', () => {
  test('is all that differs about it, in the order in which it was found', () => {
    const label = conflict({ field: '/label' });
    const other = conflict({ field: '/label', entity: 'c'.repeat(24) });
    const shape = conflict({ field: '/geometry' });
    expect(casesOf([label, other, shape]).map(({ conflicts }) => conflicts)).toEqual([
      [label, shape],
      [other],
    ]);
  });

  test('is on either side what that one has, and otherwise as it is now', () => {
    const label = conflict({ field: '/label', base: 'car', mine: 'bus', theirs: 'van' });
    const shape = conflict({ field: '/geometry', base: box(5), mine: box(50), theirs: box(0) });
    const present = object({ attributes: { colour: 'red' } });
    const { mine, base, theirs } = versionsOf(caseOf(label, shape), present);
    expect(mine).toMatchObject({ label: 'bus', geometry: box(50), attributes: { colour: 'red' } });
    expect(base).toMatchObject({ label: 'car', geometry: box(5) });
    expect(theirs).toBe(present);
  });

  test('that one of them has deleted is nothing on that side', () => {
    const content = { label: 'bus', geometry: box(50), attributes: {} };
    const kept = caseOf(conflict({ field: '', base: { ...content, label: 'car' }, mine: content }));
    expect(versionsOf(kept, null)).toMatchObject({ theirs: null, mine: { id: entity, label: 'bus' } });
    const deleted = caseOf(conflict({ field: '', base: content, theirs: content }));
    expect(versionsOf(deleted, object()).mine).toBeNull();
    const ofWhatIsGone = caseOf(conflict({ field: '/label', mine: 'bus' }));
    expect(versionsOf(ofWhatIsGone, null)).toEqual({ mine: null, base: null, theirs: null });
  });

  test('on a video is shown on the frame on which it differs', () => {
    const keyframe = (left: number) => ({
      frame: 12,
      data: [
        { x: left, y: 10 },
        { x: left + 20, y: 30 },
      ],
    });
    const system = { frame: 4, endFrame: 40, snapshots_: [keyframe(60)] };
    const present = object({ metadata: { system } });
    const field = '/metadata/system/snapshots_/@12';
    const about = caseOf(conflict({ field, mine: keyframe(80), theirs: keyframe(60) }));
    const versions = versionsOf(about, present);
    expect(frameOf(about, versions)).toBe(12);
    expect(shapesOf(versions, 12)).toMatchObject({ mine: box(80), theirs: box(60), base: box(0) });
    const label = caseOf(conflict({ field: '/label', mine: 'bus' }));
    expect(frameOf(label, versionsOf(label, present))).toBe(4);
    expect(frameOf(label, versionsOf(label, null))).toBe(0);
  });
});

describe('the part of the picture that is shown', () => {
  const size = { width: 4000, height: 3000 };
  const at = (mine: number | null, theirs: number | null) =>
    partShown(size, {
      mine: mine === null ? null : object({ geometry: box(mine) }).geometry,
      base: null,
      theirs: theirs === null ? null : object({ geometry: box(theirs) }).geometry,
    });

  test('has all versions in it, four to three', () => {
    const { left, top, right, bottom } = at(100, 900);
    expect(left).toBeLessThan(100);
    expect(right).toBeGreaterThan(920);
    expect(top).toBeLessThan(10);
    expect(bottom).toBeGreaterThan(30);
    expect((right - left) / (bottom - top)).toBeCloseTo(4 / 3);
  });

  test('is never so small that nothing is recognized', () => {
    const { top, bottom } = at(100, null);
    expect(bottom - top).toBe(48);
  });

  test('is the whole picture where nothing has a place', () => {
    expect(at(null, null)).toEqual({ left: 0, top: 0, right: 4000, bottom: 3000 });
    const label = object({ geometry: { type: 'class' } }).geometry;
    expect(partShown(size, { mine: label, base: null, theirs: null })).toMatchObject({ right: 4000 });
  });
});

test.each([
  [{ field: '/label' }, { kind: 'label', name: '' }],
  [{ field: '/geometry' }, { kind: 'shape', name: '' }],
  [{ field: '/attributes/colour' }, { kind: 'attribute', name: 'colour' }],
  [{ field: '/attributes/a~1b ~2' }, { kind: 'attribute', name: 'a/b @' }],
  [{ field: '/metadata/system/snapshots_/@12' }, { kind: 'keyframe', name: '12' }],
  [{ field: '/metadata/user/x' }, { kind: 'other', name: 'user › x' }],
  [{ field: '' }, { kind: 'whole', name: '' }],
  [
    { field: '/name', kind: 'item' },
    { kind: 'name', name: '' },
  ],
  [
    { field: '/metadata', kind: 'item' },
    { kind: 'other', name: 'metadata' },
  ],
  [
    { field: '/standing', kind: 'standing' },
    { kind: 'standing', name: '' },
  ],
] as const)('%o is about %o', (change, part) => {
  expect(partOf(conflict(change))).toMatchObject(part);
});

test.each([
  [
    { field: '/label', mine: 'bus' },
    { kind: 'text', text: 'bus' },
  ],
  [{ field: '/label' }, { kind: 'nothing' }],
  [
    { field: '/attributes/seen', mine: false },
    { kind: 'text', text: 'false' },
  ],
  [
    { field: '/geometry', mine: box(5) },
    { kind: 'shape', left: 5, top: 10, width: 20, height: 20 },
  ],
  [
    { field: '/geometry', mine: { type: 'never' } },
    { kind: 'text', text: '{"type":"never"}' },
  ],
  [{ field: '' }, { kind: 'deleted' }],
  [{ field: '', mine: {} }, { kind: 'kept' }],
  [
    { field: '/standing', kind: 'standing', mine: 'done:completed' },
    { kind: 'text', text: 'completed' },
  ],
  [{ field: '/standing', kind: 'standing', mine: 'waiting' }, { kind: 'waiting' }],
  [{ field: '/standing', kind: 'standing', mine: 'away' }, { kind: 'away' }],
  [{ field: '', kind: 'issue' }, { kind: 'deleted' }],
] as const)('of %o is said %o', (change, said) => {
  expect(saidOf(conflict(change), 'mine')).toEqual(said);
});

test('what is chosen together is the same for all of a kind', () => {
  expect(whichOf({ kind: 'annotation', part: '/label' })).toEqual({ kind: 'annotation', part: '/label' });
  expect(whichOf({ kind: 'standing', part: '/standing' })).toEqual({ kind: 'standing' });
  expect(groupKey({ kind: 'issue', part: '/text' })).toBe(groupKey({ kind: 'issue', part: '' }));
});
