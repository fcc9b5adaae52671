import { boxUnion, translateBox } from '#core/geometry/box.ts';
import type { Point } from '#core/model/common.ts';
import { kindOf } from '../../kinds/kinds.ts';
import type { ToolContext } from '../context.ts';
import type { StateHandlers } from '../tool.ts';
import { AT_REST, type SelectState, type Translating } from './states.ts';

/** All together as far as the picture allows the outermost, so that they keep their places to one another. */
function drag(state: Translating, to: Point, context: ToolContext): void {
  const { item } = context.state();
  const bounds = [...state.origins.values()].map((geometry) => kindOf(geometry).bounds(geometry));
  if (!item || bounds.length === 0) return;
  const around = bounds.reduce(boxUnion);
  const at = context.toPicture(to);
  const moved = translateBox(around, at.x - state.from.x, at.y - state.from.y, item);
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
