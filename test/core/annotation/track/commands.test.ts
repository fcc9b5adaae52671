import { expect, test } from 'vitest';
import {
  changeGeometry,
  changeLabel,
  createAnnotation,
  deleteAnnotation,
} from '#core/annotation/commands.ts';
import { applyDiffs, invertDiffs } from '#core/annotation/diff.ts';
import { changeTrack, landDiffs, splitTrack } from '#core/annotation/track/commands.ts';
import { noSeconds, trackOf, withTrack } from '#core/annotation/track/track.ts';
import { annotationAt, valueAt } from '#core/annotation/track/value.ts';
import { annotationIdSchema } from '#core/model/ids.ts';
import { fc } from '#test/support/property.ts';
import { anyTrack, bare, box, keyframe, track } from './support.ts';

const stamp = { person: 'bob', at: 9 };
const place = { frame: 5, last: 40, reach: 'whole', seconds: (frame: number) => frame / 10 } as const;
const moving = withTrack(bare, track([keyframe(0, box(0, 0)), keyframe(10, box(10, 0))], 20), noSeconds);
const map = new Map([[moving.id, moving]]);

test('what is made at a frame begins there; a classification is of the whole video', () => {
  const [made] = landDiffs(new Map(), [createAnnotation(bare, stamp)], place);
  expect(made?.after && trackOf(made.after)).toMatchObject({ last: 40, linear: true });
  expect(made?.after?.metadata?.['system']).toMatchObject({
    frame: 5,
    endFrame: 40,
    startTime: 0.5,
    endTime: 4,
  });
  const tag = createAnnotation({ ...bare, geometry: { type: 'class' } }, stamp);
  expect(landDiffs(new Map(), [tag], place)).toEqual([tag]);
});

test('another shape at a frame is a keyframe of what is stored', () => {
  const shown = annotationAt(moving, 5);
  if (!shown) throw new Error('it is there');
  const [diff] = landDiffs(map, [changeGeometry(shown, box(3, 3), stamp)], place);
  expect(diff?.before).toBe(moving);
  expect(diff?.after).toMatchObject({ rev: 2, updatedBy: 'bob', geometry: box(0, 0) });
  const after = diff?.after && trackOf(diff.after);
  expect(after?.keyframes.map(({ frame }) => frame)).toEqual([0, 5, 10]);
  expect(after && valueAt(after, 5)?.geometry).toEqual(box(3, 3));
});

test('another label is the label of all keyframes, also of those that say it themselves', () => {
  const stored = JSON.parse(JSON.stringify(moving));
  const [diff] = landDiffs(new Map([[moving.id, stored]]), [changeLabel(stored, 'bus', stamp)], place);
  expect(diff?.after?.label).toBe('bus');
  expect(diff?.after?.metadata?.['system']).toMatchObject({ snapshots_: [{ label: 'bus' }] });
});

test('what is deleted at a frame is gone from all, and comes back with all', () => {
  const shown = annotationAt(moving, 5);
  if (!shown) throw new Error('it is there');
  const diffs = landDiffs(map, [deleteAnnotation(shown)], place);
  const after = applyDiffs(map, diffs);
  expect(after.size).toBe(0);
  expect(applyDiffs(after, invertDiffs(diffs)).get(moving.id)).toBe(moving);
});

test('a track that is split is two annotations that are undone as one step', () => {
  const id = annotationIdSchema.parse('5f0000000000000000000009');
  fc.assert(
    fc.property(anyTrack, fc.integer({ min: 0, max: 60 }), (made, frame) => {
      const before = withTrack(bare, made, noSeconds);
      const diffs = splitTrack(before, frame, id, noSeconds, stamp);
      const start = new Map([[before.id, before]]);
      const after = applyDiffs(start, diffs);
      expect(after.size).toBe(diffs.length === 0 ? 1 : 2);
      const back = applyDiffs(after, invertDiffs(diffs)).get(before.id);
      expect(back).toEqual({ ...before, rev: back?.rev });
    }),
  );
});

test('a track that nothing changes makes no step, and one that is nowhere any more is deleted', () => {
  expect(changeTrack(moving, (one) => one, noSeconds, stamp)).toEqual([]);
  expect(changeTrack(bare, () => null, noSeconds, stamp)).toEqual([]);
  expect(changeTrack(moving, () => null, noSeconds, stamp)).toEqual([deleteAnnotation(moving)]);
});
