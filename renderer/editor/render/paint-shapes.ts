/** Draws the stored shapes of a part of the view. */
import { type Box, boxHeight, boxWidth, growBox } from '#core/geometry/box.ts';
import { boxToView, toPicture, type Viewport } from '#core/geometry/viewport.ts';
import type { Annotation } from '#core/model/annotation.ts';
import { flagsOf } from '#core/model/object-flags.ts';
import type { ShapeStyle } from '../kinds/kind.ts';
import { kindOf } from '../kinds/kinds.ts';
import type { ShapeIndex } from '../shape-index.ts';
import { type EditorState, labelColor } from '../state.ts';
import { CHIP_HEIGHT, drawChip, type TextWidths } from './chip.ts';
import type { Pen } from './pen.ts';

/** View pixels that a shape is drawn beyond its bounds: its sign and half its line. */
export const SHAPE_MARGIN = CHIP_HEIGHT + 4;
/** And without a sign. */
const PLAIN_MARGIN = 2;
/** Above so many shapes in view they are drawn without signs and seams, which nobody could read apart anyway. */
const MOST_IN_DETAIL = 300;
/** View pixels; a smaller shape has no sign. */
const LEAST_WITH_CHIP = 30;
/** View pixels; of many shapes a smaller one is not filled. */
const LEAST_FILLED = 16;
/** View pixels: what is partly behind something else has a broken line. */
const OCCLUDED_DASH = [7, 4];

export type ShapesPaint = {
  readonly pen: Pen;
  readonly state: EditorState;
  readonly shapes: ShapeIndex;
  readonly viewport: Viewport;
  readonly widths: TextWidths;
};

/** Shapes that reach into a part of the view, without those that are hidden or under the hand. */
export function shapesIn(
  paint: Omit<ShapesPaint, 'pen' | 'widths'>,
  area: Box,
  detailed: boolean,
): Annotation[] {
  const { shapes, viewport, state } = paint;
  const grown = growBox(area, detailed ? SHAPE_MARGIN : PLAIN_MARGIN);
  const from = toPicture(viewport, { x: grown.left, y: grown.top });
  const to = toPicture(viewport, { x: grown.right, y: grown.bottom });
  return shapes
    .search({ left: from.x, top: from.y, right: to.x, bottom: to.y })
    .filter(({ id }) => !state.hidden.has(id) && !state.drafts.has(id));
}

export function paintShapes(paint: ShapesPaint, annotations: readonly Annotation[], detailed: boolean): void {
  const { pen, viewport, state, widths } = paint;
  for (const annotation of annotations) {
    const { geometry, label } = annotation;
    const color = labelColor(state.labels, label);
    const kind = kindOf(geometry);
    const { occluded } = flagsOf(annotation);
    if (occluded) pen.setLineDash(OCCLUDED_DASH);
    kind.draw(
      pen,
      geometry,
      viewport,
      detailed ? styleOf(color) : plainStyle(color, kind.bounds(geometry), viewport),
    );
    if (occluded) pen.setLineDash([]);
    if (!detailed) continue;
    const bounds = boxToView(viewport, kind.bounds(geometry));
    const room = boxWidth(bounds);
    if (room < LEAST_WITH_CHIP) continue;
    drawChip(pen, { text: label, color, left: bounds.left, top: bounds.top, room: room + 2 }, widths);
  }
}

const styleOf = (color: string): ShapeStyle => ({ color, lineWidth: 2, fillAlpha: 0.1, seam: true });

/** Of many: lines of one pixel, which are five times as fast as those of two, and no fill where it would not be seen. */
function plainStyle(color: string, bounds: Box, { scale }: Viewport): ShapeStyle {
  const seen = Math.max(boxWidth(bounds), boxHeight(bounds)) * scale >= LEAST_FILLED;
  return { color, lineWidth: 1, fillAlpha: seen ? 0.1 : 0, seam: false };
}

export function inDetail(count: number): boolean {
  return count <= MOST_IN_DETAIL;
}
