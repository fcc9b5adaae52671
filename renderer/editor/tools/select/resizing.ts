import type { HandleRole } from '../../kinds/kind.ts';
import { kindOf } from '../../kinds/kinds.ts';
import type { StepName } from '../../steps.ts';
import type { ToolContext } from '../context.ts';
import type { PointerInput, StateHandlers } from '../tool.ts';
import { AT_REST, type Resizing, type SelectState } from './states.ts';

function drag(state: Resizing, input: PointerInput, context: ToolContext): void {
  const { item } = context.state();
  if (!item) return;
  const at = context.toPicture(input);
  const { role, id } = state.hit.handle;
  const held = { x: at.x + state.grip.x, y: at.y + state.grip.y };
  const handleTo = role === 'rotate' ? held : context.place(held, input, [state.hit.id]);
  const how = { picture: item, shift: input.shift, alt: input.alt };
  const resized = kindOf(state.origin).moveHandle(state.origin, id, handleTo, how);
  context.draft(new Map([[state.hit.id, resized]]));
}

/** What the history calls a drag of a handle. */
const STEPS = {
  corner: 'resize',
  side: 'resize',
  center: 'move',
  rotate: 'rotate',
  vertex: 'reshape',
  edge: 'reshape',
} as const satisfies Record<HandleRole, StepName>;

const HINTS = { resize: 'resizing', move: 'moving', rotate: 'turning', reshape: 'reshaping' } as const;

export const resizing: StateHandlers<SelectState, Resizing> = {
  holds: () => true,
  cursor: (state) => state.hit.handle.cursor,
  hint: (state) => HINTS[STEPS[state.hit.handle.role]],
  move(state, input, context) {
    drag(state, input, context);
    return undefined;
  },
  up(state, input, context) {
    drag(state, input, context);
    context.commitDrafts(STEPS[state.hit.handle.role]);
    return AT_REST;
  },
  cancel(_state, context) {
    context.draft(new Map());
    return AT_REST;
  },
};
