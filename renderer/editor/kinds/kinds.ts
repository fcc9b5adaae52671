/** All kinds of shapes, by the type that is stored. */
import type { Geometry } from '#core/model/annotation.ts';
import { boxKind } from './box.ts';
import { cubeKind } from './cube.ts';
import { ellipseKind } from './ellipse.ts';
import type { Kind } from './kind.ts';
import { maskKind } from './mask.ts';
import { noteKind } from './note.ts';
import { outlineKind } from './outline.ts';
import { pointKind } from './point.ts';
import { polygonKind } from './polygon.ts';
import { polylineKind } from './polyline.ts';
import { skeletonKind } from './skeleton.ts';

type Type = Geometry['type'];

/** Types that are not here are only looked at. */
const KINDS: { readonly [T in Type]?: Kind<Extract<Geometry, { type: T }>> } = {
  binary: maskKind,
  box: boxKind,
  segment: polygonKind,
  polyline: polylineKind,
  point: pointKind,
  ellipse: ellipseKind,
  cube: cubeKind,
  note: noteKind,
  pose: skeletonKind,
};

export function kindOf(geometry: Geometry): Kind<Geometry> {
  // A kind and its geometry are looked up by one type; the compiler cannot follow that pair through the union.
  return (KINDS[geometry.type] as Kind<Geometry> | undefined) ?? outlineKind;
}
