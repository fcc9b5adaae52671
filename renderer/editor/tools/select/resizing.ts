import type { Point } from '#core/model/common.ts';
import { kindOf } from '../../kinds/kinds.ts';
import type { ToolContext } from '../context.ts';
import type { StateHandlers } from '../tool.ts';
import { AT_REST, type Resizing, type SelectState } from './states.ts';

function drag(state: Resizing, to: Point, context: ToolContext): void {
  const { item } = context.state();
  if (!item) return;
  const at = context.toPicture(to);
  const handleTo = { x: at.x + state.grip.x, y: at.y + state.grip.y };
  const resized = kindOf(state.origin).resize(state.origin, state.hit.handle.id, handleTo, item);
  context.draft(new Map([[state.hit.id, resized]]));
}

export const resizing: StateHandlers<SelectState, Resizing> = {
  cursor: (state) => state.hit.handle.cursor,
  hint: () => 'resizing',
  move(state, input, context) {
    drag(state, input, context);
    return undefined;
  },
  up(state, input, context) {
    drag(state, input, context);
    context.commitDrafts('resize');
    return AT_REST;
  },
  cancel(_state, context) {
    context.draft(new Map());
    return AT_REST;
  },
};
