/** Draws ellipses, each into a box; Shift makes circles. */
import { boxCenter, boxHeight, boxWidth } from '#core/geometry/box.ts';
import { createStretchTool } from '../draw/stretch.ts';
import type { ToolSpec } from '../spec.ts';

export const ellipseSpec: ToolSpec = {
  create: () =>
    createStretchTool({
      make: (box) => ({
        type: 'ellipse',
        coordinates: { center: boxCenter(box), rx: boxWidth(box) / 2, ry: boxHeight(box) / 2 },
      }),
      hints: { idle: 'ellipse', drawn: 'shape-drawn', drawing: 'drawing-ellipse' },
    }),
  keys: ['E'],
  group: 'draw',
  makes: ['ellipse'],
  hints: ['look', 'ellipse', 'shape-drawn', 'drawing-ellipse'],
  crosshair: true,
};
