/** Boxes with sides along the axes, in pixels of the upright picture; x to the right, y down. */
import type { BoxGeometry } from '../model/annotation.ts';
import { clamp, clampPoint, type Point, type Size } from './plane.ts';

/** Without a width or a height it is a line or a point: of use as a measure, not as a label. */
export type Box = Pick<BoxGeometry, 'left' | 'top' | 'right' | 'bottom'>;

/** Coordinates are kept to a hundredth of a pixel: finer than a hand, short in files, the same after a round trip. */
const STEPS_PER_PIXEL = 100;

export function boxWidth(box: Box): number {
  return box.right - box.left;
}

export function boxHeight(box: Box): number {
  return box.bottom - box.top;
}

/** Square pixels. */
export function boxArea(box: Box): number {
  return boxWidth(box) * boxHeight(box);
}

export function boxCenter(box: Box): Point {
  return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
}

export function sameBox(a: Box, b: Box): boolean {
  return a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;
}

/** The box between two opposite corners, in whichever order they come. */
export function boxFromCorners(a: Point, b: Point): Box {
  return {
    left: Math.min(a.x, b.x),
    top: Math.min(a.y, b.y),
    right: Math.max(a.x, b.x),
    bottom: Math.max(a.y, b.y),
  };
}

/** The box drawn from one point to another, as far as it lies on the picture. */
export function drawnBox(from: Point, to: Point, picture: Size): Box {
  return boxFromCorners(clampPoint(from, picture), clampPoint(to, picture));
}

/** True on the border too; `tolerance` widens the box on all sides. */
export function boxContains(box: Box, point: Point, tolerance = 0): boolean {
  return (
    point.x >= box.left - tolerance &&
    point.x <= box.right + tolerance &&
    point.y >= box.top - tolerance &&
    point.y <= box.bottom + tolerance
  );
}

/** True when no part of `inner` is outside of `outer`. */
export function boxContainsBox(outer: Box, inner: Box): boolean {
  return (
    inner.left >= outer.left &&
    inner.top >= outer.top &&
    inner.right <= outer.right &&
    inner.bottom <= outer.bottom
  );
}

/** True when they share at least a border point. */
export function boxesTouch(a: Box, b: Box): boolean {
  return a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;
}

/** The smallest box around both. */
export function boxUnion(a: Box, b: Box): Box {
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}

/** The box with each side moved outwards by `margin`. */
export function growBox(box: Box, margin: number): Box {
  return {
    left: box.left - margin,
    top: box.top - margin,
    right: box.right + margin,
    bottom: box.bottom + margin,
  };
}

/** The box moved as far as the picture allows; its size stays. One that reaches beyond it already goes no further out. */
export function translateBox(box: Box, dx: number, dy: number, picture: Size): Box {
  const x = clamp(dx, Math.min(0, -box.left), Math.max(0, picture.width - box.right));
  const y = clamp(dy, Math.min(0, -box.top), Math.max(0, picture.height - box.bottom));
  return { left: box.left + x, top: box.top + y, right: box.right + x, bottom: box.bottom + y };
}

/** The box to a hundredth of a pixel. */
export function roundBox(box: Box): Box {
  const round = (value: number) => Math.round(value * STEPS_PER_PIXEL) / STEPS_PER_PIXEL;
  return {
    left: round(box.left),
    top: round(box.top),
    right: round(box.right),
    bottom: round(box.bottom),
  };
}

/** Why the box cannot be a label on the picture; null when it can. */
export function boxProblem(box: Box, picture: Size): 'empty' | 'outside' | null {
  if (!(box.left < box.right && box.top < box.bottom)) return 'empty';
  return boxInside(box, picture) ? null : 'outside';
}

/** True when no part of it is beyond the picture. */
export function boxInside(box: Box, picture: Size): boolean {
  return box.left >= 0 && box.top >= 0 && box.right <= picture.width && box.bottom <= picture.height;
}
