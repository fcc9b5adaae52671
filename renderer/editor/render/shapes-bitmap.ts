/**
 * A picture of stored shapes that is drawn tile by tile between frames, so that nothing waits for ten thousand of them.
 * Tiles, because a canvas only writes down what it is told and draws all of it when it is looked at: a small one is the
 * smallest piece of work that really is done when it ends.
 */
import { type Box, boxContainsBox, boxesTouch, growBox } from '#core/geometry/box.ts';
import type { Size } from '#core/geometry/plane.ts';
import { boxToView, type Viewport } from '#core/geometry/viewport.ts';
import type { ShapeIndex } from '../shape-index.ts';
import type { EditorState } from '../state.ts';
import type { TextWidths } from './chip.ts';
import { paintShapes, SHAPE_MARGIN, shapesIn } from './paint-shapes.ts';
import type { Pen } from './pen.ts';
import type { Scratch, Taken } from './surface.ts';

/** CSS pixels: a dozen in a window, which take some 10 ms each when there are 10,000 shapes in it. */
const TILE = 320;

type Tile = { readonly box: Box; image: Taken | null };

export type ShapesBitmap = {
  /** From picture pixels to CSS pixels of the bitmap. */
  readonly viewport: Viewport;
  /** CSS pixels. */
  readonly size: Size;
  done(): boolean;
  /** Draws tiles until all are drawn or `now()` is at `until` (milliseconds); at least one. */
  work(state: EditorState, until: number): void;
  /** Draws anew where shapes have changed, in picture pixels; at the next work. */
  spoil(place: Box): void;
  /** Lays what is drawn where it belongs in another view. */
  lay(pen: Pen, viewport: Viewport, ratio: number, how?: Laying): void;
  /** Where all of it lies in another view: view pixels. */
  place(viewport: Viewport): Box;
  dispose(): void;
};

export type Laying = {
  /** In place of what is there. */
  readonly above?: boolean;
  /** Tiles that lie in it are left out, as something else will cover them. View pixels. */
  readonly covered?: Box;
};

export type BitmapParts = {
  readonly scratch: Scratch;
  readonly shapes: ShapeIndex;
  readonly widths: TextWidths;
  now(): number;
};

export type BitmapPlace = {
  readonly viewport: Viewport;
  readonly size: Size;
  readonly ratio: number;
  /** With signs and seams. */
  readonly detailed: boolean;
};

function tilesOf({ width, height }: Size): Tile[] {
  const tiles: Tile[] = [];
  for (let top = 0; top < height; top += TILE) {
    for (let left = 0; left < width; left += TILE) {
      const box = { left, top, right: Math.min(left + TILE, width), bottom: Math.min(top + TILE, height) };
      tiles.push({ box, image: null });
    }
  }
  return tiles;
}

export function createShapesBitmap(parts: BitmapParts, place: BitmapPlace): ShapesBitmap {
  const { scratch, shapes, widths, now } = parts;
  const { viewport, size, ratio, detailed } = place;
  const tiles = tilesOf(size);
  let waiting: Tile[] = [...tiles];

  function draw(tile: Tile, state: EditorState): void {
    const { left, top, right, bottom } = tile.box;
    const at = { scale: viewport.scale, x: viewport.x - left, y: viewport.y - top };
    const area = { left: 0, top: 0, right: right - left, bottom: bottom - top };
    const found = shapesIn({ state, shapes, viewport: at }, area, detailed);
    tile.image?.close();
    tile.image = null;
    if (found.length === 0) return;
    const surface = scratch.begin({ width: right - left, height: bottom - top }, ratio);
    paintShapes({ pen: surface.pen, state, shapes, viewport: at, widths }, found, detailed);
    tile.image = surface.take();
  }

  function placeIn(to: Viewport): Box {
    const stretch = to.scale / viewport.scale;
    const [left, top] = [to.x - viewport.x * stretch, to.y - viewport.y * stretch];
    return { left, top, right: left + size.width * stretch, bottom: top + size.height * stretch };
  }

  return {
    viewport,
    size,
    place: placeIn,
    done: () => waiting.length === 0,
    work(state, until) {
      do {
        const tile = waiting.shift();
        if (tile) draw(tile, state);
      } while (waiting.length > 0 && now() < until);
    },
    spoil(changed) {
      const around = growBox(boxToView(viewport, changed), SHAPE_MARGIN);
      waiting = tiles.filter((tile) => waiting.includes(tile) || boxesTouch(tile.box, around));
    },
    lay(pen, to, toRatio, { above = false, covered } = {}) {
      const stretch = to.scale / viewport.scale;
      // Edges lie on device pixels: else neighbours would let what is below shine through between them.
      const snap = (value: number) => Math.round(value * toRatio) / toRatio;
      for (const { box, image } of tiles) {
        const left = snap(to.x + (box.left - viewport.x) * stretch);
        const top = snap(to.y + (box.top - viewport.y) * stretch);
        const width = snap(to.x + (box.right - viewport.x) * stretch) - left;
        const height = snap(to.y + (box.bottom - viewport.y) * stretch) - top;
        if (covered && boxContainsBox(covered, { left, top, right: left + width, bottom: top + height }))
          continue;
        if (above) pen.clearRect(left, top, width, height);
        if (image && width > 0 && height > 0) pen.drawImage(image.image, left, top, width, height);
      }
    },
    dispose() {
      for (const tile of tiles) tile.image?.close();
    },
  };
}
