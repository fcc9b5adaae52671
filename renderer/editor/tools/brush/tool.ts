/** Paints masks; with the other way round it is the eraser. */
import type { Way } from '../masks.ts';
import type { ToolSpec } from '../spec.ts';
import { createTool, type Machine, type Tool } from '../tool.ts';
import { idle } from './idle.ts';
import { painting } from './painting.ts';
import { paintRing } from './ring.ts';
import type { BrushState } from './states.ts';

function create(usual: Way): Tool {
  const machine = { idle: idle(usual), painting: painting(usual) } satisfies Machine<BrushState>;
  return createTool<BrushState>({ name: 'idle', last: null, way: usual }, machine);
}

const shared = {
  makes: ['binary'],
  hints: ['look', 'brush', 'brush-more', 'eraser', 'painting', 'erasing'],
  ownsCtrl: true,
  brush: 'size',
  paint: paintRing,
} as const;

export const brushSpec: ToolSpec = { ...shared, create: () => create('add'), keys: ['M'], group: 'draw' };

export const eraserSpec: ToolSpec = {
  ...shared,
  create: () => create('take'),
  keys: ['Shift+E'],
  group: 'change',
};
