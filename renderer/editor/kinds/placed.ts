/** What is the same for all kinds that are made of points on the picture. */
import { boxesTouch, translateBox } from '#core/geometry/box.ts';
import { boundsOf, outlineOf } from '#core/geometry/outline.ts';
import { mapPlaces, type PlacedGeometry, roundPlace } from '#core/geometry/places.ts';
import type { Size } from '#core/geometry/plane.ts';
import { turned } from '#core/geometry/turn.ts';
import { scaledPoint } from './box-handles.ts';
import type { Kind } from './kind.ts';
import { paintLines } from './lines.ts';

const NOWHERE = { left: 0, top: 0, right: 0, bottom: 0 };

type Common<G extends PlacedGeometry> = Required<
  Pick<Kind<G>, 'bounds' | 'draw' | 'translate' | 'rotate' | 'scale' | 'round' | 'same'>
>;

export function placed<G extends PlacedGeometry>(): Common<G> {
  const bounds = (geometry: G) => boundsOf(geometry) ?? NOWHERE;
  return {
    bounds,
    draw: (pen, geometry, viewport, style) => paintLines(pen, outlineOf(geometry), viewport, style),
    translate(geometry, dx, dy, picture) {
      const from = bounds(geometry);
      const to = translateBox(from, dx, dy, picture);
      const [x, y] = [to.left - from.left, to.top - from.top];
      return mapPlaces(geometry, (place) => ({ ...place, x: place.x + x, y: place.y + y }));
    },
    rotate: (geometry, degrees, around) =>
      mapPlaces(geometry, (place) => ({ ...place, ...turned(place, around, degrees) })),
    scale: (geometry, from, to) => mapPlaces(geometry, (place) => scaledPoint(place, from, to)),
    round: (geometry) => mapPlaces(geometry, roundPlace),
    same: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  };
}

/** `outside` when no part of it is on the picture: what other programs wrote may reach beyond it. */
export function isOutside(geometry: PlacedGeometry, picture: Size): boolean {
  const bounds = boundsOf(geometry);
  const whole = { left: 0, top: 0, right: picture.width, bottom: picture.height };
  return bounds === null || !boxesTouch(bounds, whole);
}
