import { moveGroupHandle } from '../../group.ts';
import type { ToolContext } from '../context.ts';
import type { PointerInput, StateHandlers } from '../tool.ts';
import { AT_REST, type SelectState, type Stretching } from './states.ts';

function drag(state: Stretching, input: PointerInput, context: ToolContext): void {
  const { item } = context.state();
  if (!item) return;
  const at = context.toPicture(input);
  const held = { x: at.x + state.grip.x, y: at.y + state.grip.y };
  const turns = state.handle.role === 'rotate';
  const to = turns ? held : context.place(held, input, [...state.origins.keys()]);
  const how = { picture: item, shift: input.shift, alt: input.alt };
  context.draft(moveGroupHandle(state.origins, state.handle.id, to, how));
}

/** Several shapes are resized or turned together. */
export const stretching: StateHandlers<SelectState, Stretching> = {
  holds: () => true,
  cursor: (state) => state.handle.cursor,
  hint: (state) => (state.handle.role === 'rotate' ? 'turning' : 'resizing'),
  move(state, input, context) {
    drag(state, input, context);
    return undefined;
  },
  up(state, input, context) {
    drag(state, input, context);
    context.commitDrafts(state.handle.role === 'rotate' ? 'rotate' : 'resize');
    return AT_REST;
  },
  cancel(_state, context) {
    context.draft(new Map());
    return AT_REST;
  },
};
