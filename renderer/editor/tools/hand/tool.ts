/** Moves the picture: while Space or the middle button is held. */
import { createTool, type Machine, type StateHandlers, type Tool } from '../tool.ts';

type Idle = { readonly name: 'idle' };
type Panning = { readonly name: 'panning'; readonly x: number; readonly y: number };
type HandState = Idle | Panning;

const idle: StateHandlers<HandState, Idle> = {
  cursor: () => 'grab',
  hint: () => 'hand',
  down: (_state, input) => ({ name: 'panning', x: input.x, y: input.y }),
};

const panning: StateHandlers<HandState, Panning> = {
  holds: () => true,
  cursor: () => 'grabbing',
  hint: () => 'panning',
  move(state, input, context) {
    context.panBy(input.x - state.x, input.y - state.y);
    return { name: 'panning', x: input.x, y: input.y };
  },
  up: () => ({ name: 'idle' }),
  cancel: () => ({ name: 'idle' }),
};

export function createHandTool(): Tool {
  return createTool<HandState>({ name: 'idle' }, { idle, panning } satisfies Machine<HandState>);
}
