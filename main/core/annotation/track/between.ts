/** A shape between two others, as far on the way from the first to the second as a part from 0 to 1 says. */
import type { Box } from '../../geometry/box.ts';
import type { Point } from '../../geometry/plane.ts';
import { normalAngle } from '../../geometry/turn.ts';
import type { BoxGeometry, Geometry } from '../../model/annotation.ts';
import { CUBE_CORNERS, type Place } from '../../model/shapes.ts';
import { matchLines } from './lines.ts';

type Ellipse = Extract<Geometry, { type: 'ellipse' }>;
type Cube = Extract<Geometry, { type: 'cube' }>;

/** Degrees after which an ellipse looks the same again. */
const HALF_TURN = 180;

/** A hundredth of a pixel or degree: finer than a hand, short in files. */
const round = (value: number) => Math.round(value * 100) / 100;

const mix = (a: number, b: number, part: number) => round(a + (b - a) * part);

/**
 * Boxes, turned ones the shorter way round; polygons and lines by matching their vertices; points, ellipses and cuboids
 * by theirs. Masks, notes, shapes of different types and polygons with a different number of rings stay as they are at
 * `from`: nobody can tell what is between them.
 */
export function between(from: Geometry, to: Geometry, part: number): Geometry {
  switch (from.type) {
    case 'box':
      return to.type === 'box' ? boxBetween(from, to, part) : from;
    case 'ellipse':
      return to.type === 'ellipse' ? ellipseBetween(from, to, part) : from;
    case 'point':
      return to.type === 'point'
        ? { ...from, coordinates: place(from.coordinates, to.coordinates, part) }
        : from;
    case 'cube':
      return to.type === 'cube' ? cubeBetween(from, to, part) : from;
    case 'segment':
      if (to.type !== 'segment') return from;
      return { ...from, coordinates: linesBetween(from.coordinates, to.coordinates, true, part) };
    case 'polyline':
      if (to.type !== 'polyline') return from;
      return { ...from, coordinates: linesBetween(from.coordinates, to.coordinates, false, part) };
    default:
      return from;
  }
}

function sidesBetween(from: Box, to: Box, part: number): Box {
  return {
    left: mix(from.left, to.left, part),
    top: mix(from.top, to.top, part),
    right: mix(from.right, to.right, part),
    bottom: mix(from.bottom, to.bottom, part),
  };
}

function boxBetween(from: BoxGeometry, to: BoxGeometry, part: number): Geometry {
  const sides = { ...from, ...sidesBetween(from, to, part) };
  if (from.angle === undefined && to.angle === undefined) return sides;
  const [a, b] = [from.angle ?? 0, to.angle ?? 0];
  return { ...sides, angle: normalAngle(round(a + normalAngle(b - a) * part)) };
}

function ellipseBetween(from: Ellipse, to: Ellipse, part: number): Geometry {
  const [a, b] = [from.coordinates, to.coordinates];
  const turn = ((((b.angle ?? 0) - (a.angle ?? 0)) % HALF_TURN) + HALF_TURN) % HALF_TURN;
  const shorter = turn > HALF_TURN / 2 ? turn - HALF_TURN : turn;
  const angled = a.angle !== undefined || b.angle !== undefined;
  return {
    ...from,
    coordinates: {
      ...a,
      center: place(a.center, b.center, part),
      rx: mix(a.rx, b.rx, part),
      ry: mix(a.ry, b.ry, part),
      ...(angled ? { angle: normalAngle(round((a.angle ?? 0) + shorter * part)) } : {}),
    },
  };
}

function cubeBetween(from: Cube, to: Cube, part: number): Geometry {
  const corners = CUBE_CORNERS.map(
    (corner) => [corner, place(from.coordinates[corner], to.coordinates[corner], part)] as const,
  );
  return { ...from, coordinates: { ...from.coordinates, ...Object.fromEntries(corners) } };
}

function place(from: Place, to: Point, part: number): Place {
  return { ...from, x: mix(from.x, to.x, part), y: mix(from.y, to.y, part) };
}

function linesBetween(
  from: readonly (readonly Place[])[],
  to: readonly (readonly Place[])[],
  closed: boolean,
  part: number,
): Place[][] {
  if (from.length !== to.length) return from.map((line) => [...line]);
  return from.map((line, at) => matchLines(line, to[at] ?? line, closed).map(([a, b]) => place(a, b, part)));
}
