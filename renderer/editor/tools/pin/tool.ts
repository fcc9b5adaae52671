/** Picks the place of an issue: a shape, or a point where there is none. */
import { createTool, type Machine, type StateHandlers, type Tool } from '../tool.ts';

type Idle = { readonly name: 'idle' };

const idle: StateHandlers<Idle, Idle> = {
  cursor: () => 'pointer',
  hint: () => 'pin',
  move(_state, input, context) {
    context.hover(context.hits(input)[0] ?? null);
    return undefined;
  },
  up(_state, input, context) {
    context.pin({ annotationId: context.hits(input)[0] ?? null, point: context.toPicture(input) });
    return undefined;
  },
};

export function createPinTool(): Tool {
  return createTool<Idle>({ name: 'idle' }, { idle } satisfies Machine<Idle>);
}
