/**
 * How masks are drawn. From a distance as a bitmap of about as many pixels as the view has, made once for a mask and a
 * zoom; close up, where single pixels are seen, as the outline along their sides.
 */
import type { Box } from '#core/geometry/box.ts';
import { cropMask } from '#core/geometry/mask/combine.ts';
import { contoursOf } from '#core/geometry/mask/contour.ts';
import { type Mask, maskBounds } from '#core/geometry/mask/mask.ts';
import type { Line } from '#core/geometry/outline.ts';
import type { Size } from '#core/geometry/plane.ts';
import { boxToView, toPicture, type Viewport } from '#core/geometry/viewport.ts';
import type { Pen } from '../render/pen.ts';
import type { ShapeStyle } from './kind.ts';
import { paintPath, trace } from './lines.ts';
import { knownBitmap, type MaskBitmap, makeBitmap } from './mask-bitmap.ts';

/** View pixels per picture pixel from which on an outline is drawn. */
const CLOSE_UP = 2;
/** 0 to 1, inside; more than of other shapes, as a mask is all inside. */
const FILL_ALPHA = 0.4;
/** Parts of a mask are made in steps of so many bitmap pixels, so that a small move needs no new one. */
const STEP = 256;

/** What is seen of a mask close up, made for its part `box`. */
type Outline = { readonly box: Box; readonly lines: readonly Line[] };

const outlines = new WeakMap<Mask, Outline>();

export function paintMask(pen: Pen, mask: Mask, viewport: Viewport, style: ShapeStyle): void {
  const bounds = maskBounds(mask);
  const seen = bounds && seenPart(pen, bounds, viewport);
  if (!seen) return;
  // Without bitmaps, as in tests, outlines do as well.
  if (viewport.scale >= CLOSE_UP || typeof OffscreenCanvas === 'undefined') {
    trace(pen, outlineIn(mask, seen), viewport);
    paintPath(pen, { ...style, fillAlpha: FILL_ALPHA }, true);
    return;
  }
  const { image, box } = bitmapOf(mask, seen, levelOf(viewport.scale), style.color);
  const { left, top, right, bottom } = boxToView(viewport, box);
  pen.imageSmoothingEnabled = true;
  pen.drawImage(image, left, top, right - left, bottom - top);
}

/** The part that the canvas shows; null: none. */
function seenPart(pen: Pen, bounds: Box, viewport: Viewport): Box | null {
  const { canvas } = pen as { readonly canvas?: Size };
  if (!canvas) return bounds;
  const ratio = (pen as CanvasRenderingContext2D).getTransform().a;
  const from = toPicture(viewport, { x: 0, y: 0 });
  const to = toPicture(viewport, { x: canvas.width / ratio, y: canvas.height / ratio });
  const part = {
    left: Math.max(bounds.left, Math.floor(from.x)),
    top: Math.max(bounds.top, Math.floor(from.y)),
    right: Math.min(bounds.right, Math.ceil(to.x)),
    bottom: Math.min(bounds.bottom, Math.ceil(to.y)),
  };
  return part.left < part.right && part.top < part.bottom ? part : null;
}

/** The next power of two: a zoom needs few bitmaps, none of them coarser than the view. */
function levelOf(scale: number): number {
  return Math.min(1, 2 ** Math.ceil(Math.log2(scale)));
}

function outlineIn(mask: Mask, seen: Box): readonly Line[] {
  const before = outlines.get(mask);
  if (before && contains(before.box, seen)) return before.lines;
  const box = widened(mask, seen, 1);
  const rings = contoursOf(cropMask(mask, box)).flatMap(({ outer, holes }) => [outer, ...holes]);
  const lines = rings.map(({ points }) => ({ points, closed: true }));
  outlines.set(mask, { box, lines });
  return lines;
}

function bitmapOf(mask: Mask, seen: Box, level: number, color: string): MaskBitmap {
  const before = knownBitmap(mask);
  if (before?.level === level && before.color === color && contains(before.box, seen)) return before;
  return makeBitmap(mask, { box: widened(mask, seen, level), level, color }, FILL_ALPHA);
}

function contains(outer: Box, inner: Box): boolean {
  return (
    outer.left <= inner.left &&
    outer.top <= inner.top &&
    outer.right >= inner.right &&
    outer.bottom >= inner.bottom
  );
}

/** Grown to whole steps, as far as there is something of the mask. */
function widened(mask: Mask, seen: Box, level: number): Box {
  const bounds = maskBounds(mask) ?? seen;
  const step = STEP / level;
  return {
    left: Math.max(bounds.left, Math.floor(seen.left / step) * step),
    top: Math.max(bounds.top, Math.floor(seen.top / step) * step),
    right: Math.min(bounds.right, Math.ceil(seen.right / step) * step),
    bottom: Math.min(bounds.bottom, Math.ceil(seen.bottom / step) * step),
  };
}
