import { describe, expect, it } from 'vitest';
import type { ChangeSet } from '#core/model/annotation.ts';
import { issueIdSchema, taskIdSchema } from '#core/model/ids.ts';
import type { Issue } from '#core/model/issue.ts';
import { changesSince, objectChange, sentBackAt } from '#renderer/features/review/changes.ts';
import { findLabels } from '#renderer/features/studio/panels/label-filter.ts';
import { readFilter } from '#renderer/features/studio/panels/object-filter.ts';
import { listObjects, objectFact } from '#renderer/features/studio/panels/object-list.ts';
import { box, ITEM, mapOf } from '../editor/support/annotations.ts';

describe('findLabels', () => {
  const labels = ['vehicle.car', 'vehicle.truck', 'person', 'traffic light', 'scar'].map((name) => ({
    name,
    color: '#000000',
  }));
  const found = (typed: string) => findLabels(labels, typed).map(({ label }) => label.name);

  it('has all labels in the order of their keys until something is typed', () => {
    expect(found(' ')).toEqual(labels.map(({ name }) => name));
    expect(findLabels(labels, '').map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
  });

  it('puts beginnings before words and words before parts, without regard to case', () => {
    expect(found('CAR')).toEqual(['vehicle.car', 'scar']);
    expect(found('tr')).toEqual(['traffic light', 'vehicle.truck']);
    expect(found('light')).toEqual(['traffic light']);
    expect(found('zebra')).toEqual([]);
  });

  it('keeps the number of a label', () => {
    expect(findLabels(labels, 'person')[0]?.index).toBe(2);
  });
});

describe('listObjects', () => {
  const objects = [box(2, [0, 0, 10.4, 5.5]), box(1, [0, 0, 1, 1], { label: 'person' })];

  it('lists objects in the order in which they were made, and those with a label', () => {
    const listed = (typed: string) => listObjects(mapOf(objects), readFilter(typed), new Set());
    expect(listed('').map(({ id }) => id)).toEqual([objects[1]?.id, objects[0]?.id]);
    expect(listed('PERS').map(({ label }) => label)).toEqual(['person']);
    expect(listed('#2').map(({ label }) => label)).toEqual(['car']);
    // Not read yet: nothing is hidden while somebody types.
    expect(listed('score::')).toHaveLength(2);
  });

  it('says how large they are', () => {
    expect(objects.map(objectFact)).toEqual([
      { what: 'size', text: '10 × 6' },
      { what: 'size', text: '1 × 1' },
    ]);
  });

  it('says of those without a size where they are, what they say, or that it is of the whole picture', () => {
    const corners = [
      { x: 0, y: 0 },
      { x: 20, y: 10 },
    ] as [{ x: number; y: number }, { x: number; y: number }];
    const note = (...bodies: string[]) =>
      ({
        type: 'note',
        coordinates: { box: corners, note: { status: 'issue', messages: bodies.map((body) => ({ body })) } },
      }) as const;
    const facts = [
      { type: 'point', coordinates: { x: 3.6, y: 7 } } as const,
      { type: 'class' } as const,
      note('Is it a van?', 'No.'),
      note(),
    ].map((geometry) => objectFact({ ...box(1, [0, 0, 1, 1]), geometry }));
    expect(facts).toEqual([
      { what: 'place', text: '4, 7' },
      { what: 'whole' },
      { what: 'note', text: 'No.' },
      { what: 'size', text: '20 × 10' },
    ]);
  });
});

describe('changes since an issue', () => {
  const issue = (createdAt: number): Issue => ({
    id: issueIdSchema.parse('0'.repeat(24)),
    itemId: ITEM,
    taskId: taskIdSchema.parse('0'.repeat(24)),
    annotationId: null,
    point: null,
    status: 'review',
    text: '',
    creator: 'rita',
    createdAt,
    updatedAt: createdAt,
  });
  const step = (at: number, state: ChangeSet['state']): ChangeSet => ({
    id: `step ${at}`,
    itemId: ITEM,
    title: 'Move box',
    actor: 'ann',
    at,
    state,
  });

  it('counts from the last issue', () => {
    expect(sentBackAt([])).toBeNull();
    expect(sentBackAt([issue(5), issue(9), issue(2)])).toBe(9);
  });

  it('tells new objects from changed and untouched ones', () => {
    const added = box(1, [0, 0, 1, 1], { createdAt: 20, updatedAt: 30 });
    const changed = box(2, [0, 0, 1, 1], { createdAt: 5, updatedAt: 30 });
    const untouched = box(3, [0, 0, 1, 1], { createdAt: 5, updatedAt: 5 });
    expect([added, changed, untouched].map((each) => objectChange(each, 10))).toEqual([
      'added',
      'changed',
      null,
    ]);
    const history = [step(30, 'applied'), step(25, 'undone'), step(8, 'applied')];
    expect(changesSince(mapOf([added, changed, untouched]), history, 10)).toEqual({
      added: 1,
      changed: 1,
      steps: [history[0]],
    });
  });
});
