import { boxFromCorners } from '#core/geometry/box.ts';
import type { ToolContext } from '../context.ts';
import type { PointerInput, StateHandlers } from '../tool.ts';
import { AT_REST, type Framing, type SelectState } from './states.ts';

/** Those that lie wholly in the frame are added to the selection; with Alt, those that it touches. */
function frame(state: Framing, input: PointerInput, context: ToolContext): void {
  const box = boxFromCorners(state.from, context.toPicture(input));
  context.marquee(box);
  const inside = context.within(box, input.alt).filter((id) => !state.before.includes(id));
  context.select([...state.before, ...inside]);
}

/** A frame drawn with Shift selects what is in it. */
export const framing: StateHandlers<SelectState, Framing> = {
  holds: () => true,
  cursor: () => 'crosshair',
  hint: () => 'framing',
  move(state, input, context) {
    frame(state, input, context);
    return undefined;
  },
  up(_state, _input, context) {
    context.marquee(null);
    return AT_REST;
  },
  cancel(state, context) {
    context.marquee(null);
    context.select(state.before);
    return AT_REST;
  },
};
