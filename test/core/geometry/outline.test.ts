import { expect, test } from 'vitest';
import { mapGeometry } from '#core/geometry/map.ts';
import { boundsOf, outlineOf } from '#core/geometry/outline.ts';
import { type Geometry, geometrySchema } from '#core/model/annotation.ts';
import { CUBE_CORNERS } from '#core/model/shapes.ts';

const at = (x: number, y: number) => ({ x, y });
const note = { messages: [], status: 'issue' };
const corners = CUBE_CORNERS.map((corner, place) => [corner, at(place, 10 - place)]);
const cube = geometrySchema.parse({ type: 'cube', coordinates: Object.fromEntries(corners) });

test.each<[Geometry, readonly number[] | null]>([
  [{ type: 'box', left: 1, top: 2, right: 3, bottom: 4 }, [1, 2, 3, 4]],
  [{ type: 'segment', coordinates: [[at(5, 1), at(2, 9), at(7, 3)], [at(4, 4)]] }, [2, 1, 7, 9]],
  [{ type: 'polyline', coordinates: [[at(5, 1), at(2, 9)]] }, [2, 1, 5, 9]],
  [{ type: 'point', coordinates: at(3, 4) }, [3, 4, 3, 4]],
  [{ type: 'ellipse', coordinates: { center: at(10, 10), rx: 4, ry: 2 } }, [6, 8, 14, 12]],
  [{ type: 'ellipse', coordinates: { center: at(10, 10), rx: 4, ry: 2, angle: 90 } }, [8, 6, 12, 14]],
  [cube, [0, 3, 7, 10]],
  [{ type: 'note', coordinates: { box: [at(1, 2), at(3, 4)], note } }, [1, 2, 3, 4]],
  [{ type: 'class' }, null],
  [{ type: 'text', coordinates: 'hello' }, null],
])('bounds of %j', (geometry, expected) => {
  const bounds = boundsOf(geometry);
  const sides = bounds && [bounds.left, bounds.top, bounds.right, bounds.bottom];
  expect(sides?.map((side) => Math.round(side * 1e6) / 1e6) ?? null).toEqual(expected);
});

test('a turned box is drawn turned around its centre', () => {
  const [line] = outlineOf({ type: 'box', left: 0, top: 0, right: 4, bottom: 2, angle: 90 });
  const corners = line?.points.map(({ x, y }) => [Math.round(x * 1e6) / 1e6, Math.round(y * 1e6) / 1e6]);
  expect(corners).toEqual([
    [3, -1],
    [3, 3],
    [1, 3],
    [1, -1],
  ]);
});

/** Half the size; what is right of 100 is cut away. */
const half = {
  mapPoint: ({ x, y }: { x: number; y: number }) => (x > 100 ? null : { x: x / 2, y: y / 2 }),
  mapBox: () => ({ left: 0, top: 0, right: 1, bottom: 1 }),
};

test.each<[Geometry, Geometry | null]>([
  [
    { type: 'box', left: 1, top: 2, right: 3, bottom: 4 },
    { type: 'box', left: 0, top: 0, right: 1, bottom: 1 },
  ],
  [{ type: 'box', left: 1, top: 2, right: 3, bottom: 4, angle: 30 }, null],
  [
    { type: 'segment', coordinates: [[at(2, 4), { x: 4, y: 6, z: 1 }]] },
    { type: 'segment', coordinates: [[at(1, 2), { x: 2, y: 3, z: 1 }]] },
  ],
  [{ type: 'polyline', coordinates: [[at(2, 4), at(101, 6)]] }, null],
  [
    { type: 'point', coordinates: at(2, 4) },
    { type: 'point', coordinates: at(1, 2) },
  ],
  [{ type: 'point', coordinates: at(200, 4) }, null],
  [{ type: 'class' }, { type: 'class' }],
  [{ type: 'binary', coordinates: 'data:image/png;base64,AA==' }, null],
])('%j on another picture', (geometry, expected) => {
  expect(mapGeometry(geometry, half)).toEqual(expected);
});
