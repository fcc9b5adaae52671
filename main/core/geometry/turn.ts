/** Points turned around others. Angles are degrees, clockwise on the screen, where y goes down. */
import type { Point } from './plane.ts';

const DEGREE = Math.PI / 180;

/** The point turned around a center. */
export function turned(point: Point, center: Point, degrees: number): Point {
  const [cos, sin] = [Math.cos(degrees * DEGREE), Math.sin(degrees * DEGREE)];
  const [dx, dy] = [point.x - center.x, point.y - center.y];
  return { x: center.x + dx * cos - dy * sin, y: center.y + dx * sin + dy * cos };
}

/** Where one looks from `from` to `to`: 0 is to the right, 90 down. */
export function direction(from: Point, to: Point): number {
  return Math.atan2(to.y - from.y, to.x - from.x) / DEGREE;
}

/** The same direction, above -180 and up to 180. */
export function normalAngle(degrees: number): number {
  // Not computed where it need not be: that would add noise to its last digit.
  if (degrees > -180 && degrees <= 180) return degrees;
  const turn = ((degrees % 360) + 360) % 360;
  return turn > 180 ? turn - 360 : turn;
}

/** The nearest multiple of `step` degrees. */
export function snapAngle(degrees: number, step: number): number {
  return Math.round(degrees / step) * step;
}

/** `to`, brought onto the nearest line from `from` whose direction is a multiple of `step` degrees. */
export function alongAngle(from: Point, to: Point, step: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const turn = snapAngle(direction(from, to), step) * DEGREE;
  const across =
    length * Math.cos(snapAngle(direction(from, to), step) * DEGREE - direction(from, to) * DEGREE);
  return { x: from.x + across * Math.cos(turn), y: from.y + across * Math.sin(turn) };
}
