/** Tracks as they are drawn by people, and as other programs send them. */
import type { Track } from '#core/annotation/track/track.ts';
import type { Annotation, Geometry } from '#core/model/annotation.ts';
import { annotationIdSchema, itemIdSchema } from '#core/model/ids.ts';
import { fc } from '#test/support/property.ts';

export const box = (left: number, top: number, width = 10, height = 10): Geometry => ({
  type: 'box',
  ...{ left, top, right: left + width, bottom: top + height },
});

export const keyframe = (frame: number, geometry: Geometry, more: object = {}) => ({
  ...{ frame, geometry, attributes: {}, outside: false, derived: false, stored: null },
  ...more,
});

export const track = (keyframes: Track['keyframes'], last: number, linear = true): Track => ({
  ...{ keyframes, last, linear },
});

/** An annotation that names no frame yet. */
export const bare: Annotation = {
  id: annotationIdSchema.parse('5f0000000000000000000001'),
  itemId: itemIdSchema.parse('5f0000000000000000000002'),
  label: 'car',
  geometry: box(0, 0),
  attributes: {},
  creator: 'ann',
  createdAt: 1,
  updatedAt: 1,
  updatedBy: 'ann',
  rev: 1,
};

const side = fc.integer({ min: 0, max: 400 }).map((quarter) => quarter / 4);
const anyBox = fc
  .record({ left: side, top: side, width: side, height: side })
  .map(({ left, top, width, height }) => box(left, top, width + 1, height + 1));

/** Up to frame 60; the first keyframe is on the picture, and what is outside is followed by what is not. */
export const anyTrack: fc.Arbitrary<Track> = fc
  .record({
    frames: fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 6 }),
    boxes: fc.array(anyBox, { minLength: 6, maxLength: 6 }),
    outside: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    colours: fc.array(fc.constantFrom('red', 'blue'), { minLength: 6, maxLength: 6 }),
    tail: fc.integer({ min: 0, max: 10 }),
    linear: fc.boolean(),
  })
  .map(({ frames, boxes, outside, colours, tail, linear }) => {
    const sorted = frames.toSorted((a, b) => a - b);
    const keyframes = sorted.map((frame, at) =>
      keyframe(frame, boxes[at] ?? box(0, 0), {
        attributes: { colour: colours[at] },
        outside: at > 0 && at < sorted.length - 1 && outside[at] === true,
      }),
    );
    return track(keyframes, (sorted.at(-1) ?? 0) + tail, linear);
  });

/** Frames that tracks of `anyTrack` may be on, and some around them. */
export const FRAMES = Array.from({ length: 70 }, (_, at) => at);
