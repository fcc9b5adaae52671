/** How much boxes cover each other. */
import { type Box, boxArea } from '../geometry/box.ts';
import type { Annotation, BoxGeometry } from '../model/annotation.ts';

type Labelled = Pick<Annotation, 'label'> & { readonly geometry: BoxGeometry };

/** Those that are boxes. */
export function boxesOf<T extends Pick<Annotation, 'geometry'>>(
  annotations: readonly T[],
): (T & { readonly geometry: BoxGeometry })[] {
  const isBox = (annotation: T): annotation is T & { readonly geometry: BoxGeometry } =>
    annotation.geometry.type === 'box';
  return annotations.filter(isBox);
}

export type Crowding<T> = {
  /** Pairs over the limit. */
  readonly pairs: number;
  /** The pair with the largest overlap, and that overlap: intersection over union, 0 to 1. */
  readonly worst: { readonly a: T; readonly b: T; readonly overlap: number };
};

/**
 * Intersection over union of two boxes (the Jaccard index): 0 without a common area, 1 for the same box. Boxes
 * without an area cover nothing.
 */
export function boxOverlap(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (!(width > 0 && height > 0)) return 0;
  const common = width * height;
  return common / (boxArea(a) + boxArea(b) - common);
}

/** The pairs with the same label that cover each other by more than `limit` (0 to 1); null when there is none. */
export function crowding<T extends Labelled>(annotations: readonly T[], limit: number): Crowding<T> | null {
  let pairs = 0;
  let worst: Crowding<T>['worst'] | null = null;
  // Sorted by their left sides: behind the first box that begins right of another one, all do.
  const fromLeft = annotations.toSorted((a, b) => a.geometry.left - b.geometry.left);
  for (const [index, a] of fromLeft.entries()) {
    for (let other = index + 1; other < fromLeft.length; other++) {
      const b = fromLeft[other];
      if (!b || b.geometry.left >= a.geometry.right) break;
      const overlap = a.label === b.label ? boxOverlap(a.geometry, b.geometry) : 0;
      if (overlap <= limit) continue;
      pairs++;
      if (!worst || overlap > worst.overlap) worst = { a, b, overlap };
    }
  }
  return worst && { pairs, worst };
}
