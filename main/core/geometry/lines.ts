/** Lines and rings of points: how near, how far inside, how large. */
import type { Line } from './outline.ts';
import { clamp, distance, type Point } from './plane.ts';

/** The point of the line from `a` to `b` that is nearest. */
export function nearestOn(a: Point, b: Point, point: Point): Point {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : clamp(((point.x - a.x) * dx + (point.y - a.y) * dy) / length, 0, 1);
  return { x: a.x + share * dx, y: a.y + share * dy };
}

/** Pairs of neighbours, each with the index of the first; of a closed line the last with the first as well. */
export function edgesOf<P extends Point>(
  points: readonly P[],
  closed: boolean,
): { readonly at: number; readonly from: P; readonly to: P }[] {
  return points.flatMap((from, at) => {
    const to = points[at + 1] ?? (closed ? points[0] : undefined);
    return to && to !== from ? [{ at, from, to }] : [];
  });
}

/** How far the point is from the nearest edge of the lines. */
export function distanceToLines(lines: readonly Line[], point: Point): number {
  let least = Number.POSITIVE_INFINITY;
  for (const { points, closed } of lines) {
    const [only] = points;
    if (only && points.length === 1) least = Math.min(least, distance(only, point));
    for (const { from, to } of edgesOf(points, closed)) {
      least = Math.min(least, distance(nearestOn(from, to, point), point));
    }
  }
  return least;
}

/** True when the point is inside by the even-odd rule: a ring inside of another is a hole. */
export function insideRings(rings: readonly (readonly Point[])[], { x, y }: Point): boolean {
  let inside = false;
  for (const ring of rings) {
    // Asked for every edge of what is cut, and at each move of the pointer: nothing is made on the way.
    let from = ring.at(-1);
    for (const to of ring) {
      if (from && from.y > y !== to.y > y) {
        const crossesAt = ((to.x - from.x) * (y - from.y)) / (to.y - from.y) + from.x;
        if (x < crossesAt) inside = !inside;
      }
      from = to;
    }
  }
  return inside;
}

/** Square pixels inside of the ring; negative when it goes against the clock on the screen. */
export function signedArea(ring: readonly Point[]): number {
  return edgesOf(ring, true).reduce((sum, { from, to }) => sum + (from.x * to.y - to.x * from.y), 0) / 2;
}
