/** Cutting polygons and lines in pieces along a line. */
import type { Geometry } from '../model/annotation.ts';
import { edgesOf, insideRings } from './lines.ts';
import { distance, type Point } from './plane.ts';
import { combinePolygons, crossing, type Ring, type Rings } from './polygon-boolean.ts';

/** Pixels: beyond every picture. */
const FAR = 1e6;

/** The point `by` pixels beyond `to`, seen from `from`. */
function beyond(from: Point, to: Point, by: number): Point {
  const length = distance(from, to);
  return { x: to.x + ((to.x - from.x) / length) * by, y: to.y + ((to.y - from.y) / length) * by };
}

/** All that lies on one side of the line, its ends made longer. */
function sideOf(line: readonly Point[]): Ring | null {
  const [first, second] = line;
  const [last, before] = [line.at(-1), line.at(-2)];
  if (!first || !second || !last || !before) return null;
  const [start, end] = [beyond(second, first, FAR), beyond(before, last, FAR)];
  const length = distance(start, end);
  if (length === 0) return null;
  const [nx, ny] = [(-(end.y - start.y) / length) * FAR, ((end.x - start.x) / length) * FAR];
  const around = [
    { x: end.x + nx, y: end.y + ny },
    { x: start.x + nx, y: start.y + ny },
  ];
  return [start, ...line, end, ...around];
}

/** True when the line runs through the polygon, not only its continuation. */
function meets(rings: Rings, line: readonly Point[]): boolean {
  const cuts = edgesOf(line, false);
  const crosses = rings.some((ring) =>
    edgesOf(ring, true).some((edge) => cuts.some((cut) => crossing(edge, cut) !== null)),
  );
  return crosses || line.some((point) => insideRings(rings, point));
}

/** The pieces of a polygon; empty when the line does not part it. */
export function slicePolygon(rings: Rings, line: readonly Point[]): Rings[] {
  const side = sideOf(line);
  if (!side || !meets(rings, line)) return [];
  const pieces = [
    ...combinePolygons(rings, [side], 'intersect'),
    ...combinePolygons(rings, [side], 'subtract'),
  ];
  return pieces.length > 1 ? pieces : [];
}

/** The pieces of a line; empty when the other one does not cross it. */
export function sliceLine(points: readonly Point[], line: readonly Point[]): Point[][] {
  const cuts = edgesOf(line, false);
  const pieces: Point[][] = [[]];
  for (const edge of edgesOf(points, false)) {
    pieces.at(-1)?.push(edge.from);
    const crossings = cuts
      .flatMap((cut) => crossing(edge, cut) ?? [])
      .toSorted((a, b) => distance(edge.from, a) - distance(edge.from, b));
    for (const at of crossings) {
      pieces.at(-1)?.push(at);
      pieces.push([at]);
    }
  }
  const last = points.at(-1);
  if (last) pieces.at(-1)?.push(last);
  const long = pieces.filter(([a, b]) => a && b && distance(a, b) > 0);
  return long.length > 1 ? long : [];
}

/** Two lines as one, by their nearest ends. */
export function joinLines(a: readonly Point[], b: readonly Point[]): Point[] {
  const ways = [
    [a, b],
    [a, b.toReversed()],
    [a.toReversed(), b],
    [a.toReversed(), b.toReversed()],
  ] as const;
  const gap = ([one, other]: readonly [readonly Point[], readonly Point[]]) => {
    const [end, start] = [one.at(-1), other[0]];
    return end && start ? distance(end, start) : Number.POSITIVE_INFINITY;
  };
  const [best] = ways.toSorted((one, other) => gap(one) - gap(other));
  const [one, other] = best ?? [a, b];
  // Ends that lie on one another are one point.
  return [...one, ...(gap([one, other]) < 0.005 ? other.slice(1) : other)];
}

/** The pieces of a shape along a line; empty when it is not parted by it, or cannot be. */
export function sliceShape(geometry: Geometry, line: readonly Point[]): Geometry[] {
  if (geometry.type === 'segment') {
    return slicePolygon(geometry.coordinates, line).map((rings) => ({
      type: 'segment',
      coordinates: rings.map((ring) => [...ring]),
    }));
  }
  if (geometry.type !== 'polyline' || geometry.coordinates.length !== 1) return [];
  return sliceLine(geometry.coordinates[0] ?? [], line).map((points) => ({
    type: 'polyline',
    coordinates: [points],
  }));
}
