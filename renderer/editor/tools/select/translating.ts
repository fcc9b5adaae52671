import { boxUnion, translateBox } from '#core/geometry/box.ts';
import { kindOf } from '../../kinds/kinds.ts';
import type { ToolContext } from '../context.ts';
import type { PointerInput, StateHandlers } from '../tool.ts';
import { AT_REST, type SelectState, type Translating } from './states.ts';

/** All together as far as the picture allows the outermost, so that they keep their places to one another. */
function drag(state: Translating, input: PointerInput, context: ToolContext): void {
  const { item } = context.state();
  const bounds = [...state.origins.values()].map((geometry) => kindOf(geometry).bounds(geometry));
  if (!item || bounds.length === 0) return;
  const around = bounds.reduce(boxUnion);
  const at = context.toPicture(input);
  const by = { x: at.x - state.from.x, y: at.y - state.from.y };
  // With Shift along one axis only.
  const across = !input.shift || Math.abs(by.x) >= Math.abs(by.y);
  const down = !input.shift || !across;
  const moved = translateBox(around, across ? by.x : 0, down ? by.y : 0, item);
  const dx = moved.left - around.left;
  const dy = moved.top - around.top;
  context.draft(
    new Map(
      [...state.origins].map(([id, geometry]) => [id, kindOf(geometry).translate(geometry, dx, dy, item)]),
    ),
  );
}

export const translating: StateHandlers<SelectState, Translating> = {
  holds: () => true,
  cursor: () => 'move',
  hint: () => 'moving',
  move(state, input, context) {
    drag(state, input, context);
    return undefined;
  },
  up(state, input, context) {
    drag(state, input, context);
    context.commitDrafts('move');
    return AT_REST;
  },
  cancel(_state, context) {
    context.draft(new Map());
    return AT_REST;
  },
};
