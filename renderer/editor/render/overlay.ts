/** What changes with the hand: the shape under it, handles, cross-hair. Drawn anew each frame. */
import { skeletonOf } from '#core/annotation/pose/skeleton.ts';
import { type Box, boxHeight, boxWidth } from '#core/geometry/box.ts';
import { boxToView, toView } from '#core/geometry/viewport.ts';
import type { Geometry } from '#core/model/annotation.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import { isLocked } from '#core/model/object-flags.ts';
import { groupBox, groupHandles, groupOf } from '../group.ts';
import { kindOf } from '../kinds/kinds.ts';
import { jointAt } from '../kinds/skeleton.ts';
import { offeredHandles } from '../picker.ts';
import { type EditorState, labelColor } from '../state.ts';
import { specOf } from '../tools/registry.ts';
import { drawChip, type TextWidths } from './chip.ts';
import { gridShows, paintGrid } from './grid.ts';
import { drawHandle } from './handles.ts';
import { type Link, paintLinks } from './links.ts';
import type { Pen } from './pen.ts';

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
  const { viewport, hoveredHandle } = state;
  for (const handle of offeredHandles(geometry, viewport.scale)) {
    drawHandle(pen, handle, toView(viewport, handle.at), color, hoveredHandle?.handle.id === handle.id);
  }
}

/** The name of the joint that is pointed at. */
function drawJointName(
  pen: Pen,
  { viewport, hoveredHandle }: EditorState,
  geometry: Geometry,
  widths: TextWidths,
): void {
  const index = hoveredHandle ? jointAt(hoveredHandle.handle.id) : null;
  const joint = geometry.type === 'pose' && index !== null ? skeletonOf(geometry)?.joints[index] : undefined;
  if (!joint) return;
  const { x, y } = toView(viewport, joint);
  const chip = {
    text: joint.name,
    color: '#ffffff',
    left: x + 8,
    top: y - 4,
    room: Number.POSITIVE_INFINITY,
  };
  drawChip(pen, chip, widths);
}

/** The box around several selected shapes, with its handles. */
function drawGroup(
  pen: Pen,
  { viewport }: EditorState,
  shapes: NonNullable<ReturnType<typeof groupOf>>,
): void {
  const box = groupBox(shapes);
  const { left, top, right, bottom } = boxToView(viewport, box);
  pen.strokeStyle = GUIDE;
  pen.lineWidth = 1;
  pen.setLineDash([5, 4]);
  pen.strokeRect(left, top, right - left, bottom - top);
  pen.setLineDash([]);
  for (const handle of groupHandles(box, viewport.scale)) {
    drawHandle(pen, handle, toView(viewport, handle.at), '#5b6b7b', false);
  }
}

/** View pixels. */
const SNAP_RADIUS = 6;

/** Of lines that become no shape. */
const GUIDE = '#ffffff';

function drawMarquee(pen: Pen, { left, top, right, bottom }: Box): void {
  pen.fillStyle = 'rgba(86, 180, 233, 0.14)';
  pen.fillRect(left, top, right - left, bottom - top);
  for (const [color, dash] of [
    ['rgba(0, 0, 0, 0.6)', []],
    ['#ffffff', [4, 4]],
  ] as const) {
    pen.strokeStyle = color;
    pen.lineWidth = 1;
    pen.setLineDash([...dash]);
    pen.strokeRect(left, top, right - left, bottom - top);
  }
  pen.setLineDash([]);
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

/** Whether there is anything to draw. */
export function overlayShows(state: EditorState): boolean {
  const { stroke, guide, marquee, tool } = state;
  const drawn = stroke !== null || guide !== null || marquee !== null || prominent(state).length > 0;
  const aids = gridShows(state) || state.snapped !== null;
  return drawn || aids || specOf(tool).paint !== undefined || crosshairShows(state);
}

function crosshairShows({ aids, tool, editable, cursor, pointer }: EditorState): boolean {
  if (aids.crosshair !== 'drawing') return aids.crosshair === 'always' && pointer !== null;
  return specOf(tool).crosshair === true && editable && cursor === 'crosshair';
}

/** A ring around what a point snaps to. */
function drawSnap(pen: Pen, { snapped, viewport }: EditorState): void {
  if (!snapped) return;
  const { x, y } = toView(viewport, snapped);
  for (const [color, width] of [
    ['rgba(0, 0, 0, 0.7)', 4],
    ['#ffffff', 2],
  ] as const) {
    pen.beginPath();
    pen.arc(x, y, SNAP_RADIUS, 0, 2 * Math.PI);
    pen.strokeStyle = color;
    pen.lineWidth = width;
    pen.stroke();
  }
}

export function paintOverlay(pen: Pen, state: EditorState, widths: TextWidths, links: readonly Link[]): void {
  const { annotations, drafts, selection, stroke, guide, marquee, editable, tool } = state;
  const shown = prominent(state);
  paintGrid(pen, state);
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
      drawJointName(pen, state, geometry, widths);
    }
  }
  const group = editable && tool === 'select' ? groupOf(state) : null;
  if (group) drawGroup(pen, state, group);
  if (stroke) {
    const text = `${state.label ?? ''}  ${sizeText(stroke)}`;
    drawShape(pen, state, stroke, { text, label: state.label, fillAlpha: 0.16 }, widths);
  }
  if (guide) {
    const style = { color: GUIDE, lineWidth: 2, fillAlpha: 0, seam: true };
    kindOf(guide).draw(pen, guide, state.viewport, style);
  }
  if (marquee) drawMarquee(pen, boxToView(state.viewport, marquee));
  specOf(tool).paint?.(pen, state);
  drawSnap(pen, state);
  if (crosshairShows(state)) drawCrosshair(pen, state);
}
