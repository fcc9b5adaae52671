/** Draws cuboids by three points: two corners of the front, then how far the back is away. */
import { boxFromCorners } from '#core/geometry/box.ts';
import type { Cube } from '#core/geometry/places.ts';
import type { Point } from '#core/geometry/plane.ts';
import { commitShape, createPlaceTool } from '../draw/place.ts';
import type { ToolSpec } from '../spec.ts';

/** @param depth from a corner of the front to the same one of the back. */
function cubeOf(a: Point, b: Point, depth: Point): Cube {
  const { left, top, right, bottom } = boxFromCorners(a, b);
  const at = (x: number, y: number) => ({ x, y });
  const back = (x: number, y: number) => ({ x: x + depth.x, y: y + depth.y });
  return {
    type: 'cube',
    coordinates: {
      front_tl: at(left, top),
      front_tr: at(right, top),
      front_br: at(right, bottom),
      front_bl: at(left, bottom),
      back_tl: back(left, top),
      back_tr: back(right, top),
      back_br: back(right, bottom),
      back_bl: back(left, bottom),
    },
  };
}

function make([a, b, third]: readonly Point[]): Cube | null {
  if (!a || !b) return null;
  return cubeOf(a, b, third ? { x: third.x - b.x, y: third.y - b.y } : { x: 0, y: 0 });
}

export const cuboidSpec: ToolSpec = {
  create: () =>
    createPlaceTool({
      preview: make,
      commit: commitShape(make),
      least: 3,
      most: 3,
      closes: false,
      shows: 'stroke',
      may: (context) => context.mayDraw(),
      hints: { idle: 'cuboid', placing: 'cuboid-placing', ready: 'cuboid-placing' },
    }),
  keys: ['Shift+B'],
  group: 'draw',
  makes: ['cube'],
  hints: ['look', 'cuboid', 'cuboid-placing'],
  clicks: true,
  crosshair: true,
};
