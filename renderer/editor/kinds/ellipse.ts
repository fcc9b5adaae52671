/** Ellipses that may be turned around their center. */
import { type Box, boxCenter, boxHeight, boxWidth, translateBox } from '#core/geometry/box.ts';
import { normalAngle, turned } from '#core/geometry/turn.ts';
import { around, isBoxHandle, resizeTurnedBox } from '#core/geometry/turned-box.ts';
import { toView } from '#core/geometry/viewport.ts';
import type { Geometry } from '#core/model/annotation.ts';
import { angleTowards, boxHandles, roundAngle, scaledPoint } from './box-handles.ts';
import type { Kind } from './kind.ts';
import { paintPath } from './lines.ts';

export type Ellipse = Extract<Geometry, { type: 'ellipse' }>;

/** Picture pixels. */
const LEAST_SIDE = 1;

const DEGREE = Math.PI / 180;
const hundredth = (value: number) => Math.round(value * 100) / 100;

/** The box around it before it is turned. */
function boxOf({ coordinates: { center, rx, ry } }: Ellipse): Box {
  return around(center, 2 * rx, 2 * ry);
}

const angleOf = ({ coordinates: { angle = 0 } }: Ellipse): number => angle;

function changed(ellipse: Ellipse, change: Partial<Ellipse['coordinates']>): Ellipse {
  return { type: 'ellipse', coordinates: { ...ellipse.coordinates, ...change } };
}

function inBox(ellipse: Ellipse, box: Box): Ellipse {
  const center = { ...ellipse.coordinates.center, ...boxCenter(box) };
  return changed(ellipse, { center, rx: boxWidth(box) / 2, ry: boxHeight(box) / 2 });
}

/** One that is not turned says nothing of an angle, unless it did so before. */
function atAngle(ellipse: Ellipse, angle: number): Ellipse {
  const { angle: before, ...flat } = ellipse.coordinates;
  return angle === 0 && before !== 0 ? { type: 'ellipse', coordinates: flat } : changed(ellipse, { angle });
}

export const ellipseKind: Kind<Ellipse> = {
  bounds(ellipse) {
    const { center, rx, ry } = ellipse.coordinates;
    const [cos, sin] = [Math.cos(angleOf(ellipse) * DEGREE), Math.sin(angleOf(ellipse) * DEGREE)];
    return around(center, 2 * Math.hypot(rx * cos, ry * sin), 2 * Math.hypot(rx * sin, ry * cos));
  },
  hit(ellipse, point, tolerance) {
    const { center, rx, ry } = ellipse.coordinates;
    const at = turned(point, center, -angleOf(ellipse));
    return Math.hypot((at.x - center.x) / (rx + tolerance), (at.y - center.y) / (ry + tolerance)) <= 1;
  },
  handles: (ellipse, scale) => boxHandles(boxOf(ellipse), angleOf(ellipse), scale),
  draw(pen, ellipse, viewport, style) {
    const { center, rx, ry } = ellipse.coordinates;
    const { x, y } = toView(viewport, center);
    const { scale } = viewport;
    pen.beginPath();
    pen.ellipse(x, y, rx * scale, ry * scale, angleOf(ellipse) * DEGREE, 0, 2 * Math.PI);
    paintPath(pen, style, true);
  },
  translate(ellipse, dx, dy, picture) {
    const from = ellipseKind.bounds(ellipse);
    const to = translateBox(from, dx, dy, picture);
    const { center } = ellipse.coordinates;
    const moved = { ...center, x: center.x + (to.left - from.left), y: center.y + (to.top - from.top) };
    return changed(ellipse, { center: moved });
  },
  moveHandle(ellipse, handle, to, drag) {
    const { center } = ellipse.coordinates;
    if (handle === 'rotate') return atAngle(ellipse, angleTowards(center, to, drag));
    if (!isBoxHandle(handle)) return ellipse;
    const box = { ...boxOf(ellipse), angle: angleOf(ellipse) };
    const how = { square: drag.shift, centered: drag.alt, least: LEAST_SIDE };
    return inBox(ellipse, resizeTurnedBox(box, handle, to, drag.picture, how));
  },
  rotate(ellipse, degrees, center) {
    const moved = { ...ellipse.coordinates.center, ...turned(ellipse.coordinates.center, center, degrees) };
    return atAngle(changed(ellipse, { center: moved }), roundAngle(normalAngle(angleOf(ellipse) + degrees)));
  },
  scale(ellipse, from, to) {
    const { center, rx, ry } = ellipse.coordinates;
    const middle = scaledPoint(center, from, to);
    const reach = (dx: number, dy: number) => {
      const end = turned({ x: center.x + dx, y: center.y + dy }, center, angleOf(ellipse));
      const moved = scaledPoint(end, from, to);
      return Math.hypot(moved.x - middle.x, moved.y - middle.y);
    };
    return changed(ellipse, { center: middle, rx: reach(rx, 0), ry: reach(0, ry) });
  },
  round(ellipse) {
    const { center, rx, ry, angle } = ellipse.coordinates;
    return changed(ellipse, {
      center: { ...center, x: hundredth(center.x), y: hundredth(center.y) },
      rx: hundredth(rx),
      ry: hundredth(ry),
      ...(angle === undefined ? {} : { angle: roundAngle(angle) }),
    });
  },
  same: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  problem({ coordinates: { center, rx, ry } }, picture) {
    if (rx <= 0 || ry <= 0) return 'empty';
    const { x, y } = center;
    return x >= 0 && y >= 0 && x <= picture.width && y <= picture.height ? null : 'outside';
  },
};
