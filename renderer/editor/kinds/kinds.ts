/** All kinds of shapes, by the type that is stored. */
import type { Geometry } from '#core/model/annotation.ts';
import { boxKind } from './box.ts';
import type { Kind } from './kind.ts';
import { outlineKind } from './outline.ts';

export function kindOf(geometry: Geometry): Kind<Geometry> {
  // A turned box is shown as it is: its handles would pull at sides that are elsewhere.
  const isPlainBox = geometry.type === 'box' && (geometry.angle ?? 0) === 0;
  return isPlainBox ? (boxKind as Kind<Geometry>) : outlineKind;
}
