import { expect, test } from 'vitest';
import { noSeconds, trackOf, withTrack } from '#core/annotation/track/track.ts';
import { annotationAt, heldAt, valueAt } from '#core/annotation/track/value.ts';
import { fc } from '#test/support/property.ts';
import { anyTrack, bare, box, FRAMES, keyframe, track } from './support.ts';

test('a track is stored in an annotation and read from it again', () => {
  fc.assert(
    fc.property(anyTrack, (made) => {
      const annotation = withTrack(bare, made, (frame) => frame / 25);
      // As a file or a server has it.
      const read = trackOf(JSON.parse(JSON.stringify(annotation)));
      expect(read?.last).toBe(made.last);
      expect(read?.linear).toBe(made.linear);
      expect(read?.keyframes.map((one) => ({ ...one, stored: null }))).toEqual(made.keyframes);
    }),
  );
});

test('the first keyframe is the annotation itself, the later ones its snapshots, in the words of the format', () => {
  const made = track([keyframe(3, box(0, 0)), keyframe(8, box(10, 0), { outside: true })], 12);
  const { geometry, metadata } = withTrack(bare, made, (frame) => frame / 10);
  expect(geometry).toEqual(box(0, 0));
  expect(metadata).toEqual({
    user: { sluice: { interpolation: 'linear' } },
    system: {
      ...{ frame: 3, endFrame: 12, startTime: 0.3, endTime: 1.2 },
      snapshots_: [
        {
          ...{ label: 'car', frame: 8, fixed: true, objectVisible: false, type: 'box' },
          data: [
            { x: 10, y: 0, z: 0 },
            { x: 20, y: 10, z: 0 },
          ],
          namedAttributes: {},
        },
      ],
    },
  });
});

test('what another program says of a keyframe goes back as it came', () => {
  const snapshot = {
    ...{ frame: 8, fixed: true, objectVisible: true, label: 'lorry', type: 'box', description: 'seen late' },
    data: [
      { x: 1, y: 2, z: 7 },
      { x: 3, y: 4, z: 7 },
    ],
    namedAttributes: { '1': 'red' },
    unheardOf: { deep: [1] },
  };
  const metadata = { system: { frame: 3, endFrame: 9, snapshots_: [snapshot], clientId: 'x' } };
  const annotation = { ...bare, metadata };
  const read = trackOf(annotation);
  expect(read).not.toBeNull();
  if (read) expect(withTrack(annotation, read, noSeconds).metadata).toEqual(metadata);
});

test('what names no frame, and a classification, is of the whole video', () => {
  expect(trackOf(bare)).toBeNull();
  expect(annotationAt(bare, 1000)).toBe(bare);
  const tag = {
    ...bare,
    geometry: { type: 'class' } as const,
    metadata: { system: { frame: 0, endFrame: 3 } },
  };
  expect(annotationAt(tag, 1000)).toBe(tag);
});

test('keyframes that cannot be read leave the others as they are', () => {
  const good = {
    frame: 5,
    type: 'box',
    data: [
      { x: 1, y: 1 },
      { x: 2, y: 2 },
    ],
  };
  const snapshots_ = [null, 7, { frame: -1 }, { frame: 2, type: 'box', data: 'x' }, good, { frame: 4 }];
  const read = trackOf({ ...bare, metadata: { system: { frame: 0, snapshots_ } } });
  expect(read?.keyframes.map(({ frame, geometry }) => [frame, geometry])).toEqual([
    [0, bare.geometry],
    [2, bare.geometry],
    [5, box(1, 1, 1, 1)],
  ]);
  expect(read?.last).toBe(5);
});

test('between two keyframes it moves evenly, after the last one it holds, around its frames it is not there', () => {
  const made = track([keyframe(2, box(0, 0)), keyframe(6, box(8, 4))], 9);
  expect(FRAMES.slice(0, 12).map((frame) => valueAt(made, frame)?.geometry ?? null)).toEqual([
    ...[null, null, box(0, 0), box(2, 1), box(4, 2), box(6, 3), box(8, 4), box(8, 4), box(8, 4), box(8, 4)],
    ...[null, null],
  ]);
  const held = { ...made, linear: false };
  expect(valueAt(held, 5)?.geometry).toEqual(box(0, 0));
});

test('outside it is off the picture up to the next keyframe, and holds before', () => {
  const made = track(
    [keyframe(0, box(0, 0)), keyframe(4, box(9, 9), { outside: true }), keyframe(6, box(5, 5))],
    8,
  );
  expect(valueAt(made, 3)?.geometry).toEqual(box(0, 0));
  expect([4, 5].map((frame) => valueAt(made, frame))).toEqual([null, null]);
  expect(valueAt(made, 6)?.geometry).toEqual(box(5, 5));
  expect(heldAt(made, 5).geometry).toEqual(box(9, 9));
});

test('what stands still between keyframes is one shape on all frames', () => {
  const made = track([keyframe(0, box(0, 0)), keyframe(4, box(0, 0)), keyframe(8, box(5, 5))], 8);
  expect(valueAt(made, 3)?.geometry).toBe(valueAt(made, 1)?.geometry);
  expect(valueAt(made, 6)?.geometry).toEqual(box(2.5, 2.5));
});

test('where nothing differs from the first keyframe the annotation is the same object', () => {
  const annotation = withTrack(bare, track([keyframe(0, box(0, 0))], 9), noSeconds);
  expect(annotationAt(annotation, 5)).toBe(annotation);
  expect(annotationAt(annotation, 10)).toBeNull();
});
