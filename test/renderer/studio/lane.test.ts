import { expect, test } from 'vitest';
import { noSeconds, withTrack } from '#core/annotation/track/track.ts';
import {
  following,
  frameAt,
  hitLane,
  marksOf,
  panned,
  stretchesOf,
  wholeSpan,
  xOf,
  zoomed,
} from '#renderer/features/studio/video/timeline/lane.ts';
import { tracksIn } from '#renderer/features/studio/video/timeline/track-list.ts';
import { bare, box, keyframe, track } from '#test/core/annotation/track/support.ts';
import { annotationId } from '#test/renderer/editor/support/ids.ts';
import { fc } from '#test/support/property.ts';

const COUNT = 101;
const lane = { span: wholeSpan(COUNT), width: 1000 };
const some = track(
  [keyframe(10, box(0, 0)), keyframe(30, box(0, 0), { outside: true }), keyframe(50, box(1, 1))],
  80,
);

test('a frame lies where the pointer finds it, however far it is zoomed', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: COUNT - 1 }),
      fc.array(fc.tuple(fc.constantFrom(1.25, 0.8), fc.integer({ min: 0, max: 1000 })), { maxLength: 30 }),
      fc.integer({ min: -50, max: 50 }),
      (frame, steps, by) => {
        let span = wholeSpan(COUNT);
        for (const [factor, x] of steps) span = zoomed({ span, width: 1000 }, COUNT, factor, x);
        span = following(panned(span, COUNT, by), COUNT, frame);
        expect(span.from).toBeGreaterThanOrEqual(0);
        expect(span.to).toBeLessThanOrEqual(COUNT - 1 + 1e-9);
        expect(span.to - span.from).toBeGreaterThan(9.99);
        const x = xOf(frame, { span, width: 1000 });
        expect(x).toBeGreaterThanOrEqual(-1e-6);
        expect(x).toBeLessThanOrEqual(1000 + 1e-6);
        expect(frameAt(x, { span, width: 1000 }, COUNT)).toBe(frame);
      },
    ),
  );
});

test('zooming keeps the frame below the pointer', () => {
  const span = zoomed(lane, COUNT, 2, 250);
  expect(xOf(25, { span, width: 1000 })).toBeCloseTo(250);
});

test('the pointer takes the nearest keyframe, the end, or a frame', () => {
  expect(hitLane(some, 304, lane, COUNT)).toEqual({ kind: 'keyframe', frame: 30 });
  expect(hitLane(some, 797, lane, COUNT)).toEqual({ kind: 'end' });
  expect(hitLane(some, 200, lane, COUNT)).toEqual({ kind: 'frame', frame: 20 });
});

test('a bar has a gap where the object is off the picture', () => {
  expect(stretchesOf(some)).toEqual([
    { from: 10, to: 29, outside: false },
    { from: 30, to: 49, outside: true },
    { from: 50, to: 80, outside: false },
  ]);
});

test('of ten thousand keyframes only those are drawn that can be told apart', () => {
  const dense = track(
    Array.from({ length: 10_000 }, (_, frame) => keyframe(frame, box(0, 0))),
    9_999,
  );
  const drawn = marksOf(dense, { span: wholeSpan(10_000), width: 600 });
  expect(drawn.length).toBeLessThanOrEqual(201);
  expect(drawn.length).toBeGreaterThan(150);
});

test('the rows come in the order in which the objects come into the picture', () => {
  const late = withTrack({ ...bare, id: annotationId(1) }, track([keyframe(9, box(0, 0))], 9), noSeconds);
  const early = withTrack({ ...bare, id: annotationId(2) }, track([keyframe(3, box(0, 0))], 9), noSeconds);
  const named = {
    ...late,
    id: annotationId(3),
    metadata: { ...late.metadata, user: { sluice: { instanceId: 'x7' } } },
  };
  const rows = tracksIn(new Map([late, early, named, bare].map((one) => [one.id, one])));
  expect(rows.map(({ annotation, name }) => [annotation.id, name])).toEqual([
    [early.id, '1'],
    [late.id, '2'],
    [named.id, 'x7'],
  ]);
});
