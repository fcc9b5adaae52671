/**
 * Tools are state machines. A state is data; what it does with the pointer is a set of functions in its own file,
 * each answering the next state, or undefined to stay.
 */
import type { Point } from '#core/model/common.ts';
import type { Cursor, HintName } from '../state.ts';
import type { ToolContext } from './context.ts';

/** Where the pointer is, in view pixels, and which keys are held. `mod` is Ctrl, on a Mac Command. */
export type PointerInput = Point & { readonly shift: boolean; readonly mod: boolean };

type Named = { readonly name: string };
type Handle<S, T> = (state: T, input: PointerInput, context: ToolContext) => S | undefined;

/** What one state `T` of a tool with the states `S` does. */
export type StateHandlers<S extends Named, T extends S> = {
  cursor(state: T, context: ToolContext): Cursor;
  hint(state: T, context: ToolContext): HintName;
  readonly down?: Handle<S, T>;
  readonly move?: Handle<S, T>;
  readonly up?: Handle<S, T>;
  /** Steps back and forgets what was begun; without it there is nothing to step back from. */
  cancel?(state: T, context: ToolContext): S;
};

export type Machine<S extends Named> = {
  readonly [N in S['name']]: StateHandlers<S, Extract<S, { readonly name: N }>>;
};

export type Tool = {
  readonly down: (input: PointerInput, context: ToolContext) => void;
  readonly move: (input: PointerInput, context: ToolContext) => void;
  readonly up: (input: PointerInput, context: ToolContext) => void;
  /** True when there was something to step back from. */
  cancel(context: ToolContext): boolean;
  /** Back to the first state without a word, when what it worked on is gone. */
  reset(): void;
  /** True in the middle of a stroke or drag. */
  busy(): boolean;
  cursor(context: ToolContext): Cursor;
  hint(context: ToolContext): HintName;
};

export function createTool<S extends Named>(initial: S, machine: Machine<S>): Tool {
  let state = initial;
  // A state and its handlers are looked up by one name; the compiler cannot follow that pair through the union.
  const handlers = () => machine[state.name as S['name']] as unknown as StateHandlers<S, S>;
  const step = (kind: 'down' | 'move' | 'up') => (input: PointerInput, context: ToolContext) => {
    state = handlers()[kind]?.(state, input, context) ?? state;
  };
  return {
    down: step('down'),
    move: step('move'),
    up: step('up'),
    cancel(context) {
      const next = handlers().cancel?.(state, context);
      state = next ?? state;
      return next !== undefined;
    },
    reset() {
      state = initial;
    },
    busy: () => handlers().cancel !== undefined,
    cursor: (context) => handlers().cursor(state, context),
    hint: (context) => handlers().hint(state, context),
  };
}
