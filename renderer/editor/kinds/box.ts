/** Boxes with sides along the axes. */
import { boxContains, boxProblem, roundBox, sameBox, translateBox } from '#core/geometry/box.ts';
import { BOX_HANDLES, type BoxHandle, handlePoint, resizeBox } from '#core/geometry/handles.ts';
import { boxToView } from '#core/geometry/viewport.ts';
import type { BoxGeometry } from '#core/model/annotation.ts';
import type { Cursor } from '../state.ts';
import type { Kind } from './kind.ts';

/** Picture pixels; a label smaller than one pixel holds nothing. */
const LEAST_SIDE = 1;

const CURSORS = {
  nw: 'nwse-resize',
  se: 'nwse-resize',
  ne: 'nesw-resize',
  sw: 'nesw-resize',
  n: 'ns-resize',
  s: 'ns-resize',
  e: 'ew-resize',
  w: 'ew-resize',
} as const satisfies Record<BoxHandle, Cursor>;

export const boxKind: Kind<BoxGeometry> = {
  bounds: (box) => box,
  hit: boxContains,
  handles: (box) => BOX_HANDLES.map((id) => ({ id, at: handlePoint(box, id), cursor: CURSORS[id] })),
  draw(pen, box, viewport, style) {
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
  translate: (box, dx, dy, picture) => ({ type: 'box', ...translateBox(box, dx, dy, picture) }),
  resize: (box, handle, to, picture) => ({ type: 'box', ...resizeBox(box, handle, to, picture, LEAST_SIDE) }),
  round: (box) => ({ type: 'box', ...roundBox(box) }),
  same: sameBox,
  problem: boxProblem,
};
