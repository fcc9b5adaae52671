import type { ToolContext } from '../context.ts';
import type { StateHandlers } from '../tool.ts';
import type { Idle, SelectState, Target } from './states.ts';
import { handleCursor, targetAt } from './target.ts';

const HANDLE_HINTS = {
  corner: 'select-handle',
  side: 'select-handle',
  rotate: 'select-rotate',
  vertex: 'select-vertex',
  edge: 'select-edge',
  center: 'select-center',
} as const;

function hintOver(over: Target, context: ToolContext): string {
  const isHandle = over.type === 'handle' || over.type === 'group';
  if (!context.state().editable) return over.type === 'nothing' ? 'look' : 'look-shape';
  if (isHandle) return HANDLE_HINTS[(over.type === 'handle' ? over.hit.handle : over.handle).role];
  return over.type === 'shape' ? 'select-shape' : 'select';
}

export const idle: StateHandlers<SelectState, Idle> = {
  cursor(state, context) {
    const cursor = handleCursor(state.over);
    if (cursor) return cursor;
    if (state.over.type === 'shape') return context.state().editable ? 'move' : 'pointer';
    return 'default';
  },
  hint: (state, context) => hintOver(state.over, context),
  move(_state, input, context) {
    const over = targetAt(input, context);
    context.hoverHandle(over.type === 'handle' ? over.hit : null);
    context.hover(context.hits(input)[0] ?? null);
    return { name: 'idle', over };
  },
  down(_state, input, context) {
    return { name: 'pointing', from: { x: input.x, y: input.y }, over: targetAt(input, context) };
  },
};
