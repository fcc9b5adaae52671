import { expect, test } from 'vitest';
import {
  beginAt,
  endAt,
  mergeTracks,
  moveKeyframe,
  newTrack,
  propagate,
  removeKeyframe,
  setAttributes,
  setShape,
  splitAt,
  toggleKeyframe,
  toggleOutside,
} from '#core/annotation/track/edits.ts';
import type { Track } from '#core/annotation/track/track.ts';
import { isKeyframe, keyframeAfter, keyframeBefore, valueAt } from '#core/annotation/track/value.ts';
import { fc } from '#test/support/property.ts';
import { anyTrack, box, FRAMES, keyframe, track } from './support.ts';

const anyFrame = fc.integer({ min: 0, max: 65 });

/** What it is at each frame. */
const seen = (one: Track, frames = FRAMES) => frames.map((frame) => valueAt(one, frame));
const frames = ({ keyframes }: Track) => keyframes.map(({ frame }) => frame);

/** The same, but for what is rounded to a hundredth of a pixel on the way. */
function expectClose(a: Track, b: Track, at: readonly number[]): void {
  for (const frame of at) {
    const [one, other] = [valueAt(a, frame), valueAt(b, frame)];
    expect(one?.attributes).toEqual(other?.attributes);
    const [p, q] = [one?.geometry, other?.geometry];
    if (p?.type !== 'box' || q?.type !== 'box') expect(p).toEqual(q);
    else
      for (const side of ['left', 'top', 'right', 'bottom'] as const) expect(p[side]).toBeCloseTo(q[side], 1);
  }
}

/** Keyframes in order, the first on the picture, the last one no later than the end. */
function expectWhole(one: Track): void {
  const numbers = frames(one);
  expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
  expect(one.keyframes[0]?.outside).toBe(false);
  expect(one.last).toBeGreaterThanOrEqual(numbers.at(-1) ?? Number.NaN);
}

test('a shape at a frame changes nothing beyond the keyframes around it', () => {
  fc.assert(
    fc.property(anyTrack, anyFrame, (one, frame) => {
      if (!valueAt(one, frame)) return;
      const next = setShape(one, frame, box(1, 1));
      expectWhole(next);
      expect(valueAt(next, frame)?.geometry).toEqual(box(1, 1));
      const [low, high] = [
        keyframeBefore(one, frame - 1)?.frame ?? 0,
        keyframeAfter(one, frame)?.frame ?? 99,
      ];
      const far = FRAMES.filter((each) => each !== frame && (each <= low || each >= high));
      expect(seen(next, far)).toEqual(seen(one, far));
    }),
  );
});

test('a keyframe made where there is none changes nothing that is seen but rounding', () => {
  const one = track([keyframe(0, box(0, 0)), keyframe(8, box(8, 16))], 10);
  const next = toggleKeyframe(one, 4);
  expect(frames(next)).toEqual([0, 4, 8]);
  expect(seen(next)).toEqual(seen(one));
  expect(toggleKeyframe(next, 4)).toEqual(one);
});

test('the last keyframe stays, and without its first one a track begins at the next', () => {
  const one = track(
    [keyframe(2, box(0, 0)), keyframe(4, box(1, 1), { outside: true }), keyframe(6, box(2, 2))],
    9,
  );
  const next = removeKeyframe(one, 2);
  expect(frames(next)).toEqual([6]);
  expect(removeKeyframe(next, 6)).toBe(next);
});

test('off the picture and back, before, between and after its frames', () => {
  fc.assert(
    fc.property(anyTrack, anyFrame, (one, frame) => {
      const was = valueAt(one, frame);
      const next = toggleOutside(one, frame, 69);
      if (!next) return expect(seen(one).filter(Boolean)).toHaveLength(1);
      expectWhole(next);
      expect(valueAt(next, frame) === null).toBe(was !== null);
      const earlier = FRAMES.filter((each) => each < frame && each >= (one.keyframes[0]?.frame ?? 0));
      if (was) expectClose(next, one, earlier);
    }),
  );
});

test('one that left at its end comes back and stays', () => {
  const one = newTrack(box(0, 0), {}, 0, 40);
  const left = toggleOutside(one, 10, 40);
  expect(left?.last).toBe(9);
  const back = left && toggleOutside(left, 20, 40);
  expect(back && FRAMES.filter((frame) => valueAt(back, frame))).toEqual(
    FRAMES.filter((frame) => frame <= 9 || (frame >= 20 && frame <= 40)),
  );
});

