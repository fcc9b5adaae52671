/** Polygons: an outer ring, then its holes. */
import { distanceToLines, insideRings, signedArea } from '#core/geometry/lines.ts';
import { outlineOf } from '#core/geometry/outline.ts';
import type { Geometry } from '#core/model/annotation.ts';
import type { Kind } from './kind.ts';
import { isOutside, placed } from './placed.ts';
import { movedVertex, vertexHandles, withoutVertex, withVertex } from './vertices.ts';

export type Polygon = Extract<Geometry, { type: 'segment' }>;

/** Fewer vertices have no inside. */
export const LEAST_RING = 3;

const made = (coordinates: Polygon['coordinates'] | null, otherwise: Polygon): Polygon =>
  coordinates ? { type: 'segment', coordinates } : otherwise;

export const polygonKind: Kind<Polygon> = {
  ...placed<Polygon>(),
  hit: (polygon, point, tolerance) =>
    insideRings(polygon.coordinates, point) || distanceToLines(outlineOf(polygon), point) <= tolerance,
  handles: (polygon) => vertexHandles(polygon.coordinates, true),
  moveHandle: (polygon, handle, to, drag) =>
    made(movedVertex(polygon.coordinates, true, handle, to, drag), polygon),
  insertVertex: (polygon, at) => made(withVertex(polygon.coordinates, true, at), polygon),
  removeVertex(polygon, handle) {
    const coordinates = withoutVertex(polygon.coordinates, true, handle, LEAST_RING);
    return coordinates && made(coordinates, polygon);
  },
  problem(polygon, picture) {
    const [outer = []] = polygon.coordinates;
    if (outer.length < LEAST_RING || signedArea(outer) === 0) return 'empty';
    return isOutside(polygon, picture) ? 'outside' : null;
  },
};
