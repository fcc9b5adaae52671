/** A geometry of one kind as one of another. */
import type { Geometry } from '../model/annotation.ts';
import { boxCenter, boxHeight, boxWidth } from './box.ts';
import { contoursOf } from './mask/contour.ts';
import { maskOf } from './mask/stored.ts';
import { boundsOf, cornersOf, outlineOf } from './outline.ts';
import { distance, type Point } from './plane.ts';
import type { Rings } from './polygon-boolean.ts';
import { direction, normalAngle, turned } from './turn.ts';
import { around } from './turned-box.ts';

/** What areas can become. */
export const AREA_TYPES = ['box', 'turned-box', 'segment', 'ellipse'] as const;
export type AreaType = (typeof AREA_TYPES)[number];

/** The rings of what has an inside; null for what has none. */
export function ringsOf(geometry: Geometry): Rings | null {
  if (geometry.type === 'segment') return geometry.coordinates;
  if (geometry.type !== 'box' && geometry.type !== 'ellipse') return null;
  return outlineOf(geometry).map(({ points }) => points);
}

/** The narrowest turned box around the points: one of its sides lies along an edge of their hull. */
function tightBox(points: readonly Point[]): Geometry | null {
  const hull = hullOf(points);
  const boxes = hull.map((from, at) => {
    const angle = direction(from, hull[(at + 1) % hull.length] ?? from);
    const bounds = boundsOf({
      type: 'segment',
      coordinates: [hull.map((point) => turned(point, { x: 0, y: 0 }, -angle))],
    });
    return bounds && { angle, bounds, area: boxWidth(bounds) * boxHeight(bounds) };
  });
  const [best] = boxes.flatMap((box) => box ?? []).toSorted((a, b) => a.area - b.area);
  if (!best) return null;
  const center = turned(boxCenter(best.bounds), { x: 0, y: 0 }, best.angle);
  const upright = Math.round(best.angle / 90) * 90;
  const rest = normalAngle(best.angle - upright);
  const across = Math.abs(upright / 90) % 2 === 1;
  const [width, height] = [boxWidth(best.bounds), boxHeight(best.bounds)];
  const box = across ? around(center, height, width) : around(center, width, height);
  return Math.abs(rest) < 0.005 ? { type: 'box', ...box } : { type: 'box', ...box, angle: rest };
}

/** The convex hull, by Andrew's monotone chain. */
function hullOf(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a.x - b.x || a.y - b.y);
  const half = (ordered: readonly Point[]) => {
    const chain: Point[] = [];
    for (const point of ordered) {
      for (;;) {
        const [a, b] = [chain.at(-2), chain.at(-1)];
        if (!a || !b || (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x) > 0) break;
        chain.pop();
      }
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

function ellipseIn(geometry: Geometry): Geometry | null {
  const box = geometry.type === 'box' ? geometry : boundsOf(geometry);
  if (!box) return null;
  const angle = geometry.type === 'box' ? geometry.angle : undefined;
  const [rx, ry] = [boxWidth(box) / 2, boxHeight(box) / 2];
  const turn = angle === undefined ? {} : { angle };
  return { type: 'ellipse', coordinates: { center: boxCenter(box), rx, ry, ...turn } };
}

function turnedBoxOf(geometry: Geometry): Geometry | null {
  if (geometry.type === 'box') return geometry;
  if (geometry.type === 'ellipse') {
    const { center, rx, ry, angle } = geometry.coordinates;
    const box = around(center, 2 * rx, 2 * ry);
    return angle === undefined ? { type: 'box', ...box } : { type: 'box', ...box, angle };
  }
  if (geometry.type === 'binary') {
    return tightBox(contoursOf(maskOf(geometry)).flatMap(({ outer }) => outer.points));
  }
  return tightBox(outlineOf(geometry).flatMap(({ points }) => points));
}

function polygonOf(geometry: Geometry): Geometry | null {
  if (geometry.type === 'box') return { type: 'segment', coordinates: [cornersOf(geometry)] };
  if (geometry.type === 'polyline') {
    // A line that comes back to where it began is a ring.
    const rings = geometry.coordinates.map((line) => {
      const [first, last] = [line[0], line.at(-1)];
      return first && last && distance(first, last) < 0.005 ? line.slice(0, -1) : line;
    });
    return rings.every((ring) => ring.length >= 3) ? { type: 'segment', coordinates: rings } : null;
  }
  const rings = ringsOf(geometry);
  return rings && { type: 'segment', coordinates: rings.map((ring) => [...ring]) };
}

/** The shape as another kind; itself when it is of that kind; null when it cannot become one. */
export function convertArea(geometry: Geometry, to: AreaType): Geometry | null {
  switch (to) {
    case 'box': {
      const bounds = boundsOf(geometry);
      if (!bounds || boxWidth(bounds) === 0 || boxHeight(bounds) === 0) return null;
      const { left, top, right, bottom } = bounds;
      return { type: 'box', left, top, right, bottom };
    }
    case 'turned-box':
      return turnedBoxOf(geometry);
    case 'segment':
      return geometry.type === 'segment' ? geometry : polygonOf(geometry);
    case 'ellipse':
      return geometry.type === 'ellipse' ? geometry : ellipseIn(geometry);
  }
}
