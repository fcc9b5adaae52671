/**
 * The layer of stored shapes. Few shapes are drawn anew each frame. Many are drawn once to a bitmap of the whole
 * picture, which is what moves while the view moves (9 ms a frame for 10,000 polygons instead of 154), and crisp
 * again when the view has come to rest. A changed shape costs the place where it is, not the whole layer.
 */
import { type Box, boxesTouch, boxUnion, growBox } from '#core/geometry/box.ts';
import type { Size } from '#core/geometry/plane.ts';
import { boxToView, type Viewport } from '#core/geometry/viewport.ts';
import type { ShapeIndex } from '../shape-index.ts';
import type { EditorState } from '../state.ts';
import { createTextWidths } from './chip.ts';
import { inDetail, paintShapes, SHAPE_MARGIN, shapesIn } from './paint-shapes.ts';
import type { Surface } from './surface.ts';

/** Up to so many shapes in view are drawn directly while the view moves. */
const FEW = 400;
/** Device pixels of the bitmap: 16 MB. */
const MOST_PIXELS = 4_000_000;
/** The bitmap is drawn anew when the view has become so many times larger or smaller than it. */
const MOST_STRETCH = 2;
/** More changed places than this are cheaper to draw all at once. */
const MOST_PLACES = 40;

export type ShapesLayer = {
  /** Draws what is in view. `moving`: soft is good enough, the view is about to change again. */
  paint(state: EditorState, ratio: number, moving: boolean): void;
  /** Draws some places anew, given in picture pixels, after shapes changed there. */
  paintPlaces(state: EditorState, ratio: number, places: readonly Box[]): void;
  /** Drops the bitmap: labels, hidden shapes or the picture changed. */
  forget(): void;
  dispose(): void;
};

/** Places that touch become one: else what lies between them is drawn several times. */
function merged(places: readonly Box[]): Box[] {
  return places.reduce<Box[]>((apart, place) => {
    const around = apart.filter((each) => boxesTouch(each, place)).reduce(boxUnion, place);
    return [...apart.filter((each) => !boxesTouch(each, place)), around];
  }, []);
}

type Cache = { readonly surface: Surface; readonly viewport: Viewport };

export function createShapesLayer(
  surface: Surface,
  shapes: ShapeIndex,
  createBitmap: () => Surface,
): ShapesLayer {
  const widths = createTextWidths();
  let cache: Cache | null = null;
  let detailed = true;
  /** True when what is on the surface came from the bitmap and is not sharp. */
  let soft = false;

  const viewOf = (size: Size): Box => ({ left: 0, top: 0, right: size.width, bottom: size.height });

  function forget(): void {
    cache?.surface.dispose();
    cache = null;
  }

  function bitmapFor(state: EditorState, ratio: number): Cache {
    const { item, viewport } = state;
    const size = item ?? { width: 1, height: 1 };
    const stretch = cache ? viewport.scale / cache.viewport.scale : 0;
    if (cache && stretch <= MOST_STRETCH && stretch >= 1 / MOST_STRETCH) return cache;
    forget();
    const most = Math.sqrt(MOST_PIXELS / (size.width * size.height)) / ratio;
    const scale = Math.min(viewport.scale, most);
    const bitmap = createBitmap();
    const whole = { width: size.width * scale, height: size.height * scale };
    bitmap.resize(whole, ratio);
    bitmap.begin();
    const at = { scale, x: 0, y: 0 };
    const paint = { pen: bitmap.pen, state, shapes, viewport: at, widths };
    paintShapes(paint, shapesIn(paint, viewOf(whole)), false);
    cache = { surface: bitmap, viewport: at };
    return cache;
  }

  function paintPlace(
    target: Surface,
    state: EditorState,
    viewport: Viewport,
    place: Box,
    full: boolean,
  ): void {
    const around = growBox(boxToView(viewport, place), SHAPE_MARGIN);
    const left = Math.floor(around.left);
    const top = Math.floor(around.top);
    const width = Math.ceil(around.right) - left;
    const height = Math.ceil(around.bottom) - top;
    const { pen } = target;
    pen.save();
    pen.beginPath();
    pen.rect(left, top, width, height);
    pen.clip();
    pen.clearRect(left, top, width, height);
    const paint = { pen, state, shapes, viewport, widths };
    paintShapes(paint, shapesIn(paint, { left, top, right: left + width, bottom: top + height }), full);
    pen.restore();
  }

  function paint(state: EditorState, ratio: number, moving: boolean): void {
    surface.begin();
    const { item, viewport, view } = state;
    if (!item) return;
    const visible = shapesIn({ state, shapes, viewport }, viewOf(view));
    soft = moving && visible.length > FEW;
    if (soft) {
      const { image } = bitmapFor(state, ratio).surface;
      const width = item.width * viewport.scale;
      surface.pen.drawImage(image, viewport.x, viewport.y, width, item.height * viewport.scale);
      return;
    }
    detailed = inDetail(visible.length);
    paintShapes({ pen: surface.pen, state, shapes, viewport, widths }, visible, detailed);
  }

  return {
    paint,
    paintPlaces(state, ratio, places) {
      if (places.length > MOST_PLACES) forget();
      if (soft || places.length > MOST_PLACES) {
        paint(state, ratio, soft);
        return;
      }
      for (const place of merged(places)) {
        paintPlace(surface, state, state.viewport, place, detailed);
        if (cache) paintPlace(cache.surface, state, cache.viewport, place, false);
      }
    },
    forget,
    dispose() {
      forget();
      surface.dispose();
    },
  };
}
