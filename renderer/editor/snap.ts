/** Where a point that is placed by hand is meant to be: on a vertex, an edge, or the border of the picture. */
import { edgesOf, nearestOn } from '#core/geometry/lines.ts';
import { outlineOf } from '#core/geometry/outline.ts';
import { clampPoint, type Point, type Size } from '#core/geometry/plane.ts';
import type { Annotation, Geometry } from '#core/model/annotation.ts';
import type { ShapeIndex } from './shape-index.ts';

/** Shapes that have corners; the points of others are only made to draw them. */
const CORNERED: ReadonlySet<Geometry['type']> = new Set([
  'box',
  'segment',
  'polyline',
  'point',
  'cube',
  'note',
]);

export type SnapTo = {
  readonly shapes: Pick<ShapeIndex, 'search'>;
  readonly picture: Size;
  /** Picture pixels. */
  readonly tolerance: number;
  /** Shapes that do not count: those under the hand, and hidden ones. */
  readonly skips: (annotation: Annotation) => boolean;
};

/**
 * The nearest vertex within the tolerance; else the nearest edge, or the border. Null: there is none. A point beyond the
 * picture is taken for the nearest one on it, where it would be placed anyway.
 */
export function snapPoint(wanted: Point, { shapes, picture, tolerance, skips }: SnapTo): Point | null {
  const point = clampPoint(wanted, picture);
  const near = shapes
    .search({
      left: point.x - tolerance,
      top: point.y - tolerance,
      right: point.x + tolerance,
      bottom: point.y + tolerance,
    })
    .filter((annotation) => !skips(annotation));
  const vertex = nearest(near.flatMap(verticesOf), point, tolerance);
  if (vertex) return vertex;
  const edges = near.flatMap(({ geometry }) =>
    outlineOf(geometry).flatMap(({ points, closed }) =>
      edgesOf(points, closed).map(({ from, to }) => nearestOn(from, to, point)),
    ),
  );
  const { width, height } = picture;
  const corner = { x: point.x < width / 2 ? 0 : width, y: point.y < height / 2 ? 0 : height };
  return (
    nearest([corner], point, tolerance) ?? nearest([...edges, ...onBorder(point, picture)], point, tolerance)
  );
}

function verticesOf({ geometry }: Annotation): readonly Point[] {
  return CORNERED.has(geometry.type) ? outlineOf(geometry).flatMap(({ points }) => points) : [];
}

function nearest(points: readonly Point[], to: Point, tolerance: number): Point | null {
  let [best, least] = [null as Point | null, tolerance];
  for (const { x, y } of points) {
    const away = Math.hypot(x - to.x, y - to.y);
    if (away <= least) [best, least] = [{ x, y }, away];
  }
  return best;
}

/** The points of the border that are nearest to a point of the picture. */
function onBorder({ x, y }: Point, { width, height }: Size): Point[] {
  return [
    { x: x < width / 2 ? 0 : width, y },
    { x, y: y < height / 2 ? 0 : height },
  ];
}
