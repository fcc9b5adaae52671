/** Draws boxes, one after the other, until another tool is taken. */
import { createTool, type Machine, type Tool } from '../tool.ts';
import { drawing } from './drawing.ts';
import { idle } from './idle.ts';
import type { BoxState } from './states.ts';

export function createBoxTool(): Tool {
  return createTool<BoxState>({ name: 'idle' }, { idle, drawing } satisfies Machine<BoxState>);
}
