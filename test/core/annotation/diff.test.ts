import { describe, expect, test } from 'vitest';
import {
  changeGeometry,
  changeLabel,
  createAnnotation,
  deleteAnnotation,
} from '#core/annotation/commands.ts';
import { type AnnotationMap, applyDiffs, invertDiffs, squashDiffs } from '#core/annotation/diff.ts';
import { replay } from '#core/annotation/replay.ts';
import type { Annotation, AnnotationDiff } from '#core/model/annotation.ts';
import { type AnnotationId, annotationIdSchema, itemIdSchema } from '#core/model/ids.ts';
import { fc } from '#test/support/property.ts';

const itemId = itemIdSchema.parse('a'.repeat(24));
const stamp = { person: 'me', at: 5 };
const idOf = (slot: number) => annotationIdSchema.parse(slot.toString(16).padStart(24, '0'));
const geometry = (size: number) => ({ type: 'box' as const, left: 0, top: 0, right: size, bottom: size });

/** Random commands on few slots, so that they meet each other. */
const commands = fc.array(
  fc.record({
    slot: fc.integer({ min: 1, max: 4 }),
    kind: fc.constantFrom('move', 'label', 'delete'),
    size: fc.integer({ min: 1, max: 99 }),
  }),
  { maxLength: 40 },
);

function step(present: AnnotationMap, command: { slot: number; kind: string; size: number }): AnnotationDiff {
  const id = idOf(command.slot);
  const found = present.get(id);
  if (!found) return createAnnotation({ id, itemId, label: 'car', geometry: geometry(command.size) }, stamp);
  if (command.kind === 'delete') return deleteAnnotation(found);
  if (command.kind === 'label') return changeLabel(found, `l${command.size}`, stamp);
  return changeGeometry(found, geometry(command.size), stamp);
}

function run(list: readonly { slot: number; kind: string; size: number }[]) {
  let present: AnnotationMap = new Map();
  const diffs: AnnotationDiff[] = [];
  for (const command of list) {
    const diff = step(present, command);
    diffs.push(diff);
    present = applyDiffs(present, [diff]);
  }
  return { present, diffs };
}

/** What a person sees of annotations: everything but revisions. */
function seen(annotations: AnnotationMap): unknown {
  return [...annotations.values()]
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ rev: _rev, ...rest }: Annotation) => rest);
}

describe('properties', () => {
  test('inverting takes any sequence back to nothing', () => {
    fc.assert(
      fc.property(commands, (list) => {
        const { present, diffs } = run(list);
        expect(replayAll(present, diffs, 'back').size).toBe(0);
      }),
    );
  });

  test('back and forth again shows the same', () => {
    fc.assert(
      fc.property(commands, (list) => {
        const { present, diffs } = run(list);
        const back = replayAll(present, diffs, 'back');
        expect(seen(replayAll(back, diffs, 'forth'))).toEqual(seen(present));
      }),
    );
  });

  test('squashed diffs do the same in one step', () => {
    fc.assert(
      fc.property(commands, (list) => {
        const { present, diffs } = run(list);
        expect(applyDiffs(new Map(), squashDiffs(diffs))).toEqual(present);
      }),
    );
  });
});

function replayAll(
  present: AnnotationMap,
  diffs: readonly AnnotationDiff[],
  direction: 'back' | 'forth',
): AnnotationMap {
  return applyDiffs(present, replay(present, diffs, direction));
}

test('inverse diffs carry on the revisions', () => {
  const made = createAnnotation({ id: idOf(1), itemId, label: 'car', geometry: geometry(3) }, stamp);
  const moved = made.after && changeGeometry(made.after, geometry(9), stamp);
  if (!moved) throw new Error('there is an annotation');
  const [inverse] = invertDiffs([moved]);
  expect(inverse?.after).toMatchObject({ rev: 3, geometry: geometry(3) });
});

test('a diff that does not fit is a conflict', () => {
  const made = createAnnotation({ id: idOf(1), itemId, label: 'car', geometry: geometry(3) }, stamp);
  const present = applyDiffs(new Map<AnnotationId, Annotation>(), [made]);
  expect(() => applyDiffs(present, [made])).toThrow(expect.objectContaining({ code: 'conflict' }));
  expect(() => replay(new Map(), [made], 'back')).toThrow(expect.objectContaining({ code: 'conflict' }));
});
