/** All kinds of shapes, by the type that is stored. */
import type { Geometry } from '#core/model/annotation.ts';
import { boxKind } from './box.ts';
import type { Kind } from './kind.ts';

const KINDS = {
  box: boxKind,
} satisfies { [T in Geometry['type']]: Kind<Extract<Geometry, { type: T }>> };

export function kindOf(geometry: Geometry): Kind<Geometry> {
  return KINDS[geometry.type];
}
