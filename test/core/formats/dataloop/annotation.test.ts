import { describe, expect, test } from 'vitest';
import {
  fpsOf,
  readAnnotation,
  readAnnotationChange,
  writeAnnotation,
} from '#core/formats/dataloop/annotation.ts';
import { ANNOTATION_TYPES, readGeometry } from '#core/formats/dataloop/annotation-shapes.ts';
import {
  type AnnotationRecord,
  annotationContentSchema,
  annotationRecordSchema,
} from '#core/model/annotation.ts';
import type { Item } from '#core/model/item.ts';
import { fc } from '#test/support/property.ts';
import { annotations, TYPES, videoAnnotations } from './annotation-arbitraries.ts';

const BASE = 'http://127.0.0.1:7411/api/v1';
const STORED = {
  id: 'a'.repeat(24),
  itemId: 'b'.repeat(24),
  datasetId: 'c'.repeat(24),
  creator: 'ada@example.com',
  createdAt: 0,
  updatedAt: 1000,
  updatedBy: 'bob@example.com',
  rev: 3,
};

/** As it is once it has been stored: through JSON and the model's schema. */
function stored(json: unknown, fps: number | null = null): AnnotationRecord {
  const { content, status } = readAnnotation(json, { fps, place: 'annotations.0' });
  const kept = annotationContentSchema.parse(JSON.parse(JSON.stringify(content)));
  return annotationRecordSchema.parse({ ...STORED, ...kept, status });
}

test('every type of the reference is read', () => {
  expect([...ANNOTATION_TYPES].toSorted()).toEqual(TYPES.toSorted());
});

describe('what is sent comes back', () => {
  test('on a picture', () => {
    fc.assert(
      fc.property(annotations, (json) => {
        expect(writeAnnotation(stored(json), BASE)).toMatchObject(json);
        expect(writeAnnotation(stored(json), BASE)).toHaveProperty('metadata.system', json.metadata.system);
      }),
    );
  });

  test('on a video, with its keyframes', () => {
    fc.assert(
      fc.property(videoAnnotations, (json) => {
        expect(writeAnnotation(stored(json, 25), BASE)).toMatchObject(json);
        expect(writeAnnotation(stored(json, 25), BASE)).toHaveProperty(
          'metadata.system',
          json.metadata.system,
        );
      }),
    );
  });

  test('and what comes back can be sent again', () => {
    fc.assert(
      fc.property(annotations, (json) => {
        const wire = writeAnnotation(stored(json), BASE);
        expect(writeAnnotation(stored(wire), BASE)).toEqual(wire);
      }),
    );
  });
});

test('keys that only a server knows are not taken from a client, and neither are nulls', () => {
  const { content } = readAnnotation(
    {
      id: null,
      url: null,
      creator: 'mallory@example.com',
      metadata: { system: { automated: true, objectId: null }, user: {} },
      hash: null,
      itemId: 'd'.repeat(24),
      item: null,
      label: 'car',
      dataset: null,
      createdAt: '1970-01-01T00:00:00.000Z',
      updatedBy: null,
      updatedAt: null,
      source: null,
      datasetId: null,
      type: 'class',
      attributes: null,
    },
    { fps: null, place: 'annotations.0' },
  );
  expect(content).toEqual({
    label: 'car',
    geometry: { type: 'class' },
    attributes: {},
    metadata: { user: {}, system: { automated: true } },
  });
});

test.each([
  [
    'box',
    [
      { x: 9, y: 8 },
      { x: 1, y: 2 },
    ],
    { type: 'box', left: 1, top: 2, right: 9, bottom: 8 },
  ],
  ['segment', [{ x: 1, y: 2 }], { type: 'segment', coordinates: [[{ x: 1, y: 2 }]] }],
  ['class', null, { type: 'class' }],
  [
    'note',
    {
      box: [
        { x: 1, y: 2 },
        { x: 3, y: 4 },
      ],
      note: { asignee: 'bob' },
    },
    {
      type: 'note',
      coordinates: {
        box: [
          { x: 1, y: 2 },
          { x: 3, y: 4 },
        ],
        note: { assignee: 'bob', status: 'issue', messages: [] },
      },
    },
  ],
])('other ways to write a %s are read', (type, coordinates, geometry) => {
  expect(readGeometry(type, coordinates, 'x')).toEqual(geometry);
});

test.each([
  [
    { type: 'bx', label: 'car' },
    /annotations\.0 has the type "bx"; the types there are: box, class, segment/,
  ],
  [{ label: 'car' }, /annotations\.0 has no type/],
  [{ type: 'class' }, /annotations\.0\.label must be a text/],
  [{ type: 'box', label: 'car', coordinates: [{ x: 1, y: 2 }] }, /annotations\.0 of type "box" needs/],
  [
    {
      type: 'box',
      label: 'car',
      coordinates: [
        { x: 1, y: 2 },
        { x: 1, y: 9 },
      ],
    },
    /a box needs a width and a height/,
  ],
  [
    { type: 'ellipse', label: 'car', coordinates: { center: { x: 1, y: 'b' }, rx: 1, ry: 1 } },
    /annotations\.0 of type "ellipse" does not fit at coordinates\.center\.y/,
  ],
  [{ type: 'binary', label: 'car', coordinates: 'data:image/jpeg;base64,AA==' }, /must be a PNG/],
  [
    { type: 'class', label: 'car', metadata: { system: { status: 'nice' } } },
    /annotations\.0\.metadata\.system\.status must be one of issue, review, approved/,
  ],
  ['text', /annotations\.0 must be an object/],
])('what does not fit is named: %j', (json, message) => {
  expect(() => readAnnotation(json, { fps: null, place: 'annotations.0' })).toThrow(message);
});

