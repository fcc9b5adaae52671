/** Marks what has the colour of a place. */
import { clamp } from '#core/geometry/plane.ts';
import { MOST_TOLERANCE } from '../../brush.ts';
import type { ToolContext } from '../context.ts';
import { maskAt, otherMasks, selectedMask, showMask, storeMask, worked } from '../masks.ts';
import type { ToolSpec } from '../spec.ts';
import { createTool, type Machine, type PointerInput, type StateHandlers } from '../tool.ts';
import type { Holding, Idle, WandState } from './states.ts';

/** View pixels that the hand goes for one step of tolerance. */
const PER_STEP = 2;

function ask({ at, tolerance, everywhere }: Holding, context: ToolContext): void {
  context.ask({ type: 'wand', at, tolerance, everywhere });
}

function store(state: Holding, context: ToolContext): WandState {
  const { target, others, marked, way } = state;
  if (marked) {
    storeMask(
      context,
      target,
      others,
      worked(context, target, others, marked, way),
      way === 'add' ? 'paint' : 'erase',
    );
  }
  return { name: 'idle' };
}

const idle: StateHandlers<WandState, Idle> = {
  cursor: (_state, context) => (context.state().editable ? 'crosshair' : 'default'),
  hint: (_state, context) => (context.state().editable ? 'wand' : 'look'),
  down(_state, input, context) {
    const way = input.alt ? 'take' : 'add';
    const target = way === 'add' ? selectedMask(context) : maskAt(input, context);
    if (!(target ? context.mayChange() : way === 'add' && context.mayDraw())) return undefined;
    const { tolerance } = context.state().brush;
    const holding: Holding = {
      name: 'holding',
      way,
      target,
      others: otherMasks(context, target),
      at: context.toPicture(input),
      from: { x: input.x, y: input.y },
      before: tolerance,
      everywhere: input.shift,
      tolerance,
      marked: null,
      open: true,
      released: false,
    };
    context.select(target ? [target.id] : [], 'drawn');
    ask(holding, context);
    return holding;
  },
  finish(state, context) {
    if (context.state().selection.ids.length === 0) return undefined;
    context.select([]);
    return state;
  },
};

/** To the right and up is more, to the left and down is less. */
function toleranceAt({ before, from }: Holding, { x, y }: PointerInput): number {
  return clamp(Math.round(before + (x - from.x - (y - from.y)) / PER_STEP), 0, MOST_TOLERANCE);
}

const holding: StateHandlers<WandState, Holding> = {
  holds: () => true,
  cursor: () => 'crosshair',
  hint: ({ released }) => (released ? 'wand-waits' : 'wand-holding'),
  move(state, input, context) {
    const tolerance = toleranceAt(state, input);
    if (state.released || tolerance === state.tolerance) return undefined;
    context.setBrush({ tolerance });
    const next = { ...state, tolerance, open: true };
    ask(next, context);
    return next;
  },
  up(state, _input, context) {
    return state.open ? { ...state, released: true } : store(state, context);
  },
  answered(state, heard, context) {
    if (heard.type === 'failed') {
      showMask(context, state.target, null);
      context.notice('no-assist');
      return { name: 'idle' };
    }
    if (heard.type !== 'wand') return undefined;
    // An answer to an older question is shown, and the newer one waited for.
    const open = heard.tolerance !== state.tolerance;
    const next = { ...state, marked: heard.mask, open };
    if (state.released && !open) return store(next, context);
    showMask(context, state.target, worked(context, state.target, state.others, heard.mask, state.way));
    return next;
  },
  cancel({ target, before }, context) {
    context.ask(null);
    context.setBrush({ tolerance: before });
    showMask(context, target, null);
    return { name: 'idle' };
  },
};

export const wandSpec: ToolSpec = {
  create: () => createTool<WandState>({ name: 'idle' }, { idle, holding } satisfies Machine<WandState>),
  keys: ['W'],
  group: 'draw',
  makes: ['binary'],
  hints: ['look', 'wand', 'wand-holding', 'wand-waits'],
  ownsCtrl: true,
  brush: 'tolerance',
};
