import { boxHeight, boxWidth, drawnBox } from '#core/geometry/box.ts';
import type { Point } from '#core/model/common.ts';
import type { ToolContext } from '../context.ts';
import type { StateHandlers } from '../tool.ts';
import type { BoxState, Drawing } from './states.ts';

/** View pixels a side: a click, or the tremble of a hand, draws nothing. */
const LEAST_STROKE = 4;
/** Picture pixels a side, for strokes on a picture that is zoomed in. */
const LEAST_SIDE = 1;

function boxAt(state: Drawing, to: Point, context: ToolContext) {
  const { item, viewport } = context.state();
  if (!item) return null;
  const box = drawnBox(state.fromPicture, context.toPicture(to), item);
  const shortest = Math.min(boxWidth(box), boxHeight(box));
  return shortest >= LEAST_SIDE && shortest * viewport.scale >= LEAST_STROKE
    ? ({ type: 'box', ...box } as const)
    : null;
}

export const drawing: StateHandlers<BoxState, Drawing> = {
  holds: () => true,
  cursor: () => 'crosshair',
  hint: () => 'drawing',
  move(state, input, context) {
    context.stroke(boxAt(state, input, context));
    return undefined;
  },
  up(state, input, context) {
    context.stroke(boxAt(state, input, context));
    context.commitStroke();
    return { name: 'idle' };
  },
  cancel(_state, context) {
    context.stroke(null);
    return { name: 'idle' };
  },
};
