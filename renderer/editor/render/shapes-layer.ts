/**
 * The layer of stored shapes. Few shapes are drawn anew each frame. Many are drawn to bitmaps, tile by tile between
 * frames; while the view moves, the bitmaps move (10,000 polygons took 154 ms a frame when they were drawn in each), and
 * when it rests, a bitmap of just what is in view makes the layer sharp. A changed shape costs the place where it is, not
 * the whole layer.
 */
import { type Box, boxContainsBox, boxesTouch, boxUnion, growBox } from '#core/geometry/box.ts';
import type { Size } from '#core/geometry/plane.ts';
import { boxToView, visibleBox } from '#core/geometry/viewport.ts';
import type { ShapeIndex } from '../shape-index.ts';
import type { EditorState } from '../state.ts';
import { createTextWidths } from './chip.ts';
import { inDetail, paintShapes, SHAPE_MARGIN, shapesIn } from './paint-shapes.ts';
import { type BitmapPlace, createShapesBitmap, type ShapesBitmap } from './shapes-bitmap.ts';
import type { Scratch, Surface } from './surface.ts';

/** Up to so many shapes in view are drawn directly while the view moves. */
const FEW = 60;
/** And up to so many when it rests. */
const FEW_AT_REST = 300;
/** Device pixels of the bitmap of the whole picture: 16 MB. */
const MOST_PIXELS = 4_000_000;
/** A bitmap of the view is of no use when the view has become so many times larger or smaller than it. */
const MOST_STRETCH = 2;
/** More changed places than this are cheaper to draw all at once. */
const MOST_PLACES = 40;
/** Milliseconds that drawing may take between two frames. */
const WHILE_MOVING = 3;
const AT_REST = 30;

export type LayerPorts = {
  readonly surface: Surface;
  readonly scratch: Scratch;
  readonly shapes: ShapeIndex;
  /** Milliseconds, of a clock that only goes forward. */
  now(): number;
  /** Runs the function soon, after what the window has to do; the answer takes that back. */
  soon(run: () => void): () => void;
  /** There is something finer to show. */
  ready(): void;
};

export type ShapesLayer = {
  /** Draws what is in view. `moving`: soft is good enough, the view is about to change again. */
  paint(state: EditorState, ratio: number, moving: boolean): void;
  /** The view has come to rest. True when what is on the surface stays until a finer one, begun now, is ready. */
  rest(state: EditorState, ratio: number): boolean;
  /** Draws some places anew, given in picture pixels, after shapes changed there. */
  paintPlaces(state: EditorState, ratio: number, places: readonly Box[]): void;
  /** Drops the bitmaps: labels, hidden shapes or the picture changed. */
  forget(): void;
  /** True when what is on the surface is not as fine as it will be. */
  soft(): boolean;
  dispose(): void;
};

/** Places that touch become one: else what lies between them is drawn several times. */
function merged(places: readonly Box[]): Box[] {
  return places.reduce<Box[]>((apart, place) => {
    const around = apart.filter((each) => boxesTouch(each, place)).reduce(boxUnion, place);
    return [...apart.filter((each) => !boxesTouch(each, place)), around];
  }, []);
}

const boxOf = ({ width, height }: Size): Box => ({ left: 0, top: 0, right: width, bottom: height });

type Latest = { readonly state: EditorState; readonly ratio: number; readonly moving: boolean };

