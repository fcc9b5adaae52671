/** Several selected shapes as one: the box around them, and what its handles do. */
import { type Box, boxCenter, boxUnion } from '#core/geometry/box.ts';
import { isBoxHandle, resizeTurnedBox } from '#core/geometry/turned-box.ts';
import type { Geometry } from '#core/model/annotation.ts';
import type { Point } from '#core/model/common.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import { angleTowards, boxHandles } from './kinds/box-handles.ts';
import type { Drag, Handle, HandleId } from './kinds/kind.ts';
import { kindOf } from './kinds/kinds.ts';
import type { EditorState } from './state.ts';

type Shapes = ReadonlyMap<AnnotationId, Geometry>;

/** Picture pixels. */
const LEAST_SIDE = 1;

/** The shapes that are selected together, as they are shown; null when there are not several. */
export function groupOf({ selection, annotations, drafts, hidden }: EditorState): Shapes | null {
  if (selection.ids.length < 2) return null;
  const shapes = selection.ids.flatMap((id): [AnnotationId, Geometry][] => {
    const geometry = drafts.get(id) ?? annotations.get(id)?.geometry;
    return geometry && !hidden.has(id) ? [[id, geometry]] : [];
  });
  return shapes.length > 1 ? new Map(shapes) : null;
}

export function groupBox(shapes: Shapes): Box {
  return [...shapes.values()].map((geometry) => kindOf(geometry).bounds(geometry)).reduce(boxUnion);
}

export function groupHandles(box: Box, scale: number): Handle[] {
  return boxHandles(box, 0, scale);
}

/** The shapes with one handle of the box around them dragged to a point. Kinds that cannot follow stay. */
export function moveGroupHandle(shapes: Shapes, handle: HandleId, to: Point, drag: Drag): Shapes {
  const box = groupBox(shapes);
  const center = boxCenter(box);
  const target = isBoxHandle(handle)
    ? resizeTurnedBox(box, handle, to, drag.picture, {
        square: drag.shift,
        centered: drag.alt,
        least: LEAST_SIDE,
      })
    : null;
  const angle = handle === 'rotate' ? angleTowards(center, to, drag) : 0;
  const change = (geometry: Geometry): Geometry => {
    const kind = kindOf(geometry);
    const made = target ? kind.scale?.(geometry, box, target) : kind.rotate?.(geometry, angle, center);
    return made ?? geometry;
  };
  return new Map([...shapes].map(([id, geometry]) => [id, change(geometry)]));
}
