/** Boxes that may be turned around their center. */
import { type Box, boxCenter, boxHeight, boxWidth } from './box.ts';
import { BOX_HANDLES, type BoxHandle, handlePoint, resizeBox } from './handles.ts';
import type { Point, Size } from './plane.ts';
import { turned } from './turn.ts';

type TurnedBox = Box & { readonly angle?: number | undefined };

export function isBoxHandle(id: string): id is BoxHandle {
  return BOX_HANDLES.some((handle) => handle === id);
}

export function angleOf({ angle = 0 }: TurnedBox): number {
  return angle;
}

/** Where a handle of a turned box is on the picture. */
export function turnedHandlePoint(box: TurnedBox, handle: BoxHandle): Point {
  return turned(handlePoint(box, handle), boxCenter(box), angleOf(box));
}

/** True on the box; `tolerance` widens it on all sides. */
export function turnedBoxContains(box: TurnedBox, point: Point, tolerance = 0): boolean {
  const center = boxCenter(box);
  const at = turned(point, center, -angleOf(box));
  return (
    Math.abs(at.x - center.x) <= boxWidth(box) / 2 + tolerance &&
    Math.abs(at.y - center.y) <= boxHeight(box) / 2 + tolerance
  );
}

/** How a handle is dragged: `square` keeps the proportions, `centered` the center. */
export type BoxDrag = { readonly square: boolean; readonly centered: boolean; readonly least: number };

/** The point that keeps the proportions of the box, seen from what stays. */
function inProportion(box: Box, handle: BoxHandle, to: Point, centered: boolean): Point {
  if (handle.length === 1) return to;
  const center = boxCenter(box);
  const at = handlePoint(box, handle);
  const fixed = centered ? center : { x: 2 * center.x - at.x, y: 2 * center.y - at.y };
  const from = { x: at.x - fixed.x, y: at.y - fixed.y };
  const factor = Math.max(Math.abs((to.x - fixed.x) / from.x), Math.abs((to.y - fixed.y) / from.y));
  const sign = (wanted: number, had: number) =>
    (Math.sign(wanted) || Math.sign(had)) * Math.abs(had) * factor;
  return { x: fixed.x + sign(to.x - fixed.x, from.x), y: fixed.y + sign(to.y - fixed.y, from.y) };
}

/** The box around its center that has the handle at a point. */
function aroundCenter(box: Box, handle: BoxHandle, to: Point, least: number): Box {
  const center = boxCenter(box);
  const half = (moves: boolean, reach: number, had: number) => (moves ? Math.max(least, reach) : had);
  const across = half(/[ew]/.test(handle), Math.abs(to.x - center.x), boxWidth(box) / 2);
  const down = half(/[ns]/.test(handle), Math.abs(to.y - center.y), boxHeight(box) / 2);
  return {
    left: center.x - across,
    top: center.y - down,
    right: center.x + across,
    bottom: center.y + down,
  };
}

const ENDLESS: Size = { width: Number.POSITIVE_INFINITY, height: Number.POSITIVE_INFINITY };

/** As `resizeBox` for a box anywhere on the plane. */
function resizeFreely(box: Box, handle: BoxHandle, to: Point, least: number): Box {
  // `resizeBox` keeps within a picture that begins at 0.
  const far = 1e6;
  const shift = (moved: Box, by: number): Box => ({
    left: moved.left + by,
    top: moved.top + by,
    right: moved.right + by,
    bottom: moved.bottom + by,
  });
  return shift(resizeBox(shift(box, far), handle, { x: to.x + far, y: to.y + far }, ENDLESS, least), -far);
}

/** The box with a handle dragged to a point; a turned one keeps the corner or side that is opposite where it is. */
export function resizeTurnedBox(
  box: TurnedBox,
  handle: BoxHandle,
  to: Point,
  picture: Size,
  { square, centered, least }: BoxDrag,
): Box {
  const angle = angleOf(box);
  const center = boxCenter(box);
  const local = turned(to, center, -angle);
  const wanted = square ? inProportion(box, handle, local, centered) : local;
  if (centered) return aroundCenter(box, handle, wanted, least / 2);
  if (angle === 0 && !square) return resizeBox(box, handle, wanted, picture, least);
  const resized = resizeFreely(box, handle, wanted, least);
  return around(turned(boxCenter(resized), center, angle), boxWidth(resized), boxHeight(resized));
}

/** The box of a size around a center. */
export function around(center: Point, width: number, height: number): Box {
  return {
    left: center.x - width / 2,
    top: center.y - height / 2,
    right: center.x + width / 2,
    bottom: center.y + height / 2,
  };
}
