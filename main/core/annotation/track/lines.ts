/** Lines and rings of points on the way from one to another: which vertex goes where. Picture pixels. */
import { signedArea } from '../../geometry/lines.ts';
import { distance, type Point } from '../../geometry/plane.ts';

/** Of a line: where its vertices lie, as parts of its length from 0 up to 1. */
type Along = { readonly points: readonly Point[]; readonly at: readonly number[] };

/** Positions that are nearer than this are one. */
const SAME = 1e-9;

/**
 * Pairs of places that go over into one another. With as many vertices on both sides each goes to one of the other,
 * those of a ring turned so that the ways are shortest; else each vertex of either side goes to the place at the same
 * part of the other's length.
 */
export function matchLines(
  from: readonly Point[],
  to: readonly Point[],
  closed: boolean,
): readonly (readonly [Point, Point])[] {
  if (from.length === 0 || to.length === 0) return [];
  const target = closed ? turnedTo(from, to) : to;
  if (from.length === target.length) return from.map((point, at) => [point, target[at] ?? point] as const);
  const [a, b] = [measured(from, closed), measured(target, closed)];
  const places = [...a.at, ...b.at]
    .toSorted((x, y) => x - y)
    .filter((x, at, all) => x - (all[at - 1] ?? -1) > SAME);
  return places.map((part) => [placeAt(a, part, closed), placeAt(b, part, closed)] as const);
}

/** The ring begun at another vertex, and gone round the same way, so that it lies as the first one does. */
function turnedTo(from: readonly Point[], ring: readonly Point[]): readonly Point[] {
  const way = signedArea(from) * signedArea(ring) < 0 ? ring.toReversed() : ring;
  const [c, d] = [middleOf(from), middleOf(way)];
  // Both moved to one middle: a thing that moves far between two keyframes must not turn on the way.
  const cost = (start: number): number => {
    const last = from.length === way.length ? from.length : 1;
    let sum = 0;
    for (let at = 0; at < last; at += 1) {
      const [a, b] = [from[at], way[(start + at) % way.length]];
      if (a && b) sum += (a.x - c.x - b.x + d.x) ** 2 + (a.y - c.y - b.y + d.y) ** 2;
    }
    return sum;
  };
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (let start = 0; start < way.length; start += 1) {
    const costs = cost(start);
    if (costs < least - SAME) [best, least] = [start, costs];
  }
  return [...way.slice(best), ...way.slice(0, best)];
}

function middleOf(points: readonly Point[]): Point {
  const sum = points.reduce((a, b) => ({ x: a.x + b.x, y: a.y + b.y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

function measured(points: readonly Point[], closed: boolean): Along {
  const lengths = points.map((point, at) => {
    const next = points[at + 1] ?? (closed ? points[0] : undefined);
    return next ? distance(point, next) : 0;
  });
  const whole = lengths.reduce((a, b) => a + b, 0);
  let sum = 0;
  const at = lengths.map((length, index) => {
    // Of a line without a length: evenly.
    const part = whole > 0 ? sum / whole : index / Math.max(1, lengths.length);
    sum += length;
    return part;
  });
  return { points, at };
}

function placeAt({ points, at }: Along, part: number, closed: boolean): Point {
  const after = at.findIndex((each) => each > part + SAME);
  const index = (after < 0 ? at.length : after) - 1;
  const [start, end] = [points[index], points[index + 1] ?? (closed ? points[0] : points.at(-1))];
  if (!start || !end) return points[0] ?? { x: 0, y: 0 };
  const [low, high] = [at[index] ?? 0, at[index + 1] ?? 1];
  const share = high > low ? (part - low) / (high - low) : 0;
  return { x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share };
}
