/** Thin lines from objects to what they are parts of, and to what they are related to. */
import type { AnnotationMap } from '#core/annotation/diff.ts';
import { toView } from '#core/geometry/viewport.ts';
import type { Annotation } from '#core/model/annotation.ts';
import type { Point } from '#core/model/common.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import { flagsOf } from '#core/model/object-flags.ts';
import { kindOf } from '../kinds/kinds.ts';
import type { EditorState } from '../state.ts';
import type { Pen } from './pen.ts';

export type Link = { readonly from: AnnotationId; readonly to: AnnotationId; readonly directed: boolean };

/** View pixels. */
const ARROW = 7;

/** All links of the objects; asked for at each frame, worked out when something has changed. */
export function createLinks(): (annotations: AnnotationMap) => readonly Link[] {
  let known: AnnotationMap | null = null;
  let links: readonly Link[] = [];
  return (annotations) => {
    if (annotations !== known)
      links = [...annotations.values()].flatMap((one) => linksFrom(one, annotations));
    known = annotations;
    return links;
  };
}

function linksFrom(annotation: Annotation, annotations: AnnotationMap): Link[] {
  if (!annotation.metadata) return [];
  const { parentId, relations } = flagsOf(annotation);
  const from = annotation.id;
  return [
    ...(parentId ? [{ from, to: parentId, directed: false }] : []),
    ...relations.map(({ to }) => ({ from, to, directed: true })),
  ].filter(({ to }) => annotations.has(to));
}

/** Draws those that begin or end at one of the objects. */
export function paintLinks(
  pen: Pen,
  state: EditorState,
  links: readonly Link[],
  ids: readonly AnnotationId[],
): void {
  const shown = links.filter(({ from, to }) => ids.includes(from) || ids.includes(to));
  for (const { from, to, directed } of shown) {
    const start = middle(state, from);
    const end = middle(state, to);
    if (!start || !end) continue;
    for (const [color, width] of [
      ['rgba(0, 0, 0, 0.55)', 3],
      ['#ffffff', 1],
    ] as const) {
      pen.strokeStyle = color;
      pen.lineWidth = width;
      pen.beginPath();
      pen.moveTo(start.x, start.y);
      pen.lineTo(end.x, end.y);
      if (directed) arrow(pen, start, end);
      pen.stroke();
    }
  }
}

/** Two short lines at the middle of the way: at its end the other object would be over them. */
function arrow(pen: Pen, start: Point, end: Point): void {
  const length = Math.hypot(end.x - start.x, end.y - start.y);
  if (length < 2 * ARROW) return;
  const [ux, uy] = [(end.x - start.x) / length, (end.y - start.y) / length];
  const tip = { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
  for (const side of [1, -1]) {
    pen.moveTo(tip.x, tip.y);
    pen.lineTo(tip.x - ARROW * (ux - side * uy * 0.6), tip.y - ARROW * (uy + side * ux * 0.6));
  }
}

/** Of the shape as it is shown now, in view pixels. */
function middle(state: EditorState, id: AnnotationId): Point | null {
  const geometry = state.drafts.get(id) ?? state.annotations.get(id)?.geometry;
  if (!geometry || state.hidden.has(id)) return null;
  const { left, top, right, bottom } = kindOf(geometry).bounds(geometry);
  return toView(state.viewport, { x: (left + right) / 2, y: (top + bottom) / 2 });
}
