/** What has no kind of its own: shown where it is, to look at; it can be labelled and deleted, not moved. */
import { boxContains } from '#core/geometry/box.ts';
import { boundsOf, outlineOf } from '#core/geometry/outline.ts';
import { toView, type Viewport } from '#core/geometry/viewport.ts';
import type { Geometry } from '#core/model/annotation.ts';
import type { Pen } from '../render/pen.ts';
import type { Kind } from './kind.ts';

/** View pixels from a lone point to the ends of its cross. */
const CROSS = 5;

/** Of what has no place on the picture. */
const NOWHERE = { left: 0, top: 0, right: 0, bottom: 0 };

export const outlineKind: Kind<Geometry> = {
  bounds: (geometry) => boundsOf(geometry) ?? NOWHERE,
  hit(geometry, point, tolerance) {
    const bounds = boundsOf(geometry);
    return bounds !== null && boxContains(bounds, point, tolerance);
  },
  handles: () => [],
  draw(pen, geometry, viewport, style) {
    if (style.seam) stroke(pen, geometry, viewport, 'rgba(0, 0, 0, 0.55)', style.lineWidth + 2);
    stroke(pen, geometry, viewport, style.color, style.lineWidth);
  },
  translate: (geometry) => geometry,
  moveHandle: (geometry) => geometry,
  round: (geometry) => geometry,
  same: (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b),
  problem: () => null,
};

/** The lines of a geometry, as a pen draws them. */
export function stroke(
  pen: Pen,
  geometry: Geometry,
  viewport: Viewport,
  color: string,
  lineWidth: number,
): void {
  pen.strokeStyle = color;
  pen.lineWidth = lineWidth;
  for (const { points, closed } of outlineOf(geometry)) {
    const seen = points.map((point) => toView(viewport, point));
    const [first] = seen;
    if (!first) continue;
    pen.beginPath();
    if (seen.length === 1) {
      pen.moveTo(first.x - CROSS, first.y);
      pen.lineTo(first.x + CROSS, first.y);
      pen.moveTo(first.x, first.y - CROSS);
      pen.lineTo(first.x, first.y + CROSS);
    } else {
      pen.moveTo(first.x, first.y);
      for (const point of closed ? [...seen.slice(1), first] : seen.slice(1)) pen.lineTo(point.x, point.y);
    }
    pen.stroke();
  }
}
