/** Draws what fits into a box: press, drag, let go. One after the other, until another tool is taken. */
import { type Box, boxHeight, boxWidth, drawnBox } from '#core/geometry/box.ts';
import { clampPoint, type Point, type Size } from '#core/geometry/plane.ts';
import type { Geometry } from '#core/model/annotation.ts';
import type { EditorState } from '../../state.ts';
import type { ToolContext } from '../context.ts';
import {
  createTool,
  type HeldKeys,
  type Machine,
  type PointerInput,
  type StateHandlers,
  type Tool,
} from '../tool.ts';

type Idle = { readonly name: 'idle' };
type Drawing = {
  readonly name: 'drawing';
  /** Where the stroke began, in picture pixels: the picture may move below the stroke. */
  readonly from: Point;
};
type StretchState = Idle | Drawing;

export type Stretch = {
  /** Null: nothing can be made of it. */
  make(box: Box, state: EditorState): Geometry | null;
  /** Whether it may begin, besides what holds for all that is drawn. */
  may?(context: ToolContext): boolean;
  readonly hints: { readonly idle: string; readonly drawn: string; readonly drawing: string };
};

/** View pixels a side: a click, or the tremble of a hand, draws nothing. */
const LEAST_STROKE = 4;
/** Picture pixels a side, for strokes on a picture that is zoomed in. */
const LEAST_SIDE = 1;

/** The box from a corner, or with Alt from the center; with Shift a square. As far as it lies on the picture. */
export function stretchedBox(
  from: Point,
  to: Point,
  { shift, alt }: Pick<HeldKeys, 'shift' | 'alt'>,
  picture: Size,
): Box {
  if (!shift && !alt) return drawnBox(from, to, picture);
  const start = clampPoint(from, picture);
  const [dx, dy] = [to.x - start.x, to.y - start.y];
  const room = (at: number, towards: number, limit: number) => {
    const ahead = towards < 0 ? at : limit - at;
    return alt ? Math.min(at, limit - at) : ahead;
  };
  const [roomX, roomY] = [room(start.x, dx, picture.width), room(start.y, dy, picture.height)];
  const side = Math.min(Math.max(Math.abs(dx), Math.abs(dy)), roomX, roomY);
  const reach = shift
    ? { x: side, y: side }
    : { x: Math.min(Math.abs(dx), roomX), y: Math.min(Math.abs(dy), roomY) };
  const end = { x: start.x + (dx < 0 ? -reach.x : reach.x), y: start.y + (dy < 0 ? -reach.y : reach.y) };
  return drawnBox(alt ? { x: 2 * start.x - end.x, y: 2 * start.y - end.y } : start, end, picture);
}

export function createStretchTool({ make, may, hints }: Stretch): Tool {
  function show(state: Drawing, input: PointerInput, context: ToolContext): void {
    const { item, viewport } = context.state();
    if (!item) return;
    const box = stretchedBox(state.from, context.place(context.toPicture(input), input), input, item);
    const shortest = Math.min(boxWidth(box), boxHeight(box));
    const enough = shortest >= LEAST_SIDE && shortest * viewport.scale >= LEAST_STROKE;
    context.stroke(enough ? make(box, context.state()) : null);
  }

  /** Shapes that are there already are left alone: a new one may begin inside any of them. */
  const idle: StateHandlers<StretchState, Idle> = {
    cursor: (_state, context) => (context.state().editable ? 'crosshair' : 'default'),
    hint(_state, context) {
      const { editable, selection } = context.state();
      if (!editable) return 'look';
      return selection.made === 'drawn' ? hints.drawn : hints.idle;
    },
    move(_state, input, context) {
      // Shows where a press would snap to.
      context.place(context.toPicture(input), input);
      return undefined;
    },
    down(_state, input, context) {
      if (!context.mayDraw() || may?.(context) === false) return undefined;
      context.select([]);
      context.hover(null);
      return { name: 'drawing', from: context.place(context.toPicture(input), input) };
    },
  };

  const drawing: StateHandlers<StretchState, Drawing> = {
    holds: () => true,
    cursor: () => 'crosshair',
    hint: () => hints.drawing,
    move(state, input, context) {
      show(state, input, context);
      return undefined;
    },
    up(state, input, context) {
      show(state, input, context);
      context.commitStroke();
      return { name: 'idle' };
    },
    cancel(_state, context) {
      context.stroke(null);
      return { name: 'idle' };
    },
  };

  return createTool<StretchState>({ name: 'idle' }, { idle, drawing } satisfies Machine<StretchState>);
}
