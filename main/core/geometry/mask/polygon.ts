/** Masks from and to polygons with holes. */
import type { Box } from '../box.ts';
import type { Point, Size } from '../plane.ts';
import { simplifyRing } from '../simplify.ts';
import { fillHoles, keepParts } from './components.ts';
import { contoursOf } from './contour.ts';
import { buildMask, type Mask } from './mask.ts';

/** The outer ring, then the holes. */
export type Rings = readonly (readonly Point[])[];

export type PolygonOptions = {
  /** Pixels; smaller parts are left out. */
  readonly leastArea?: number;
  /** Pixels; smaller holes are filled. */
  readonly leastHole?: number;
  /** Pixels by which the outline may be off, for fewer points. 0 keeps every corner. */
  readonly tolerance?: number;
};

/** One polygon for each part, the largest first. */
export function maskToPolygons(mask: Mask, options: PolygonOptions = {}): Rings[] {
  const { leastArea = 1, leastHole = 1, tolerance = 0 } = options;
  const large = leastArea > 1 ? keepParts(mask, 4, ({ area }) => area >= leastArea) : mask;
  const clean = leastHole > 1 ? fillHoles(large, leastHole - 1) : large;
  return contoursOf(clean)
    .toSorted((a, b) => b.outer.area - a.outer.area)
    .map(({ outer, holes }) => [outer, ...holes].map((ring) => simplifyRing(ring.points, tolerance)))
    .map(([outer = [], ...holes]) => [outer, ...holes.filter((hole) => hole.length > 2)])
    .filter(([outer = []]) => outer.length > 2);
}

/** The pixels whose middle is inside an odd number of the rings, so that rings in others are holes. */
export function polygonMask(picture: Size, rings: Rings): Mask {
  const edges = edgesOf(rings).sort((a, b) => a.top - b.top);
  const top = Math.max(0, Math.ceil((edges[0]?.top ?? 0) - 0.5));
  const builder = buildMask(picture, top);
  let active: Edge[] = [];
  let coming = 0;
  for (let y = top; y < picture.height && (coming < edges.length || active.length > 0); y++) {
    const middle = y + 0.5;
    for (; coming < edges.length && (edges[coming]?.top ?? 0) <= middle; coming++) {
      const edge = edges[coming];
      if (edge) active.push(edge);
    }
    active = active.filter(({ bottom }) => bottom > middle);
    const xs = active.map((edge) => edge.x + (middle - edge.top) * edge.slope).sort((a, b) => a - b);
    builder.nextRow();
    for (let at = 0; at + 1 < xs.length; at += 2) {
      builder.add(Math.ceil((xs[at] ?? 0) - 0.5), Math.ceil((xs[at + 1] ?? 0) - 0.5));
    }
  }
  return builder.done();
}

/** `x` at `top`, and how it changes on the way down to `bottom`. */
type Edge = Pick<Box, 'top' | 'bottom'> & { readonly x: number; readonly slope: number };

function edgesOf(rings: Rings): Edge[] {
  return rings.flatMap((ring) =>
    ring.flatMap((from, at) => {
      const to = ring[(at + 1) % ring.length] ?? from;
      if (from.y === to.y) return [];
      const [upper, lower] = from.y < to.y ? [from, to] : [to, from];
      const slope = (lower.x - upper.x) / (lower.y - upper.y);
      return [{ top: upper.y, bottom: lower.y, x: upper.x, slope }];
    }),
  );
}
