/** Shapes of every kind that is drawn by hand, anywhere on the rig's picture. */
import type { Geometry } from '#core/model/annotation.ts';
import { CUBE_CORNERS } from '#core/model/shapes.ts';
import { fc } from '#test/support/property.ts';

const hundredths = (min: number, max: number) =>
  fc.integer({ min: min * 100, max: max * 100 }).map((value) => value / 100);
const place = fc.record({ x: hundredths(20, 380), y: hundredths(20, 280) });
/** As clients of other systems write it. */
const deepPlace = fc.oneof(
  place,
  place.map((at) => ({ ...at, z: 0 })),
);
const size = hundredths(5, 60);
const angle = hundredths(-179, 180).filter((value) => value !== 0);
const line = (least: number) => fc.array(deepPlace, { minLength: least, maxLength: 8 });

const box = fc.record({ at: place, width: size, height: size }).map(({ at, width, height }) => ({
  type: 'box' as const,
  left: at.x,
  top: at.y,
  right: Math.round((at.x + width) * 100) / 100,
  bottom: Math.round((at.y + height) * 100) / 100,
}));

export const geometry: fc.Arbitrary<Geometry> = fc.oneof(
  box.filter(({ right, bottom }) => right <= 400 && bottom <= 300),
  fc.tuple(box, angle).map(([flat, turn]) => ({ ...flat, angle: turn })),
  fc
    .array(line(3), { minLength: 1, maxLength: 3 })
    .map((coordinates) => ({ type: 'segment' as const, coordinates })),
  fc
    .array(line(2), { minLength: 1, maxLength: 2 })
    .map((coordinates) => ({ type: 'polyline' as const, coordinates })),
  deepPlace.map((coordinates) => ({ type: 'point' as const, coordinates })),
  fc
    .record({ center: deepPlace, rx: size, ry: size }, { noNullPrototype: true })
    .map((coordinates) => ({ type: 'ellipse' as const, coordinates })),
  fc
    .record({ center: deepPlace, rx: size, ry: size, angle }, { noNullPrototype: true })
    .map((coordinates) => ({ type: 'ellipse' as const, coordinates })),
  fc
    .tuple(...CUBE_CORNERS.map(() => deepPlace))
    .map((places) => {
      const corners = Object.fromEntries(CUBE_CORNERS.map((corner, at) => [corner, places[at]]));
      return { type: 'cube' as const, coordinates: corners } as Extract<Geometry, { type: 'cube' }>;
    })
    .filter(({ coordinates: { front_tl: from, front_br: to } }) => from.x !== to.x && from.y !== to.y),
  fc.tuple(box, fc.string({ maxLength: 20 })).map(([{ left, top, right, bottom }, body]) => ({
    type: 'note' as const,
    coordinates: {
      box: [
        { x: left, y: top, z: 0 },
        { x: right, y: bottom, z: 0 },
      ] as [{ x: number; y: number; z: number }, { x: number; y: number; z: number }],
      note: { messages: [{ body }], status: 'issue' },
    },
  })),
);
