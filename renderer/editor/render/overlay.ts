/** What changes with the hand: the shape under it, handles, cross-hair. Drawn anew each frame. */
import { boxHeight, boxWidth } from '#core/geometry/box.ts';
import { boxToView, toView } from '#core/geometry/viewport.ts';
import type { Geometry } from '#core/model/annotation.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import { isLocked } from '#core/model/object-flags.ts';
import { kindOf } from '../kinds/kinds.ts';
import { offeredHandles } from '../picker.ts';
import { type EditorState, labelColor } from '../state.ts';
import { drawChip, type TextWidths } from './chip.ts';
import { type Link, paintLinks } from './links.ts';
import type { Pen } from './pen.ts';

/** View pixels. */
const HANDLE_SIDE = 8;

function sizeText(geometry: Geometry): string {
  const bounds = kindOf(geometry).bounds(geometry);
  return `${Math.round(boxWidth(bounds))} × ${Math.round(boxHeight(bounds))}`;
}

type Look = { readonly text: string; readonly label: string | null; readonly fillAlpha: number };

function drawShape(pen: Pen, state: EditorState, geometry: Geometry, look: Look, widths: TextWidths): void {
  const color = labelColor(state.labels, look.label);
  const kind = kindOf(geometry);
  kind.draw(pen, geometry, state.viewport, { color, lineWidth: 2, fillAlpha: look.fillAlpha, seam: true });
  const { left, top } = boxToView(state.viewport, kind.bounds(geometry));
  drawChip(pen, { text: look.text, color, left, top, room: Number.POSITIVE_INFINITY }, widths);
}

function drawHandles(pen: Pen, state: EditorState, geometry: Geometry, color: string): void {
  pen.lineWidth = 1.5;
  for (const handle of offeredHandles(geometry, state.viewport.scale)) {
    const at = toView(state.viewport, handle.at);
    const left = Math.round(at.x) - HANDLE_SIDE / 2;
    const top = Math.round(at.y) - HANDLE_SIDE / 2;
    pen.fillStyle = '#ffffff';
    pen.strokeStyle = 'rgba(0, 0, 0, 0.65)';
    pen.fillRect(left, top, HANDLE_SIDE, HANDLE_SIDE);
    pen.strokeRect(left, top, HANDLE_SIDE, HANDLE_SIDE);
    pen.fillStyle = color;
    pen.fillRect(left + 2, top + 2, HANDLE_SIDE - 4, HANDLE_SIDE - 4);
  }
}

/** Two tones, so that it is seen on light and on dark; one picture's worth of dashes is not needed. */
function drawCrosshair(pen: Pen, { pointer, view }: EditorState): void {
  if (!pointer) return;
  const x = Math.round(pointer.x) + 0.5;
  const y = Math.round(pointer.y) + 0.5;
  for (const [color, dash] of [
    ['rgba(0, 0, 0, 0.45)', []],
    ['rgba(255, 255, 255, 0.75)', [5, 5]],
  ] as const) {
    pen.strokeStyle = color;
    pen.lineWidth = 1;
    pen.setLineDash([...dash]);
    pen.beginPath();
    pen.moveTo(x, 0);
    pen.lineTo(x, view.height);
    pen.moveTo(0, y);
    pen.lineTo(view.width, y);
    pen.stroke();
  }
  pen.setLineDash([]);
}

/** The shapes that stand out, those under the hand last. */
function prominent(state: EditorState): AnnotationId[] {
  const { hovered, selection, drafts, hidden } = state;
  const ids = new Set<AnnotationId>([...(hovered ? [hovered] : []), ...selection.ids, ...drafts.keys()]);
  return [...ids].filter((id) => !hidden.has(id) || drafts.has(id));
}

export function paintOverlay(pen: Pen, state: EditorState, widths: TextWidths, links: readonly Link[]): void {
  const { annotations, drafts, selection, stroke, editable, tool } = state;
  const shown = prominent(state);
  paintLinks(pen, state, links, shown);
  for (const id of shown) {
    const annotation = annotations.get(id);
    const geometry = drafts.get(id) ?? annotation?.geometry;
    if (!annotation || !geometry) continue;
    const selected = selection.ids.includes(id);
    const text = drafts.has(id) ? `${annotation.label}  ${sizeText(geometry)}` : annotation.label;
    drawShape(
      pen,
      state,
      geometry,
      { text, label: annotation.label, fillAlpha: selected ? 0.16 : 0.24 },
      widths,
    );
    if (selected && editable && selection.ids.length === 1 && tool === 'select' && !isLocked(annotation)) {
      drawHandles(pen, state, geometry, labelColor(state.labels, annotation.label));
    }
  }
  if (stroke) {
    const text = `${state.label ?? ''}  ${sizeText(stroke)}`;
    drawShape(pen, state, stroke, { text, label: state.label, fillAlpha: 0.16 }, widths);
  }
  if (tool === 'box' && editable && state.cursor === 'crosshair') drawCrosshair(pen, state);
}
