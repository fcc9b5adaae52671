/** The list of objects beside the canvas. */
import type { AnnotationMap } from '#core/annotation/diff.ts';
import { isPresent, skeletonOf } from '#core/annotation/pose/skeleton.ts';
import { boxHeight, boxWidth } from '#core/geometry/box.ts';
import type { Annotation } from '#core/model/annotation.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import { kindOf } from '#renderer/editor/kinds/kinds.ts';
import type { ObjectFilter } from './object-filter.ts';

/** In the order in which they were made; only those that the filter lets through. All for one that cannot be read. */
export function listObjects(
  annotations: AnnotationMap,
  filter: ObjectFilter,
  hidden: ReadonlySet<AnnotationId>,
): Annotation[] {
  const all = [...annotations.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (!filter.ok) return all;
  return all.filter((annotation, at) =>
    filter.test({ annotation, number: at + 1, hidden: hidden.has(annotation.id) }),
  );
}

/** What tells an object from others of its label. */
export type ObjectFact =
  /** `size`: width and height in whole pixels, as "120 × 45"; `place`: of a point, as "420, 310"; `note`: what it says. */
  | { readonly what: 'size' | 'place' | 'note'; readonly text: string }
  /** How many joints of a skeleton are there, as "15 / 17". */
  | { readonly what: 'joints'; readonly text: string }
  /** It is said of the picture as a whole. */
  | { readonly what: 'whole' };

export function objectFact({ geometry }: Annotation): ObjectFact {
  if (geometry.type === 'class' || geometry.type === 'item_description') return { what: 'whole' };
  if (geometry.type === 'point') {
    const { x, y } = geometry.coordinates;
    return { what: 'place', text: `${Math.round(x)}, ${Math.round(y)}` };
  }
  const said = geometry.type === 'note' ? geometry.coordinates.note.messages.at(-1)?.body : undefined;
  if (said) return { what: 'note', text: said };
  const joints = geometry.type === 'pose' ? skeletonOf(geometry)?.joints : undefined;
  if (joints) return { what: 'joints', text: `${joints.filter(isPresent).length} / ${joints.length}` };
  const bounds = kindOf(geometry).bounds(geometry);
  return { what: 'size', text: `${Math.round(boxWidth(bounds))} × ${Math.round(boxHeight(bounds))}` };
}
