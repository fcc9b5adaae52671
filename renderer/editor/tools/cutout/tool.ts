/** Marks the thing in a box: by the colours in the box and around it (GrabCut). */
import { type Box, boxHeight, boxWidth, drawnBox } from '#core/geometry/box.ts';
import type { Point } from '#core/model/common.ts';
import type { ToolContext } from '../context.ts';
import { otherMasks, storeMask, type Target, worked } from '../masks.ts';
import type { ToolSpec } from '../spec.ts';
import { createTool, type Machine, type PointerInput, type StateHandlers } from '../tool.ts';

type Idle = { readonly name: 'idle' };
/** `from` in picture pixels. */
type Drawing = { readonly name: 'drawing'; readonly from: Point };
type Cutting = { readonly name: 'cutting'; readonly others: readonly Target[]; readonly slow: boolean };
type CutoutState = Idle | Drawing | Cutting;

/** Picture pixels a side, below which there is nothing to tell apart. */
const LEAST_SIDE = 4;

function boxAt({ from }: Drawing, input: PointerInput, context: ToolContext): Box | null {
  const { item } = context.state();
  return item && drawnBox(from, context.toPicture(input), item);
}

const idle: StateHandlers<CutoutState, Idle> = {
  cursor: (_state, context) => (context.state().editable ? 'crosshair' : 'default'),
  hint: (_state, context) => (context.state().editable ? 'cutout' : 'look'),
  down(_state, input, context) {
    if (!context.mayDraw()) return undefined;
    context.select([]);
    return { name: 'drawing', from: context.toPicture(input) };
  },
};

const drawing: StateHandlers<CutoutState, Drawing> = {
  holds: () => true,
  cursor: () => 'crosshair',
  hint: () => 'cutout-drawing',
  move(state, input, context) {
    context.marquee(boxAt(state, input, context));
    return undefined;
  },
  up(state, input, context) {
    const box = boxAt(state, input, context);
    if (!box || Math.min(boxWidth(box), boxHeight(box)) < LEAST_SIDE) {
      context.marquee(null);
      return { name: 'idle' };
    }
    context.marquee(box);
    context.ask({ type: 'cut', box });
    return { name: 'cutting', others: otherMasks(context, null), slow: false };
  },
  cancel(_state, context) {
    context.marquee(null);
    return { name: 'idle' };
  },
};

const cutting: StateHandlers<CutoutState, Cutting> = {
  cursor: () => 'default',
  hint: ({ slow }) => (slow ? 'cutout-cutting' : 'cutout'),
  answered(state, heard, context) {
    if (heard.type === 'progress') return { ...state, slow: true };
    if (heard.type !== 'cut' && heard.type !== 'failed') return undefined;
    context.marquee(null);
    if (heard.type === 'failed') context.notice('no-assist');
    else if (heard.mask.runs.length === 0) context.notice('nothing-found');
    else
      storeMask(context, null, state.others, worked(context, null, state.others, heard.mask, 'add'), 'paint');
    return { name: 'idle' };
  },
  cancel(_state, context) {
    context.ask(null);
    context.marquee(null);
    return { name: 'idle' };
  },
};

export const cutoutSpec: ToolSpec = {
  create: () =>
    createTool<CutoutState>({ name: 'idle' }, { idle, drawing, cutting } satisfies Machine<CutoutState>),
  keys: ['C'],
  group: 'draw',
  makes: ['binary'],
  hints: ['look', 'cutout', 'cutout-drawing', 'cutout-cutting'],
  crosshair: true,
};
