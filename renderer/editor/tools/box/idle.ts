import type { StateHandlers } from '../tool.ts';
import type { BoxState, Idle } from './states.ts';

/** Waits for a stroke. Shapes that are there already are left alone: a new box may begin inside any of them. */
export const idle: StateHandlers<BoxState, Idle> = {
  cursor: (_state, context) => (context.state().editable ? 'crosshair' : 'default'),
  hint(_state, context) {
    const { editable, selection } = context.state();
    if (!editable) return 'look';
    return selection.made === 'drawn' ? 'box-drawn' : 'box';
  },
  down(_state, input, context) {
    if (!context.mayDraw()) return undefined;
    context.select([]);
    context.hover(null);
    const from = { x: input.x, y: input.y };
    return { name: 'drawing', from, fromPicture: context.toPicture(from) };
  },
};
