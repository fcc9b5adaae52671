import type { Point } from '#core/model/common.ts';
import type { ToolContext } from '../context.ts';
import type { StateHandlers } from '../tool.ts';
import type { Idle, SelectState, Target } from './states.ts';

/** Handles first; then a selected shape, so that it can be dragged from below others; then the smallest. */
function targetAt(point: Point, context: ToolContext): Target {
  const handle = context.handleAt(point);
  if (handle) return { type: 'handle', hit: handle };
  const hits = context.hits(point);
  const { ids } = context.state().selection;
  const id = hits.find((hit) => ids.includes(hit)) ?? hits[0];
  return id ? { type: 'shape', id } : { type: 'nothing' };
}

export const idle: StateHandlers<SelectState, Idle> = {
  cursor(state, context) {
    if (state.over.type === 'handle') return state.over.hit.handle.cursor;
    if (state.over.type === 'shape') return context.state().editable ? 'move' : 'pointer';
    return 'default';
  },
  hint(state, context) {
    if (!context.state().editable) return state.over.type === 'nothing' ? 'look' : 'look-shape';
    if (state.over.type === 'handle') return 'select-handle';
    return state.over.type === 'shape' ? 'select-shape' : 'select';
  },
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