export function createShapesLayer(ports: LayerPorts): ShapesLayer {
  const { surface, scratch, shapes, now } = ports;
  const widths = createTextWidths();
  /** The whole picture, coarse. */
  let whole: ShapesBitmap | null = null;
  /** What was in view when the view last rested. */
  let near: ShapesBitmap | null = null;
  /** What is in view now, being drawn: it takes the place of `near` when it is done. */
  let next: ShapesBitmap | null = null;
  let stopWork: (() => void) | null = null;
  let latest: Latest | null = null;
  let detailed = true;
  let soft = false;

  const each = (run: (bitmap: ShapesBitmap) => void) => {
    for (const bitmap of [whole, near, next]) if (bitmap) run(bitmap);
  };

  function forget(): void {
    stopWork?.();
    stopWork = null;
    each((bitmap) => bitmap.dispose());
    [whole, near, next] = [null, null, null];
  }

  function bitmapOf(place: Omit<BitmapPlace, 'detailed'>): ShapesBitmap {
    return createShapesBitmap({ scratch, shapes, widths, now }, { ...place, detailed });
  }

  function bitmapOfAll({ item, viewport }: EditorState, ratio: number): ShapesBitmap {
    const { width, height } = item ?? { width: 1, height: 1 };
    const most = Math.sqrt(MOST_PIXELS / (width * height)) / ratio;
    const scale = Math.min(Math.max(viewport.scale, 1 / ratio), most);
    const size = { width: width * scale, height: height * scale };
    return bitmapOf({ viewport: { scale, x: 0, y: 0 }, size, ratio });
  }

  /** The bitmap that has something left to draw: what is in view first. */
  function unfinished(): ShapesBitmap | null {
    return [next, near, whole].find((bitmap) => bitmap && !bitmap.done()) ?? null;
  }

  function work(): void {
    stopWork = null;
    const bitmap = unfinished();
    if (!bitmap || !latest) return;
    bitmap.work(latest.state, now() + (latest.moving ? WHILE_MOVING : AT_REST));
    if (next?.done()) {
      near?.dispose();
      [near, next] = [next, null];
    }
    if (bitmap.done()) ports.ready();
    workSoon();
  }

  function workSoon(): void {
    if (unfinished()) stopWork ??= ports.soon(work);
  }

  function isOf(bitmap: ShapesBitmap | null, { viewport, view }: EditorState): boolean {
    return bitmap?.viewport === viewport && bitmap.size === view;
  }

  function paintSoft({ viewport, view }: EditorState, ratio: number): void {
    const stretch = near ? viewport.scale / near.viewport.scale : 0;
    const above = stretch <= MOST_STRETCH && stretch >= 1 / MOST_STRETCH ? near : null;
    const covered = above?.place(viewport);
    const all = covered !== undefined && boxContainsBox(covered, boxOf(view));
    if (!all) whole?.lay(surface.pen, viewport, ratio, covered ? { covered } : {});
    above?.lay(surface.pen, viewport, ratio, { above: !all });
  }

  function refine(state: EditorState, ratio: number): void {
    if (isOf(next, state)) return;
    next?.dispose();
    next = bitmapOf({ viewport: state.viewport, size: state.view, ratio });
  }

  function paintMany(state: EditorState, ratio: number, moving: boolean): void {
    const { viewport } = state;
    soft = !isOf(near, state);
    if (soft && !moving) refine(state, ratio);
    whole ??= bitmapOfAll(state, ratio);
    if (soft) paintSoft(state, ratio);
    else near?.lay(surface.pen, viewport, ratio);
    workSoon();
  }

  function paintPart(state: EditorState, part: Box): void {
    const { pen } = surface;
    const { viewport } = state;
    paintShapes(
      { pen, state, shapes, viewport, widths },
      shapesIn({ state, shapes, viewport }, part, detailed),
      detailed,
    );
  }

  /** Draws a part of the layer anew. @param place in view pixels */
  function paintPlace(state: EditorState, place: Box): void {
    const { pen } = surface;
    const around = growBox(place, SHAPE_MARGIN);
    const [left, top] = [Math.floor(around.left), Math.floor(around.top)];
    const [right, bottom] = [Math.ceil(around.right), Math.ceil(around.bottom)];
    pen.save();
    pen.beginPath();
    pen.rect(left, top, right - left, bottom - top);
    pen.clip();
    pen.clearRect(left, top, right - left, bottom - top);
    paintPart(state, { left, top, right, bottom });
    pen.restore();
  }

  function paint(state: EditorState, ratio: number, moving: boolean): void {
    latest = { state, ratio, moving };
    surface.begin();
    if (!state.item) return;
    const count = shapes.count(visibleBox(state.viewport, state.view));
    detailed = inDetail(count);
    if (count > (moving ? FEW : FEW_AT_REST)) {
      paintMany(state, ratio, moving);
      return;
    }
    soft = false;
    paintPart(state, boxOf(state.view));
  }

  return {
    paint,
    rest(state, ratio) {
      if (!soft || !state.item || isOf(near, state)) return false;
      if (shapes.count(visibleBox(state.viewport, state.view)) <= FEW_AT_REST) return false;
      latest = { state, ratio, moving: false };
      refine(state, ratio);
      workSoon();
      return true;
    },
    paintPlaces(state, ratio, places) {
      const moving = latest?.moving ?? false;
      latest = { state, ratio, moving };
      const few = merged(places.length > MOST_PLACES ? [places.reduce(boxUnion)] : places);
      for (const place of few) each((bitmap) => bitmap.spoil(place));
      // What is soft is laid anew when the bitmaps are right again.
      if (!soft) for (const place of few) paintPlace(state, boxToView(state.viewport, place));
      workSoon();
    },
    forget,
    soft: () => soft,
    dispose() {
      forget();
      surface.dispose();
    },
  };
}
