/** Geometries that are made of points on the picture: polygons, lines, points, cuboids and notes. */
import type { Geometry } from '../model/annotation.ts';
import { CUBE_CORNERS, type Place } from '../model/shapes.ts';

export type PlacedType = 'segment' | 'polyline' | 'point' | 'cube' | 'note';
export type PlacedGeometry = Extract<Geometry, { type: PlacedType }>;
export type Cube = Extract<Geometry, { type: 'cube' }>;

type Change = (place: Place) => Place;

function cubeOf({ type, coordinates }: Cube, change: Change): Cube {
  const corners = CUBE_CORNERS.map((corner) => [corner, change(coordinates[corner])] as const);
  return { type, coordinates: { ...coordinates, ...Object.fromEntries(corners) } };
}

/** The geometry with each of its points changed. */
export function mapPlaces<G extends PlacedGeometry>(geometry: G, change: Change): G;
export function mapPlaces(geometry: PlacedGeometry, change: Change): PlacedGeometry {
  switch (geometry.type) {
    case 'segment':
      return { type: 'segment', coordinates: geometry.coordinates.map((ring) => ring.map(change)) };
    case 'polyline':
      return { type: 'polyline', coordinates: geometry.coordinates.map((line) => line.map(change)) };
    case 'point':
      return { type: 'point', coordinates: change(geometry.coordinates) };
    case 'cube':
      return cubeOf(geometry, change);
    case 'note': {
      const [from, to] = geometry.coordinates.box;
      return { type: 'note', coordinates: { ...geometry.coordinates, box: [change(from), change(to)] } };
    }
  }
}

/** Coordinates to a hundredth of a pixel: finer than a hand, short in files. */
export function roundPlace(place: Place): Place {
  return { ...place, x: Math.round(place.x * 100) / 100, y: Math.round(place.y * 100) / 100 };
}
