/** Boxes, and boxes that are turned around their center. */
import {
  boxCenter,
  boxFromCorners,
  boxHeight,
  boxProblem,
  boxWidth,
  roundBox,
  sameBox,
  translateBox,
} from '#core/geometry/box.ts';
import { boundsOf, outlineOf } from '#core/geometry/outline.ts';
import { normalAngle, turned } from '#core/geometry/turn.ts';
import {
  angleOf,
  around,
  isBoxHandle,
  resizeTurnedBox,
  turnedBoxContains,
} from '#core/geometry/turned-box.ts';
import { boxToView } from '#core/geometry/viewport.ts';
import type { BoxGeometry } from '#core/model/annotation.ts';
import { angleTowards, boxHandles, roundAngle, scaledPoint } from './box-handles.ts';
import type { Kind } from './kind.ts';
import { paintLines } from './lines.ts';

/** Picture pixels; a label smaller than one pixel holds nothing. */
const LEAST_SIDE = 1;

/** A box that is not turned says nothing of an angle, unless it did so before. */
function atAngle(box: BoxGeometry, angle: number): BoxGeometry {
  const { angle: before, ...flat } = box;
  return angle === 0 && before !== 0 ? flat : { ...flat, angle };
}

export const boxKind: Kind<BoxGeometry> = {
  bounds: (box) => (angleOf(box) === 0 ? box : (boundsOf(box) ?? box)),
  hit: turnedBoxContains,
  handles: (box, scale) => boxHandles(box, angleOf(box), scale),
  draw(pen, box, viewport, style) {
    if (angleOf(box) !== 0) return paintLines(pen, outlineOf(box), viewport, style);
    const { left, top, right, bottom } = boxToView(viewport, box);
    const width = right - left;
    const height = bottom - top;
    if (style.fillAlpha > 0) {
      pen.globalAlpha = style.fillAlpha;
      pen.fillStyle = style.color;
      pen.fillRect(left, top, width, height);
      pen.globalAlpha = 1;
    }
    if (style.seam) {
      pen.strokeStyle = 'rgba(0, 0, 0, 0.55)';
      pen.lineWidth = style.lineWidth + 2;
      pen.strokeRect(left, top, width, height);
    }
    pen.strokeStyle = style.color;
    pen.lineWidth = style.lineWidth;
    pen.strokeRect(left, top, width, height);
  },
  translate(box, dx, dy, picture) {
    const bounds = boxKind.bounds(box);
    const moved = translateBox(bounds, dx, dy, picture);
    const [x, y] = [moved.left - bounds.left, moved.top - bounds.top];
    return { ...box, left: box.left + x, top: box.top + y, right: box.right + x, bottom: box.bottom + y };
  },
  moveHandle(box, handle, to, drag) {
    if (handle === 'rotate') return atAngle(box, angleTowards(boxCenter(box), to, drag));
    if (!isBoxHandle(handle)) return box;
    const how = { square: drag.shift, centered: drag.alt, least: LEAST_SIDE };
    const resized = resizeTurnedBox(box, handle, to, drag.picture, how);
    const inside =
      angleOf(box) === 0 && (drag.shift || drag.alt) ? boxProblem(resized, drag.picture) === null : true;
    return inside ? { ...box, ...resized } : box;
  },
  rotate(box, degrees, center) {
    const middle = turned(boxCenter(box), center, degrees);
    const moved = { ...box, ...around(middle, boxWidth(box), boxHeight(box)) };
    return atAngle(moved, roundAngle(normalAngle(angleOf(box) + degrees)));
  },
  scale(box, from, to) {
    const corner = (x: number, y: number) => scaledPoint({ x, y }, from, to);
    if (angleOf(box) === 0) {
      return { ...box, ...boxFromCorners(corner(box.left, box.top), corner(box.right, box.bottom)) };
    }
    // A turned box stays one: its sides grow as the selection does along them.
    const center = boxCenter(box);
    const along = (dx: number, dy: number) => {
      const a = scaledPoint(turned(center, center, 0), from, to);
      const b = scaledPoint(turned({ x: center.x + dx, y: center.y + dy }, center, angleOf(box)), from, to);
      return Math.hypot(b.x - a.x, b.y - a.y);
    };
    const middle = scaledPoint(center, from, to);
    return { ...box, ...around(middle, along(boxWidth(box), 0), along(0, boxHeight(box))) };
  },
  round: (box) => ({
    ...box,
    ...roundBox(box),
    ...(box.angle === undefined ? {} : { angle: roundAngle(box.angle) }),
  }),
  same: (a, b) => sameBox(a, b) && angleOf(a) === angleOf(b),
  problem(box, picture) {
    if (angleOf(box) === 0) return boxProblem(box, picture);
    if (!(box.left < box.right && box.top < box.bottom)) return 'empty';
    const { x, y } = boxCenter(box);
    // Its corners may reach beyond the picture, as those of a turned thing at its border do.
    return x >= 0 && y >= 0 && x <= picture.width && y <= picture.height ? null : 'outside';
  },
};
