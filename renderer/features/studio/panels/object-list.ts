/** The list of objects beside the canvas. */
import type { AnnotationMap } from '#core/annotation/diff.ts';
import { boxHeight, boxWidth } from '#core/geometry/box.ts';
import type { Annotation } from '#core/model/annotation.ts';
import { kindOf } from '#renderer/editor/kinds/kinds.ts';

/** In the order in which they were made; only those whose label has the typed text. */
export function listObjects(annotations: AnnotationMap, typed: string): Annotation[] {
  const wanted = typed.trim().toLocaleLowerCase();
  return [...annotations.values()]
    .filter(({ label }) => label.toLocaleLowerCase().includes(wanted))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Width and height in whole pixels, as "120 × 45". */
export function objectSize({ geometry }: Annotation): string {
  const bounds = kindOf(geometry).bounds(geometry);
  return `${Math.round(boxWidth(bounds))} × ${Math.round(boxHeight(bounds))}`;
}
