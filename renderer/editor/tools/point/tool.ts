/** Places points. */
import type { Point } from '#core/geometry/plane.ts';
import type { PointGeometry } from '../../kinds/point.ts';
import { commitShape, createPlaceTool } from '../draw/place.ts';
import type { ToolSpec } from '../spec.ts';

function pointOf([at]: readonly Point[]): PointGeometry | null {
  return at ? { type: 'point', coordinates: at } : null;
}

export const pointSpec: ToolSpec = {
  create: () =>
    createPlaceTool({
      preview: pointOf,
      commit: commitShape(pointOf),
      least: 1,
      most: 1,
      closes: false,
      shows: 'stroke',
      may: (context) => context.mayDraw(),
      hints: { idle: 'point', placing: 'point', ready: 'point' },
    }),
  keys: ['Shift+P'],
  group: 'draw',
  makes: ['point'],
  hints: ['look', 'point'],
  clicks: true,
  crosshair: true,
};
