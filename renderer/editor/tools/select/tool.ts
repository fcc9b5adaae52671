/** Picks shapes, moves and resizes them; on nothing, moves the picture. */
import { createTool, type Machine, type Tool } from '../tool.ts';
import { idle } from './idle.ts';
import { panning } from './panning.ts';
import { pointing } from './pointing.ts';
import { resizing } from './resizing.ts';
import { AT_REST, type SelectState } from './states.ts';
import { translating } from './translating.ts';

export function createSelectTool(): Tool {
  return createTool<SelectState>(AT_REST, {
    idle,
    pointing,
    panning,
    translating,
    resizing,
  } satisfies Machine<SelectState>);
}
