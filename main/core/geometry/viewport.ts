/** Which part of a picture a view shows. A view is measured in CSS pixels from its top left corner. */
import { type Box, boxCenter, boxHeight, boxWidth } from './box.ts';
import { clamp, type Point, type Size } from './plane.ts';

/** `scale`: view pixels per picture pixel. `x`, `y`: where the picture's top left corner is in the view. */
export type Viewport = { readonly scale: number; readonly x: number; readonly y: number };

/** At 64 one picture pixel is larger than a finger; beyond it there is nothing to see. */
const MAX_SCALE = 64;
/** So many view pixels of the picture always stay in sight. */
const KEEP_IN_SIGHT = 64;

/** The picture's point under a point of the view. */
export function toPicture(viewport: Viewport, point: Point): Point {
  return { x: (point.x - viewport.x) / viewport.scale, y: (point.y - viewport.y) / viewport.scale };
}

/** The view's point over a point of the picture. */
export function toView(viewport: Viewport, point: Point): Point {
  return { x: point.x * viewport.scale + viewport.x, y: point.y * viewport.scale + viewport.y };
}

export function boxToView(viewport: Viewport, box: Box): Box {
  return {
    left: box.left * viewport.scale + viewport.x,
    top: box.top * viewport.scale + viewport.y,
    right: box.right * viewport.scale + viewport.x,
    bottom: box.bottom * viewport.scale + viewport.y,
  };
}

/** The part of the plane that the view shows, in picture pixels. */
export function visibleBox(viewport: Viewport, view: Size): Box {
  const from = toPicture(viewport, { x: 0, y: 0 });
  const to = toPicture(viewport, { x: view.width, y: view.height });
  return { left: from.x, top: from.y, right: to.x, bottom: to.y };
}

/** Centers the box of the picture, as large as fits with `margin` view pixels around it. */
export function fitBox(box: Box, view: Size, margin: number): Viewport {
  const room = { width: Math.max(1, view.width - 2 * margin), height: Math.max(1, view.height - 2 * margin) };
  const scale = Math.min(
    MAX_SCALE,
    room.width / Math.max(1e-6, boxWidth(box)),
    room.height / Math.max(1e-6, boxHeight(box)),
  );
  const center = boxCenter(box);
  return { scale, x: view.width / 2 - center.x * scale, y: view.height / 2 - center.y * scale };
}

/** The whole picture, centered. */
export function fitPicture(picture: Size, view: Size, margin: number): Viewport {
  return fitBox({ left: 0, top: 0, right: picture.width, bottom: picture.height }, view, margin);
}

/** The smallest useful scale: half of what shows the whole picture, and never more than 1. */
export function minScale(picture: Size, view: Size): number {
  return Math.min(1, fitPicture(picture, view, 0).scale / 2);
}

/** Moved so that some of the picture stays in sight. */
export function keepInSight(viewport: Viewport, picture: Size, view: Size): Viewport {
  const width = picture.width * viewport.scale;
  const height = picture.height * viewport.scale;
  const overlapX = Math.min(KEEP_IN_SIGHT, width, view.width);
  const overlapY = Math.min(KEEP_IN_SIGHT, height, view.height);
  return {
    scale: viewport.scale,
    x: clamp(viewport.x, overlapX - width, view.width - overlapX),
    y: clamp(viewport.y, overlapY - height, view.height - overlapY),
  };
}

/** Moved by view pixels. */
export function panBy(viewport: Viewport, dx: number, dy: number): Viewport {
  return { scale: viewport.scale, x: viewport.x + dx, y: viewport.y + dy };
}

/** Another scale with the picture's point under `at` (view pixels) staying there. */
export function zoomAt(viewport: Viewport, at: Point, scale: number): Viewport {
  const point = toPicture(viewport, at);
  return { scale, x: at.x - point.x * scale, y: at.y - point.y * scale };
}

/** `zoomAt` within what is useful for the picture in the view. */
export function zoomWithin(
  viewport: Viewport,
  at: Point,
  scale: number,
  picture: Size,
  view: Size,
): Viewport {
  const within = clamp(scale, minScale(picture, view), MAX_SCALE);
  return keepInSight(zoomAt(viewport, at, within), picture, view);
}
