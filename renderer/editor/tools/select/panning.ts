import type { StateHandlers } from '../tool.ts';
import { AT_REST, type Panning, type SelectState } from './states.ts';

/** A drag that began on nothing moves the picture. */
export const panning: StateHandlers<SelectState, Panning> = {
  holds: () => true,
  cursor: () => 'grabbing',
  hint: () => 'panning',
  move(state, input, context) {
    context.panBy(input.x - state.x, input.y - state.y);
    return { name: 'panning', x: input.x, y: input.y };
  },
  up: () => AT_REST,
  cancel: () => AT_REST,
};
