/**
 * Tools are state machines. A state is data; what it does with the pointer is a set of functions in its own file,
 * each answering the next state, or undefined to stay.
 */
import type { Point } from '#core/model/common.ts';
import type { Heard } from '../assist/questions.ts';
import type { Cursor } from '../cursor.ts';
import type { ToolContext } from './context.ts';

/** Which keys are held. `mod` is Ctrl, on a Mac Command. */
export type HeldKeys = { readonly shift: boolean; readonly alt: boolean; readonly mod: boolean };

/** Where the pointer is, in view pixels, and which keys are held. */
export type PointerInput = Point & HeldKeys;

type Named = { readonly name: string };
type Handle<S, T> = (state: T, input: PointerInput, context: ToolContext) => S | undefined;
type Step<S, T> = (state: T, context: ToolContext) => S | undefined;

/** What one state `T` of a tool with the states `S` does. */
export type StateHandlers<S extends Named, T extends S> = {
  cursor(state: T, context: ToolContext): Cursor;
  /** The name of a sentence that says what the next press does. */
  hint(state: T, context: ToolContext): string;
  /** True: goes on until the button is let go; else a press that is let go at once is all it needs. */
  holds?(state: T): boolean;
  readonly down?: Handle<S, T>;
  readonly move?: Handle<S, T>;
  readonly up?: Handle<S, T>;
  /** Enter, a double click or a right click: what was begun is whole. */
  readonly finish?: Step<S, T>;
  /** Backspace: takes the last step of what was begun back. */
  readonly back?: Step<S, T>;
  /** Assistance has answered what the tool asked. */
  readonly answered?: (state: T, heard: Heard, context: ToolContext) => S | undefined;
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
  /** True when something was begun that could be finished. */
  finish(context: ToolContext): boolean;
  /** True when there was a step to take back. */
  back(context: ToolContext): boolean;
  answered(heard: Heard, context: ToolContext): void;
  /** True when there was something to step back from. */
  cancel(context: ToolContext): boolean;
  /** Back to the first state without a word, when what it worked on is gone. */
  reset(): void;
  /** True in the middle of a stroke or drag. */
  busy(): boolean;
  /** True when the button has to stay down for what was begun. */
  holds(): boolean;
  cursor(context: ToolContext): Cursor;
  hint(context: ToolContext): string;
};

export function createTool<S extends Named>(initial: S, machine: Machine<S>): Tool {
  let state = initial;
  // A state and its handlers are looked up by one name; the compiler cannot follow that pair through the union.
  const handlers = () => machine[state.name as S['name']] as unknown as StateHandlers<S, S>;
  const step = (kind: 'down' | 'move' | 'up') => (input: PointerInput, context: ToolContext) => {
    state = handlers()[kind]?.(state, input, context) ?? state;
  };
  const goOn = (next: S | undefined): boolean => {
    state = next ?? state;
    return next !== undefined;
  };
  return {
    down: step('down'),
    move: step('move'),
    up: step('up'),
    finish: (context) => goOn(handlers().finish?.(state, context)),
    back: (context) => goOn(handlers().back?.(state, context)),
    answered: (heard, context) => void goOn(handlers().answered?.(state, heard, context)),
    cancel: (context) => goOn(handlers().cancel?.(state, context)),
    reset() {
      state = initial;
    },
    busy: () => handlers().cancel !== undefined,
    holds: () => handlers().holds?.(state) ?? false,
    cursor: (context) => handlers().cursor(state, context),
    hint: (context) => handlers().hint(state, context),
  };
}
