/** Where an annotation of any type is on the picture: its lines and the box around them. */
import type { Geometry } from '../model/annotation.ts';
import { CUBE_CORNERS } from '../model/shapes.ts';
import type { Box } from './box.ts';
import { maskBounds } from './mask/mask.ts';
import { maskOf } from './mask/stored.ts';
import type { Point } from './plane.ts';
import { turned } from './turn.ts';

export type Line = { readonly points: readonly Point[]; readonly closed: boolean };

/** Points of an ellipse: closer than a pixel to it up to a radius of 200 pixels. */
const ELLIPSE_POINTS = 48;

/** The lines of what has a place on the picture; empty for what has none, and for masks, which are no lines. */
export function outlineOf(geometry: Geometry): readonly Line[] {
  switch (geometry.type) {
    case 'box':
      return [closed(cornersOf(geometry))];
    case 'segment':
      return geometry.coordinates.map(closed);
    case 'polyline':
      return geometry.coordinates.map((points) => ({ points, closed: false }));
    case 'point':
      return [{ points: [geometry.coordinates], closed: false }];
    case 'ellipse':
      return [closed(ellipsePoints(geometry.coordinates))];
    case 'cube': {
      const corners = CUBE_CORNERS.map((corner) => geometry.coordinates[corner]);
      const [front, back] = [corners.slice(0, 4), corners.slice(4)];
      const edges = front.map((point, at) => ({ points: [point, back[at] ?? point], closed: false }));
      return [closed(back), ...edges, closed(front)];
    }
    case 'note': {
      const [from, to] = geometry.coordinates.box;
      return [closed([from, { x: to.x, y: from.y }, to, { x: from.x, y: to.y }])];
    }
    default:
      return [];
  }
}

/** Geometries are never changed, and those of thousands of shapes are asked for their bounds for each picture of them. */
const known = new WeakMap<Geometry, Box | null>();

/** The smallest box around it; null for what has no place on the picture. */
export function boundsOf(geometry: Geometry): Box | null {
  if (geometry.type === 'box') return geometry;
  if (geometry.type === 'binary') return maskBounds(maskOf(geometry));
  const found = known.get(geometry);
  if (found !== undefined) return found;
  const bounds = linesBounds(geometry);
  known.set(geometry, bounds);
  return bounds;
}

function linesBounds(geometry: Geometry): Box | null {
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { points } of outlineOf(geometry)) {
    for (const { x, y } of points) {
      if (x < bounds.left) bounds.left = x;
      if (x > bounds.right) bounds.right = x;
      if (y < bounds.top) bounds.top = y;
      if (y > bounds.bottom) bounds.bottom = y;
    }
  }
  return bounds.left === Infinity ? null : bounds;
}

function closed(points: readonly Point[]): Line {
  return { points, closed: true };
}

/** The corners of a box that may be turned, clockwise from the top left. */
export function cornersOf({
  left,
  top,
  right,
  bottom,
  angle = 0,
}: Box & { angle?: number | undefined }): Point[] {
  const center = { x: (left + right) / 2, y: (top + bottom) / 2 };
  const corners = [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
  return angle === 0 ? corners : corners.map((corner) => turned(corner, center, angle));
}

function ellipsePoints(ellipse: Extract<Geometry, { type: 'ellipse' }>['coordinates']): Point[] {
  const { center, rx, ry, angle = 0 } = ellipse;
  return Array.from({ length: ELLIPSE_POINTS }, (_, at) => {
    const turn = (2 * Math.PI * at) / ELLIPSE_POINTS;
    return turned({ x: center.x + rx * Math.cos(turn), y: center.y + ry * Math.sin(turn) }, center, angle);
  });
}
