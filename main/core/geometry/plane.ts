/** Points, sizes and the small arithmetic that geometry shares. Units are pixels. */
import type { Point } from '../model/common.ts';

export type { Point };

/** Pixels of a picture or of a view. */
export type Size = { readonly width: number; readonly height: number };

/** The number, or the nearest end of the range. A range with `max` below `min` gives `min`. */
export function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(max, value));
}

/** The point, or the nearest one on the picture; corners and edges belong to it. */
export function clampPoint(point: Point, size: Size): Point {
  return { x: clamp(point.x, 0, size.width), y: clamp(point.y, 0, size.height) };
}

/** Straight distance of two points. */
export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
