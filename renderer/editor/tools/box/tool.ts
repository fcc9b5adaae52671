/** Draws boxes, one after the other, until another tool is taken. */
import type { ToolSpec } from '../spec.ts';
import { createTool, type Machine } from '../tool.ts';
import { drawing } from './drawing.ts';
import { idle } from './idle.ts';
import type { BoxState } from './states.ts';

export const boxSpec: ToolSpec = {
  create: () => createTool<BoxState>({ name: 'idle' }, { idle, drawing } satisfies Machine<BoxState>),
  keys: ['B', 'R'],
  group: 'draw',
  makes: ['box'],
  hints: ['look', 'box', 'box-drawn', 'drawing'],
  crosshair: true,
};
