/** Draws boxes. */
import { createStretchTool } from '../draw/stretch.ts';
import type { ToolSpec } from '../spec.ts';

export const boxSpec: ToolSpec = {
  create: () =>
    createStretchTool({
      make: (box) => ({ type: 'box', ...box }),
      hints: { idle: 'box', drawn: 'box-drawn', drawing: 'drawing' },
    }),
  keys: ['B', 'R'],
  group: 'draw',
  makes: ['box'],
  hints: ['look', 'box', 'box-drawn', 'drawing'],
  crosshair: true,
};
