/** Draws polygons vertex by vertex. */
import type { Point } from '#core/geometry/plane.ts';
import { LEAST_RING, type Polygon } from '../../kinds/polygon.ts';
import { commitShape, createPlaceTool } from '../draw/place.ts';
import type { ToolSpec } from '../spec.ts';

function polygonOf(points: readonly Point[]): Polygon {
  return { type: 'segment', coordinates: [[...points]] };
}

export const polygonSpec: ToolSpec = {
  create: () =>
    createPlaceTool({
      preview: polygonOf,
      commit: commitShape(polygonOf),
      least: LEAST_RING,
      closes: true,
      shows: 'stroke',
      may: (context) => context.mayDraw(),
      hints: { idle: 'polygon', placing: 'polygon-placing', ready: 'polygon-ready' },
    }),
  keys: ['P'],
  group: 'draw',
  makes: ['segment'],
  hints: ['look', 'polygon', 'polygon-placing', 'polygon-ready'],
  clicks: true,
  crosshair: true,
};
