/** What both sides of the comparison send: the same annotations, in parcels of the same size. */
import type { AnnotationContent } from '#core/model/annotation.ts';

/** Polygons of 20 points, as people draw them. */
export function contentOf(at: number): AnnotationContent {
  const ring = Array.from({ length: 20 }, (_, point) => ({
    x: 100 + (at % 50) + 40 * Math.cos(point / 3.2),
    y: 100 + (at % 30) + 40 * Math.sin(point / 3.2),
  }));
  return { label: `label ${at % 7}`, geometry: { type: 'segment', coordinates: [ring] }, attributes: {} };
}
