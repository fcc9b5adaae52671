/** Picks the place of an issue: a shape, or a point where there is none. */
import type { ToolSpec } from '../spec.ts';
import { createTool, type Machine, type StateHandlers } from '../tool.ts';

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

export const pinSpec: ToolSpec = {
  create: () => createTool<Idle>({ name: 'idle' }, { idle } satisfies Machine<Idle>),
  keys: [],
  group: 'screen',
  makes: [],
  hints: ['pin'],
};
