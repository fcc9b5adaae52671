/** Annotations on a picture that was made of another one. */
import type { Geometry } from '../model/annotation.ts';
import type { Box } from './box.ts';
import type { Point } from './plane.ts';

/** Where things of the old picture are on the new one; null: not there any more. */
export type PictureMap = {
  readonly mapPoint: (point: Point) => Point | null;
  readonly mapBox: (box: Box) => Box | null;
};

/** The same thing on the new picture; null when it is not wholly on it, or is of a type that cannot be carried over. */
export function mapGeometry(geometry: Geometry, { mapPoint, mapBox }: PictureMap): Geometry | null {
  switch (geometry.type) {
    case 'box': {
      const box = (geometry.angle ?? 0) === 0 ? mapBox(geometry) : null;
      return box && { type: 'box', ...box };
    }
    case 'point': {
      const point = mapPoint(geometry.coordinates);
      return point && { type: 'point', coordinates: { ...geometry.coordinates, ...point } };
    }
    case 'segment':
    case 'polyline': {
      const lines = geometry.coordinates.map((line) =>
        line.flatMap((point) => {
          const mapped = mapPoint(point);
          return mapped ? [{ ...point, ...mapped }] : [];
        }),
      );
      const isWhole = lines.every((line, at) => line.length === geometry.coordinates[at]?.length);
      return isWhole ? { ...geometry, coordinates: lines } : null;
    }
    case 'class':
    case 'item_description':
      return geometry;
    default:
      return null;
  }
}
