/** Masks from and to other kinds of shapes. */
import type { Geometry } from '../../model/annotation.ts';
import { type AreaType, convertArea, ringsOf } from '../convert.ts';
import type { Size } from '../plane.ts';
import type { BooleanRule } from '../polygon-boolean.ts';
import { maskDifference, maskIntersection, maskUnion, onPicture } from './combine.ts';
import { fillHoles, keepParts, splitMask } from './components.ts';
import { isEmpty, type Mask } from './mask.ts';
import { maskToPolygons, polygonMask } from './polygon.ts';
import { liveMask, maskOf } from './stored.ts';

/** Pixels: smaller parts and holes are no shape that anybody drew. */
const SPECK = 4;
/** Pixels by which a polygon may be off the sides of the pixels, whose corners it would have all. */
const TOLERANCE = 1;

/** Pixels whose middle is inside; null for what has no inside. */
export function areaMask(geometry: Geometry, picture: Size): Mask | null {
  if (geometry.type === 'binary') return onPicture(maskOf(geometry), picture);
  const rings = ringsOf(geometry);
  return rings && polygonMask(picture, rings);
}

/** A shape as shapes of another kind: of a mask a polygon for each part. Empty when it cannot become one. */
export function convertShape(geometry: Geometry, to: AreaType | 'binary', picture: Size): Geometry[] {
  if (geometry.type === to) return [geometry];
  if (to === 'binary') {
    const mask = areaMask(geometry, picture);
    return mask && !isEmpty(mask) ? [liveMask(mask)] : [];
  }
  if (geometry.type === 'binary' && to === 'segment') {
    const options = { leastArea: SPECK, leastHole: SPECK, tolerance: TOLERANCE };
    return maskToPolygons(maskOf(geometry), options).map((rings) => ({
      type: 'segment',
      coordinates: rings.map((ring) => [...ring]),
    }));
  }
  const converted = convertArea(geometry, to);
  return converted ? [converted] : [];
}

const RULES = {
  union: maskUnion,
  intersect: maskIntersection,
  subtract: maskDifference,
} as const satisfies Record<BooleanRule, (a: Mask, b: Mask) => Mask>;

/** What a rule makes of the first and all others; null when one has no inside, or nothing is left. */
export function combineAsMasks(
  shapes: readonly Geometry[],
  rule: BooleanRule,
  picture: Size,
): Geometry | null {
  const masks = shapes.flatMap((shape) => areaMask(shape, picture) ?? []);
  if (masks.length < Math.max(2, shapes.length)) return null;
  const made = masks.reduce(RULES[rule]);
  return isEmpty(made) ? null : liveMask(made);
}

/** A mask for each part; parts that meet at a corner are one. */
export function maskParts(geometry: Extract<Geometry, { type: 'binary' }>): Geometry[] {
  return splitMask(maskOf(geometry), 8).map(liveMask);
}

/** Without specks and without holes of their size, up to `most` pixels. */
export function withoutSpecks(geometry: Extract<Geometry, { type: 'binary' }>, most: number): Geometry {
  return liveMask(
    fillHoles(
      keepParts(maskOf(geometry), 8, ({ area }) => area > most),
      most,
    ),
  );
}
