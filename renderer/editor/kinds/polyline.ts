/** Lines of several points. */
import { distanceToLines } from '#core/geometry/lines.ts';
import { outlineOf } from '#core/geometry/outline.ts';
import type { Geometry } from '#core/model/annotation.ts';
import type { Kind } from './kind.ts';
import { isOutside, placed } from './placed.ts';
import { movedVertex, vertexHandles, withoutVertex, withVertex } from './vertices.ts';

export type Polyline = Extract<Geometry, { type: 'polyline' }>;

/** Fewer points are no line. */
export const LEAST_LINE = 2;
/** A line is thin: it is taken from so many times further than an area. */
export const THIN = 3;

const made = (coordinates: Polyline['coordinates'] | null, otherwise: Polyline): Polyline =>
  coordinates ? { type: 'polyline', coordinates } : otherwise;

export const polylineKind: Kind<Polyline> = {
  ...placed<Polyline>(),
  hit: (line, point, tolerance) => distanceToLines(outlineOf(line), point) <= tolerance * THIN,
  handles: (line) => vertexHandles(line.coordinates, false),
  moveHandle: (line, handle, to, drag) => made(movedVertex(line.coordinates, false, handle, to, drag), line),
  insertVertex: (line, at) => made(withVertex(line.coordinates, false, at), line),
  removeVertex(line, handle) {
    const coordinates = withoutVertex(line.coordinates, false, handle, LEAST_LINE);
    return coordinates && made(coordinates, line);
  },
  problem(line, picture) {
    if (line.coordinates.some((points) => points.length < LEAST_LINE)) return 'empty';
    return isOutside(line, picture) ? 'outside' : null;
  },
};
