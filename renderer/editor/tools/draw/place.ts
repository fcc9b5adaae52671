/**
 * Draws point by point: each press places one, and so does letting go after a drag. Enter, a double click, a right click
 * or a press on the first point ends the shape; Backspace takes the last point back.
 */
import { clampPoint, distance, type Point } from '#core/geometry/plane.ts';
import { alongAngle } from '#core/geometry/turn.ts';
import type { Geometry } from '#core/model/annotation.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import { ANGLE_STEP } from '../../kinds/vertices.ts';
import type { ToolContext } from '../context.ts';
import { createTool, type Machine, type PointerInput, type StateHandlers, type Tool } from '../tool.ts';

type Points = readonly Point[];

/** What is being drawn, in picture pixels; `extends`: the shape that goes on. */
export type Path = { readonly points: Points; readonly extends: AnnotationId | null };

type Idle = { readonly name: 'idle' };
type Placing = Path & {
  readonly name: 'placing';
  /** Where the button went down, in view pixels; null when it is up. */
  readonly pressed: Point | null;
};
type PlaceState = Idle | Placing;

export type Place = {
  /** What the points so far show, the pointer's being the last; null: nothing. */
  preview(points: Points): Geometry | null;
  /** Stores a path that is whole. */
  commit(path: Path, context: ToolContext): void;
  /** Fewer points are no shape. */
  readonly least: number;
  /** With so many points it is whole by itself. */
  readonly most?: number;
  /** True: a press on the first point ends it. */
  readonly closes: boolean;
  /** `guide`: the path becomes no shape of its own. */
  readonly shows: 'stroke' | 'guide';
  /** A shape that a path goes on with when it begins there. */
  resume?(at: Point, context: ToolContext): Path | null;
  /** Whether it may begin; for shapes, whether one may be drawn. */
  may(context: ToolContext): boolean;
  readonly hints: { readonly idle: string; readonly placing: string; readonly ready: string };
};

/** View pixels around the first point that close a shape. */
const CLOSE_RADIUS = 8;
/** View pixels; a press and its letting go further apart are two points. */
const DRAG_RADIUS = 10;
/** View pixels; closer points are the same, as those of a double click. */
const SAME_RADIUS = 2;

export function createPlaceTool(place: Place): Tool {
  const show = (geometry: Geometry | null, context: ToolContext) => context[place.shows](geometry);

  function placeAt({ points }: Path, input: PointerInput, context: ToolContext): Point {
    const { item } = context.state();
    const last = points.at(-1);
    // A direction that Shift keeps to is not left for a vertex beside it.
    const at = context.place(context.toPicture(input), {
      mod: input.mod || (input.shift && last !== undefined),
    });
    const wanted = input.shift && last ? alongAngle(last, at, ANGLE_STEP) : at;
    return item ? clampPoint(wanted, item) : wanted;
  }

  function end(path: Path, context: ToolContext): PlaceState {
    show(null, context);
    if (path.points.length >= place.least) place.commit(path, context);
    return { name: 'idle' };
  }

  function closesAt({ points }: Path, input: Point, context: ToolContext): boolean {
    const [first] = points;
    const enough = place.closes && points.length >= place.least;
    return enough && first !== undefined && distance(context.toView(first), input) <= CLOSE_RADIUS;
  }

  function add(state: Placing, input: PointerInput, context: ToolContext): PlaceState {
    if (closesAt(state, input, context)) return end(state, context);
    const at = placeAt(state, input, context);
    const last = state.points.at(-1);
    const again = last && distance(context.toView(last), context.toView(at)) <= SAME_RADIUS;
    const points = again ? state.points : [...state.points, at];
    const next = { ...state, points };
    if (points.length === place.most) return end(next, context);
    show(place.preview([...points, at]), context);
    return next;
  }

  const idle: StateHandlers<PlaceState, Idle> = {
    cursor: (_state, context) => (context.state().editable ? 'crosshair' : 'default'),
    hint: (_state, context) => (context.state().editable ? place.hints.idle : 'look'),
    move(_state, input, context) {
      // Shows where a press would snap to.
      context.place(context.toPicture(input), input);
      return undefined;
    },
    down(_state, input, context) {
      if (!place.may(context)) return undefined;
      const path = place.resume?.(input, context) ?? { points: [], extends: null };
      if (place.shows === 'stroke') context.select([]);
      const pressed = { x: input.x, y: input.y };
      const begun: Placing = { name: 'placing', pressed, ...path };
      return path.points.length > 0 ? begun : add(begun, input, context);
    },
  };

  const placing: StateHandlers<PlaceState, Placing> = {
    cursor: (state, context) => {
      const { pointer } = context.state();
      return pointer && closesAt(state, pointer, context) ? 'pointer' : 'crosshair';
    },
    hint: ({ points }) => (points.length < place.least ? place.hints.placing : place.hints.ready),
    down(state, input, context) {
      return add({ ...state, pressed: { x: input.x, y: input.y } }, input, context);
    },
    move(state, input, context) {
      show(place.preview([...state.points, placeAt(state, input, context)]), context);
      return undefined;
    },
    up(state, input, context) {
      const dragged = state.pressed !== null && distance(state.pressed, input) >= DRAG_RADIUS;
      const next = dragged ? add(state, input, context) : state;
      return next.name === 'placing' ? { ...next, pressed: null } : next;
    },
    finish: end,
    back(state, context) {
      const points = state.points.slice(0, -1);
      const stays = points.length > 0;
      show(stays ? place.preview(points) : null, context);
      return stays ? { ...state, points } : { name: 'idle' };
    },
    cancel(_state, context) {
      show(null, context);
      return { name: 'idle' };
    },
  };

  return createTool<PlaceState>({ name: 'idle' }, { idle, placing } satisfies Machine<PlaceState>);
}

/** Stores the shape that the points make. */
export function commitShape(make: (points: Points) => Geometry | null): Place['commit'] {
  return ({ points }, context) => {
    context.stroke(make(points));
    context.commitStroke();
  };
}
