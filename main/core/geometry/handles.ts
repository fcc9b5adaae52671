/** The eight places at which a box is taken to resize it. */
import { type Box, boxCenter } from './box.ts';
import { clamp, type Point, type Size } from './plane.ts';

/** Compass points: corners first, because near a corner of a small box they win over the sides. */
export const BOX_HANDLES = ['nw', 'ne', 'se', 'sw', 'n', 'e', 's', 'w'] as const;
export type BoxHandle = (typeof BOX_HANDLES)[number];

/** Where the handle is. */
export function handlePoint(box: Box, handle: BoxHandle): Point {
  const center = boxCenter(box);
  return {
    x: handle.includes('w') ? box.left : handle.includes('e') ? box.right : center.x,
    y: handle.includes('n') ? box.top : handle.includes('s') ? box.bottom : center.y,
  };
}

type Span = { readonly low: number; readonly high: number };

/** The span from `fixed` to `moving`, at least `least` long, inside 0 to `limit`. */
function span(fixed: number, moving: number, least: number, limit: number): Span {
  const target = clamp(moving, 0, limit);
  const away = target < fixed ? -1 : 1;
  const far = Math.abs(target - fixed) >= least ? target : fixed + away * least;
  // Where the picture ends before the least size is reached, the span grows to the other side.
  const end = far < 0 ? Math.min(limit, fixed + least) : far > limit ? Math.max(0, fixed - least) : far;
  return { low: Math.min(fixed, end), high: Math.max(fixed, end) };
}

/**
 * The box with one handle dragged to a point. The opposite side stays; dragged across it, the box turns over.
 * Never smaller than `least` pixels a side and never beyond the picture.
 */
export function resizeBox(box: Box, handle: BoxHandle, to: Point, picture: Size, least: number): Box {
  const across = handle.includes('w')
    ? span(box.right, to.x, least, picture.width)
    : handle.includes('e')
      ? span(box.left, to.x, least, picture.width)
      : { low: box.left, high: box.right };
  const down = handle.includes('n')
    ? span(box.bottom, to.y, least, picture.height)
    : handle.includes('s')
      ? span(box.top, to.y, least, picture.height)
      : { low: box.top, high: box.bottom };
  return { left: across.low, top: down.low, right: across.high, bottom: down.high };
}