describe('on a video', () => {
  const video = (system: object) => ({
    type: 'box',
    label: 'car',
    coordinates: [
      { x: 0, y: 0 },
      { x: 5, y: 5 },
    ],
    metadata: { system },
  });
  const systemOf = (system: object, fps = 10) => stored(video(system), fps).metadata?.['system'];

  test('times are worked out from frames, and keyframes put in order', () => {
    expect(systemOf({ frame: 5, snapshots_: [{ frame: 12 }, { frame: 8 }] })).toEqual({
      frame: 5,
      endFrame: 12,
      startTime: 0.5,
      endTime: 1.2,
      snapshots_: [{ frame: 8 }, { frame: 12 }],
    });
    // Of subtitles, which have no frames.
    expect(systemOf({ startTime: 1, endTime: 2 })).toEqual({ startTime: 1, endTime: 2 });
  });

  test.each([
    [{ frame: -1 }, /metadata\.system\.frame must be the number of a frame/],
    [{ frame: 5, endFrame: 3 }, /ends at frame 3, before its first frame 5/],
    [{ snapshots_: 3 }, /snapshots_ must be a list/],
    [{ snapshots_: [{}] }, /snapshots_\.0 has no frame/],
    [{ snapshots_: [{ frame: 3, fixed: 'yes' }] }, /snapshots_\.0\.fixed must be true or false/],
    [{ snapshots_: [{ frame: 3, data: {} }] }, /snapshots_\.0 of type "box" needs/],
    [{ snapshots_: [{ frame: 3, type: 'nope', data: {} }] }, /snapshots_\.0 has the type "nope"/],
  ])('what does not fit is named: %j', (system, message) => {
    expect(() => systemOf(system)).toThrow(message);
  });

  test('another frame brings its time along', () => {
    const before = stored(video({ frame: 0, endFrame: 10 }), 10);
    const as = { fps: 10, place: 'annotation', system: true };
    const changed = readAnnotationChange(before, { metadata: { system: { endFrame: 30 } } }, as);
    expect(changed.content?.metadata?.['system']).toMatchObject({ frame: 0, endFrame: 30, endTime: 3 });
  });
});

describe('a change', () => {
  const as = { fps: null, place: 'annotation', system: false };
  const change = (json: object, diff: object, system = false) =>
    readAnnotationChange(stored(json), diff as Record<string, unknown>, { ...as, system });
  const car = {
    type: 'class',
    label: 'car',
    description: 'red',
    metadata: { user: { a: 1, b: 2 }, system: { objectId: '7', attributes: { 1: 'x', 2: 'y' } } },
  };

  test('is laid over what there is; null takes away', () => {
    expect(
      change(car, { label: 'van', description: null, metadata: { user: { a: null, c: 3 } } }).content,
    ).toEqual({
      label: 'van',
      geometry: { type: 'class' },
      attributes: { 1: 'x', 2: 'y' },
      metadata: { user: { b: 2, c: 3 }, system: { objectId: '7' } },
    });
  });

  test('changes the system only when it says so', () => {
    const diff = { metadata: { system: { objectId: '8', attributes: { 1: null }, status: 'issue' } } };
    expect(change(car, diff)).toEqual({ content: null });
    expect(change(car, diff, true)).toEqual({
      status: 'issue',
      content: {
        label: 'car',
        geometry: { type: 'class' },
        attributes: { 2: 'y' },
        metadata: { user: { a: 1, b: 2 }, system: { objectId: '8' } },
        extra: { description: 'red' },
      },
    });
    expect(change(car, { metadata: { system: { status: null } } }, true)).toEqual({
      content: null,
      status: null,
    });
  });

  test('of the type takes the coordinates as they come', () => {
    const coordinates = { center: { x: 1, y: 1 }, rx: 1, ry: 2 };
    const { content } = change(
      { type: 'point', label: 'a', coordinates: { x: 1, y: 2 } },
      { type: 'ellipse', coordinates },
    );
    expect(content?.geometry).toEqual({ type: 'ellipse', coordinates });
  });

  test('of any annotation to itself changes nothing', () => {
    fc.assert(
      fc.property(annotations, (json) => {
        const before = stored(json);
        const { status, ...given } = json.metadata.system;
        const diff = { ...json, metadata: { ...json.metadata, system: given } };
        const { content } = readAnnotationChange(before, diff, { ...as, system: true });
        const { label, geometry, attributes, metadata, extra } = before;
        expect(JSON.parse(JSON.stringify(content))).toEqual(
          JSON.parse(JSON.stringify({ label, geometry, attributes, metadata, extra })),
        );
      }),
    );
  });
});

test.each([
  [{ kind: 'image', metadata: { fps: 30 } }, null],
  [{ kind: 'video', metadata: { fps: 30 }, video: { averageRate: 12 } }, 30],
  [{ kind: 'video', metadata: {}, video: { averageRate: 12 } }, 12],
  [{ kind: 'video', metadata: { fps: 'fast' }, video: null }, 25],
])('frames a second: %j', (item, fps) => {
  expect(fpsOf(item as unknown as Item)).toBe(fps);
});
