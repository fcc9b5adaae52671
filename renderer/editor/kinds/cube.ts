/** Cuboids as they are drawn on a picture: a front, a back, and the edges between them. */
import { distanceToLines, insideRings } from '#core/geometry/lines.ts';
import { outlineOf } from '#core/geometry/outline.ts';
import type { Cube } from '#core/geometry/places.ts';
import { clampPoint, type Point } from '#core/geometry/plane.ts';
import { CUBE_CORNERS, type Place } from '#core/model/shapes.ts';
import type { Handle, Kind } from './kind.ts';
import { isOutside, placed } from './placed.ts';

type Corner = (typeof CUBE_CORNERS)[number];
type Face = 'front' | 'back';

const FACES = ['front', 'back'] as const satisfies readonly Face[];
/** From the top left clockwise, as the names are listed. */
const cornersOf = (face: Face): Corner[] => CUBE_CORNERS.filter((corner) => corner.startsWith(face));

function facePoints({ coordinates }: Cube, face: Face): Place[] {
  return cornersOf(face).map((corner) => coordinates[corner]);
}

/** The six faces. */
function facesOf(cube: Cube): Place[][] {
  const [front, back] = [facePoints(cube, 'front'), facePoints(cube, 'back')];
  const sides = front.map((corner, at) => {
    const next = (at + 1) % front.length;
    return [corner, front[next] ?? corner, back[next] ?? corner, back[at] ?? corner];
  });
  return [front, back, ...sides];
}

function moved(cube: Cube, changes: Partial<Record<Corner, Place>>): Cube {
  return { type: 'cube', coordinates: { ...cube.coordinates, ...changes } };
}

const middleOf = (points: readonly Point[]): Point => ({
  x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
  y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
});

/** The whole face goes where its middle goes. */
function moveFace(cube: Cube, face: Face, to: Point): Cube {
  const from = middleOf(facePoints(cube, face));
  const changes = cornersOf(face).map((corner) => {
    const place = cube.coordinates[corner];
    return [corner, { ...place, x: place.x + to.x - from.x, y: place.y + to.y - from.y }] as const;
  });
  return moved(cube, Object.fromEntries(changes));
}

/** The corner with its two neighbours, so that a face that is a rectangle stays one. */
function stretchFace(cube: Cube, corner: Corner, to: Point): Cube {
  const corners = cornersOf(corner.startsWith('front') ? 'front' : 'back');
  const at = corners.indexOf(corner);
  const from = cube.coordinates[corner];
  const [next, before] = [corners[(at + 1) % 4] ?? corner, corners[(at + 3) % 4] ?? corner];
  // From the top left clockwise: even corners have their neighbour to the side next, odd ones before them.
  const [beside, above] = at % 2 === 0 ? [next, before] : [before, next];
  const [side, other] = [cube.coordinates[beside], cube.coordinates[above]];
  return moved(cube, {
    [corner]: { ...from, ...to },
    [beside]: { ...side, y: side.y + to.y - from.y },
    [above]: { ...other, x: other.x + to.x - from.x },
  });
}

export const cubeKind: Kind<Cube> = {
  ...placed<Cube>(),
  hit: (cube, point, tolerance) =>
    facesOf(cube).some((face) => insideRings([face], point)) ||
    distanceToLines(outlineOf(cube), point) <= tolerance,
  handles: (cube) => [
    ...CUBE_CORNERS.map(
      (corner): Handle => ({ id: corner, role: 'vertex', at: cube.coordinates[corner], cursor: 'move' }),
    ),
    ...FACES.map((face): Handle => {
      const at = middleOf(facePoints(cube, face));
      return {
        id: face,
        role: 'center',
        at,
        cursor: 'move',
        room: Math.abs(cube.coordinates.front_tr.x - cube.coordinates.front_tl.x),
      };
    }),
  ],
  moveHandle(cube, handle, to, { picture, shift }) {
    const place = clampPoint(to, picture);
    const face = FACES.find((each) => each === handle);
    if (face) return moveFace(cube, face, place);
    const corner = CUBE_CORNERS.find((each) => each === handle);
    if (!corner) return cube;
    // A face is a rectangle far more often than not.
    return shift
      ? moved(cube, { [corner]: { ...cube.coordinates[corner], ...place } })
      : stretchFace(cube, corner, place);
  },
  problem(cube, picture) {
    const { front_tl: from, front_br: to } = cube.coordinates;
    if (from.x === to.x || from.y === to.y) return 'empty';
    return isOutside(cube, picture) ? 'outside' : null;
  },
};
