/** Annotations of every type, as clients send them. */
import { writeMaskUrl } from '#core/formats/png/data-url.ts';
import { CUBE_CORNERS } from '#core/model/shapes.ts';
import { anyMask } from '#test/core/geometry/mask/arbitraries.ts';
import { fc } from '#test/support/property.ts';

const number = fc.integer({ min: -5000, max: 5000 }).map((steps) => steps / 4);
const positive = fc.integer({ min: 1, max: 5000 }).map((steps) => steps / 4);
const point = fc.record({ x: number, y: number });
const space = fc.record({ x: number, y: number, z: number });
const line = fc.array(point, { minLength: 1, maxLength: 6 });
const lines = fc.array(line, { minLength: 1, maxLength: 3 });
const text = fc.string({ minLength: 1, maxLength: 20 });
const rectangle = fc.tuple(number, number, positive, positive).map(([x, y, width, height]) => [
  { x, y, z: 0 },
  { x: x + width, y: y + height, z: 0 },
]);

/** Coordinates by type; undefined: the key is absent. */
const COORDINATES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  box: fc.oneof(
    rectangle,
    fc.tuple(rectangle, number).map(([corners, angle]) => [...corners, angle]),
  ),
  segment: lines,
  polyline: lines,
  point: fc.oneof(point, space),
  ellipse: fc.record({ center: space, rx: positive, ry: positive, angle: number }),
  cube: fc.tuple(fc.tuple(...CUBE_CORNERS.map(() => space)), number).map(([corners, angle]) => ({
    ...Object.fromEntries(CUBE_CORNERS.map((corner, at) => [corner, corners[at]])),
    angle,
  })),
  cube_3d: fc.record({ position: space, scale: space, rotation: space }),
  class: fc.constant(undefined),
  binary: anyMask.map(writeMaskUrl),
  note: fc.record({
    box: rectangle,
    note: fc.record({
      messages: fc.array(fc.record({ id: text, creator: text, time: positive, body: text }), {
        maxLength: 3,
      }),
      status: fc.constantFrom('issue', 'review', 'approved', 'open', 'closed'),
      createTime: positive,
      creator: text,
      assignee: text,
    }),
  }),
  pose: fc.record({ templateId: text, instanceId: text }),
  subtitle: fc.record({ text }),
  item_description: fc.record({ text }),
  text_mark: fc.record({ type: fc.constant('block'), label: text, start: positive, end: positive }),
  text,
  ref_image: fc.record({
    ref: text,
    refType: fc.constantFrom('url', 'id'),
    mimetype: fc.constant('image/png'),
  }),
  gis: fc.record({ geo_type: text, wgs84_geo_coordinates: lines }),
  comparison: fc.jsonValue({ maxDepth: 2 }).filter((value) => value !== null),
  ref_semantic_3d: fc.constant({ a: [1] }),
  semantic_3d: fc.constant('x'),
  polyline_3d: fc.constant([[{ x: 1, y: 2, z: 3 }]]),
  pdf_text: fc.constant([]),
  line: fc.constant({}),
  recording: fc.constant([1]),
};

export const TYPES = Object.keys(COORDINATES);

const details = fc.dictionary(
  fc.constantFrom('a', 'b', 'objectId', 'clientId', 'automated', 'parentId'),
  fc.oneof(text, number, fc.boolean(), fc.constant({ deep: [1, { x: true }] })),
  { maxKeys: 3 },
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** What does not say where the annotation is. */
const rest = fc
  .record({
    label: text,
    description: maybe(text),
    source: maybe(fc.constantFrom('sdk', 'ui')),
    hash: maybe(text),
    unheardOf: maybe(details),
    attributes: maybe(fc.array(text, { minLength: 1, maxLength: 2 })),
    system: details,
    values: maybe(fc.dictionary(fc.constantFrom('1', '2'), fc.oneof(text, fc.array(text)), { minKeys: 1 })),
    status: maybe(fc.constantFrom('issue', 'review', 'approved')),
    user: details,
  })
  .map(({ system, values, status, user, ...own }) => ({
    ...own,
    metadata: {
      user,
      system: {
        ...system,
        ...(values === undefined ? {} : { attributes: values }),
        ...(status === undefined ? {} : { status }),
      },
    },
  }))
  .map((json) => JSON.parse(JSON.stringify(json)));

const typed = fc
  .constantFrom(...TYPES)
  .chain((type) =>
    (COORDINATES[type] ?? fc.constant(null)).map((coordinates) =>
      coordinates === undefined ? { type } : { type, coordinates },
    ),
  );

/** On a picture. */
export const annotations = fc.tuple(rest, typed).map(([own, shape]) => ({ ...own, ...shape }));

/** On a video of 25 frames a second: keyframes in order, each with the annotation's type. */
export const videoAnnotations = annotations.chain((annotation) =>
  fc
    .tuple(
      fc.integer({ min: 0, max: 50 }),
      fc.array(
        fc.record({
          step: fc.integer({ min: 1, max: 9 }),
          data: COORDINATES[annotation.type] ?? fc.constant(null),
          fixed: fc.boolean(),
          objectVisible: fc.boolean(),
          label: text,
        }),
        { maxLength: 4 },
      ),
    )
    .map(([frame, keyframes]) => {
      let at = frame;
      const snapshots = keyframes.map(({ step, data, ...keyframe }) => {
        at += step;
        return {
          frame: at,
          type: annotation.type,
          namedAttributes: {},
          ...keyframe,
          ...(data === undefined ? {} : { data }),
        };
      });
      const endFrame = at + 3;
      const system = {
        ...annotation.metadata.system,
        frame,
        endFrame,
        startTime: frame / 25,
        endTime: endFrame / 25,
        snapshots_: snapshots,
      };
      return { ...annotation, metadata: { ...annotation.metadata, system } };
    }),
);
