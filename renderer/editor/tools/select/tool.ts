/** Picks shapes, moves and resizes them; on nothing, moves the picture. */
import type { ToolSpec } from '../spec.ts';
import { createTool, type Machine } from '../tool.ts';
import { framing } from './framing.ts';
import { idle } from './idle.ts';
import { panning } from './panning.ts';
import { pointing } from './pointing.ts';
import { resizing } from './resizing.ts';
import { AT_REST, type SelectState } from './states.ts';
import { stretching } from './stretching.ts';
import { translating } from './translating.ts';

export const selectSpec: ToolSpec = {
  create: () =>
    createTool<SelectState>(AT_REST, {
      idle,
      pointing,
      panning,
      translating,
      resizing,
      stretching,
      framing,
    } satisfies Machine<SelectState>),
  keys: ['V'],
  group: 'select',
  makes: [],
  hints: [
    'select',
    'select-shape',
    'select-handle',
    'select-rotate',
    'select-vertex',
    'select-edge',
    'select-center',
    'look',
    'look-shape',
    'panning',
    'moving',
    'resizing',
    'turning',
    'reshaping',
    'framing',
  ],
};
