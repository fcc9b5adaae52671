import type { Annotation, BoxGeometry } from '#core/model/annotation.ts';
import { annotationId, itemId } from './ids.ts';

export const ITEM = itemId(0xabc);

/** A box on the usual item, given as left, top, right, bottom. */
export function box(
  number: number,
  [left, top, right, bottom]: readonly [number, number, number, number],
  more: Partial<Omit<Annotation, 'geometry'>> = {},
): Annotation & { geometry: BoxGeometry } {
  return {
    id: annotationId(number),
    itemId: ITEM,
    label: 'car',
    geometry: { type: 'box', left, top, right, bottom },
    attributes: {},
    creator: 'ann',
    createdAt: 1000,
    updatedAt: 1000,
    updatedBy: 'ann',
    rev: 1,
    ...more,
  };
}

export function mapOf(annotations: readonly Annotation[]) {
  return new Map(annotations.map((annotation) => [annotation.id, annotation]));
}
