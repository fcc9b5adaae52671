/** Lines with fewer points that run nearly where they ran (Douglas and Peucker's way). */
import type { Point } from './plane.ts';

/** A line no further than `tolerance` pixels off; its ends stay. */
export function simplifyLine(points: readonly Point[], tolerance: number): Point[] {
  return kept(points, tolerance, [0, points.length - 1]);
}

/** A closed ring no further than `tolerance` pixels off; fewer than 3 points when it has shrunk to nothing. */
export function simplifyRing(points: readonly Point[], tolerance: number): Point[] {
  const [first] = points;
  if (!first || tolerance <= 0) return [...points];
  // Two points far apart stay, and each way between them is a line.
  const far = farthest(points, first);
  const start = farthest(points, points[far] ?? first);
  const turned = [...points.slice(start), ...points.slice(0, start)];
  const closed = [...turned, points[start] ?? first];
  const middle = (far - start + points.length) % points.length;
  return kept(closed, tolerance, [0, middle, points.length]).slice(0, -1);
}

function farthest(points: readonly Point[], from: Point): number {
  let best = 0;
  let most = -1;
  for (const [at, { x, y }] of points.entries()) {
    const away = (x - from.x) ** 2 + (y - from.y) ** 2;
    if (away > most) [best, most] = [at, away];
  }
  return best;
}

/** @param anchors indices that stay, rising; the first and the last one included. */
function kept(points: readonly Point[], tolerance: number, anchors: readonly number[]): Point[] {
  const keep = new Uint8Array(points.length);
  for (const at of anchors) keep[at] = 1;
  const spans = anchors.slice(1).map((to, at) => [anchors[at] ?? 0, to] as const);
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    const [at, away] = farthestOff(points, from, to);
    if (away <= tolerance * tolerance) continue;
    keep[at] = 1;
    spans.push([from, at], [at, to]);
  }
  return points.filter((_, at) => keep[at] === 1);
}

/** The point between two others that lies farthest from the straight way, and its squared distance. */
function farthestOff(points: readonly Point[], from: number, to: number): readonly [number, number] {
  const [a, b] = [points[from], points[to]];
  if (!a || !b) return [from, 0];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  let best = from;
  let most = 0;
  for (let at = from + 1; at < to; at++) {
    const { x, y } = points[at] ?? a;
    const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / length));
    const away = (x - a.x - along * dx) ** 2 + (y - a.y - along * dy) ** 2;
    if (away > most) [best, most] = [at, away];
  }
  return [best, most];
}
