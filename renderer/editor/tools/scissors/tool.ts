/** Intelligent scissors: a polygon whose outline follows the edges of the picture from click to click. */
import { clampPoint, distance } from '#core/geometry/plane.ts';
import { simplifyRing } from '#core/geometry/simplify.ts';
import type { Point } from '#core/model/common.ts';
import type { ToolContext } from '../context.ts';
import type { ToolSpec } from '../spec.ts';
import { createTool, type Machine, type PointerInput, type StateHandlers } from '../tool.ts';
import type { Cutting, Idle, ScissorsState } from './states.ts';

/** Picture pixels by which the polygon may be off the line, which has a point in every pixel. */
const TOLERANCE = 1;
/** Picture pixels between a place and the pixel that a way begins at. */
const SAME = 2;
/** View pixels around the beginning in which a click closes the line. */
const CLOSING = 9;

function placeOf(input: PointerInput, context: ToolContext): Point {
  const { item } = context.state();
  const at = context.toPicture(input);
  return item ? clampPoint(at, item) : at;
}

function show({ points, path, to }: Cutting, context: ToolContext): void {
  const line = path.length > 0 ? [...points, ...path] : [...points, to];
  context.guide({ type: 'polyline', coordinates: [line] });
}

const idle: StateHandlers<ScissorsState, Idle> = {
  cursor: (_state, context) => (context.state().editable ? 'crosshair' : 'default'),
  hint: (_state, context) => (context.state().editable ? 'scissors' : 'look'),
  down(_state, input, context) {
    if (!context.mayDraw()) return undefined;
    context.select([]);
    const at = placeOf(input, context);
    context.ask({ type: 'anchor', at, snap: true });
    return { name: 'cutting', points: [at], anchors: [1], path: [], to: at, closing: false };
  },
};

/** Fixes the way to the pointer; the next one begins where it ends. */
function anchor(state: Cutting, context: ToolContext): Cutting {
  const points = [...state.points, ...(state.path.length > 0 ? state.path : [state.to])];
  const at = points.at(-1) ?? state.to;
  context.ask({ type: 'anchor', at, snap: false });
  return { ...state, points, anchors: [...state.anchors, points.length], path: [] };
}

function close(state: Cutting, context: ToolContext): ScissorsState {
  const [first] = state.points;
  if (state.anchors.length < 2 || !first) return state;
  context.ask({ type: 'path', to: first, snap: false });
  return { ...state, path: [], to: first, closing: true };
}

function store({ points, path }: Cutting, context: ToolContext): ScissorsState {
  context.guide(null);
  const ring = simplifyRing([...points, ...path], TOLERANCE);
  if (ring.length > 2) {
    context.stroke({ type: 'segment', coordinates: [ring] });
    context.commitStroke();
  }
  return { name: 'idle' };
}

function forget(context: ToolContext): ScissorsState {
  context.ask(null);
  context.guide(null);
  return { name: 'idle' };
}

/** False for a way that was asked for before the last click: it begins at the anchor before. */
function beginsAtAnchor([first]: readonly Point[], { points }: Cutting): boolean {
  const last = points.at(-1);
  return first !== undefined && last !== undefined && distance(first, last) < SAME;
}

/** True for a way to the beginning that is mostly the line itself: it would go around nothing. */
function runsBack({ points, path }: Cutting): boolean {
  const pixel = ({ x, y }: Point) => `${Math.floor(x)},${Math.floor(y)}`;
  const line = new Set(points.map(pixel));
  return path.filter((point) => line.has(pixel(point))).length > path.length / 2;
}

const cutting: StateHandlers<ScissorsState, Cutting> = {
  cursor: () => 'crosshair',
  hint: ({ anchors }) => (anchors.length > 1 ? 'scissors-ready' : 'scissors-cutting'),
  move(state, input, context) {
    if (state.closing) return undefined;
    const to = placeOf(input, context);
    context.ask({ type: 'path', to, snap: true });
    const next = { ...state, to };
    show(next, context);
    return next;
  },
  down(state, input, context) {
    if (state.closing) return undefined;
    const [first] = state.points;
    const isEnd = first && distance(context.toView(first), input) <= CLOSING;
    return isEnd && state.anchors.length > 1 ? close(state, context) : anchor(state, context);
  },
  finish: (state, context) => (state.closing ? undefined : close(state, context)),
  back(state, context) {
    const anchors = state.anchors.slice(0, -1);
    const points = state.points.slice(0, anchors.at(-1) ?? 0);
    const at = points.at(-1);
    if (!at) return forget(context);
    context.ask({ type: 'anchor', at, snap: false });
    const next = { ...state, anchors, points, path: [], closing: false };
    show(next, context);
    return next;
  },
  cancel: (_state, context) => forget(context),
  answered(state, heard, context) {
    if (heard.type === 'failed') {
      context.notice('no-assist');
      return forget(context);
    }
    if (heard.type === 'anchor') {
      // The first one goes to its edge; the others lie on one already.
      const points = state.points.length === 1 ? [heard.at] : state.points;
      const next = { ...state, points };
      context.ask({ type: 'path', to: state.to, snap: !state.closing });
      return next;
    }
    if (heard.type !== 'path' || !beginsAtAnchor(heard.points, state)) return undefined;
    const next = { ...state, path: heard.points.slice(1) };
    if (state.closing) return store(runsBack(next) ? { ...next, path: [] } : next, context);
    show(next, context);
    return next;
  },
};

export const scissorsSpec: ToolSpec = {
  create: () =>
    createTool<ScissorsState>({ name: 'idle' }, { idle, cutting } satisfies Machine<ScissorsState>),
  keys: ['Shift+W'],
  group: 'draw',
  makes: ['segment'],
  hints: ['look', 'scissors', 'scissors-cutting', 'scissors-ready'],
  clicks: true,
};
