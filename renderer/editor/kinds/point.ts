/** Points. */
import { clampPoint, distance } from '#core/geometry/plane.ts';
import { toView } from '#core/geometry/viewport.ts';
import type { Geometry } from '#core/model/annotation.ts';
import type { Pen } from '../render/pen.ts';
import type { Kind } from './kind.ts';
import { isOutside, placed } from './placed.ts';
import { THIN } from './polyline.ts';

export type PointGeometry = Extract<Geometry, { type: 'point' }>;

/** View pixels. */
const RADIUS = 4.5;

function dot(pen: Pen, x: number, y: number, radius: number, color: string): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = color;
  pen.fill();
}

export const pointKind: Kind<PointGeometry> = {
  ...placed<PointGeometry>(),
  hit: ({ coordinates }, point, tolerance) => distance(coordinates, point) <= tolerance * THIN,
  handles: () => [],
  draw(pen, { coordinates }, viewport, style) {
    const { x, y } = toView(viewport, coordinates);
    if (style.seam) dot(pen, x, y, RADIUS + 2, 'rgba(0, 0, 0, 0.55)');
    dot(pen, x, y, RADIUS + 1, '#ffffff');
    dot(pen, x, y, RADIUS - 0.5, style.color);
  },
  moveHandle: (geometry, _handle, to, { picture }) => ({
    ...geometry,
    coordinates: { ...geometry.coordinates, ...clampPoint(to, picture) },
  }),
  problem: (geometry, picture) => (isOutside(geometry, picture) ? 'outside' : null),
};