test('begin and end are where they were set, and nothing within changes', () => {
  fc.assert(
    fc.property(anyTrack, anyFrame, anyFrame, (one, from, to) => {
      const next = endAt(beginAt(one, from), to);
      expectWhole(next);
      const [first, last] = [frames(next)[0] ?? 0, next.last];
      const [low, high] = [Math.max(first, frames(one)[0] ?? 0), Math.min(last, one.last)];
      // To begin where it is off the picture is to come back there.
      const inside = FRAMES.filter((frame) => frame >= low && frame <= high && valueAt(one, from));
      expectClose(next, one, inside);
    }),
  );
});

test('split and merged again it is what it was, at every frame', () => {
  fc.assert(
    fc.property(anyTrack, anyFrame, (one, frame) => {
      const held = { ...one, linear: false };
      const parts = splitAt(held, frame);
      if (!parts) return;
      const [first, second] = parts;
      expectWhole(first);
      expectWhole(second);
      const together = FRAMES.map((each) => valueAt(first, each) ?? valueAt(second, each));
      expect(together).toEqual(seen(held));
      expect(seen(mergeTracks(first, second))).toEqual(seen(held));
      expect(seen(mergeTracks(second, first))).toEqual(seen(held));
    }),
  );
});

test('split on the way from one keyframe to the next, both parts are where the whole was', () => {
  const one = track([keyframe(0, box(0, 0)), keyframe(10, box(20, 0))], 12);
  const [first, second] = splitAt(one, 5) ?? [];
  expect(first?.last).toBe(4);
  expect(first && valueAt(first, 4)?.geometry).toEqual(box(8, 0));
  expect(second && valueAt(second, 5)?.geometry).toEqual(box(10, 0));
  expect(second && valueAt(second, 9)?.geometry).toEqual(box(18, 0));
});

test('what is propagated is the same on all frames of the range, before or after', () => {
  fc.assert(
    fc.property(anyTrack, anyFrame, anyFrame, (one, from, to) => {
      const value = valueAt(one, from);
      if (!value) return;
      const next = propagate(one, from, to);
      expectWhole(next);
      const range = FRAMES.filter((frame) => frame >= Math.min(from, to) && frame <= Math.max(from, to));
      expect(seen(next, range)).toEqual(range.map(() => value));
    }),
  );
});

test('a keyframe is moved between its neighbours', () => {
  const one = track([keyframe(2, box(0, 0)), keyframe(5, box(1, 1)), keyframe(9, box(2, 2))], 9);
  expect(frames(moveKeyframe(one, 5, 7))).toEqual([2, 7, 9]);
  expect(frames(moveKeyframe(one, 5, 1))).toEqual([2, 3, 9]);
  expect(frames(moveKeyframe(one, 5, 20))).toEqual([2, 8, 9]);
  expect(frames(moveKeyframe(one, 2, 0))).toEqual([0, 5, 9]);
  expect(moveKeyframe(one, 9, 14).last).toBe(14);
  expect(moveKeyframe(one, 4, 6)).toBe(one);
});

test('an attribute changes from a frame on as long as its old value held, or on the whole track', () => {
  const colour = (value: string) => ({ attributes: { colour: value, size: 'small' } });
  const one = track(
    [0, 10, 20, 30].map((frame, at) => keyframe(frame, box(frame, 0), colour(at === 2 ? 'blue' : 'red'))),
    40,
  );
  const at = (next: Track, where: readonly number[]) =>
    where.map((frame) => valueAt(next, frame)?.attributes['colour']);
  const onward = setAttributes(one, 5, { colour: 'green' }, 'onward');
  expect(at(onward, [0, 5, 10, 20, 30])).toEqual(['red', 'green', 'green', 'blue', 'red']);
  expect(valueAt(onward, 5)?.attributes).toEqual({ colour: 'green', size: 'small' });
  const whole = setAttributes(one, 5, { colour: undefined }, 'whole');
  expect(valueAt(whole, 20)?.attributes).toEqual({ size: 'small' });
  expect(isKeyframe(whole, 5)).toBe(false);
});

test('what a program worked out beside a keyframe is given up when that is changed', () => {
  const one = track(
    [
      keyframe(0, box(0, 0)),
      ...[1, 2, 3].map((frame) => keyframe(frame, box(frame, 0), { derived: true })),
      keyframe(4, box(4, 0)),
      keyframe(5, box(9, 9), { derived: true }),
      keyframe(6, box(6, 0)),
    ],
    8,
  );
  expect(frames(setShape(one, 2, box(2, 9)))).toEqual([0, 2, 4, 5, 6]);
  expect(frames(setShape(one, 4, box(2, 9)))).toEqual([0, 4, 6]);
});
