/** Vertices and edges of lines of points, as handles: `v:line:index` and `e:line:index`. */
import { edgesOf, nearestOn } from '#core/geometry/lines.ts';
import { clampPoint, distance, type Point } from '#core/geometry/plane.ts';
import { alongAngle } from '#core/geometry/turn.ts';
import type { Place } from '#core/model/shapes.ts';
import type { Drag, Handle, HandleId } from './kind.ts';

/** Degrees between the directions that Shift keeps to. */
export const ANGLE_STEP = 15;

type Lines = readonly (readonly Place[])[];

export type VertexRef = { readonly kind: 'v' | 'e'; readonly line: number; readonly index: number };

/** Null for a handle that is no vertex and no edge. */
export function vertexOf(id: HandleId): VertexRef | null {
  const match = /^([ve]):(\d+):(\d+)$/.exec(id);
  if (!match) return null;
  return { kind: match[1] === 'v' ? 'v' : 'e', line: Number(match[2]), index: Number(match[3]) };
}

/** All vertices, then the middles of the edges. */
export function vertexHandles(lines: Lines, closed: boolean): Handle[] {
  const vertices = lines.flatMap((line, at) =>
    line.map((point, index): Handle => {
      const neighbours = [line.at(index - 1), line[(index + 1) % line.length]];
      const room = Math.max(...neighbours.map((each) => (each ? distance(each, point) : 0)));
      return { id: `v:${at}:${index}`, role: 'vertex', at: point, cursor: 'move', room };
    }),
  );
  const edges = lines.flatMap((line, at) =>
    edgesOf(line, closed).map(({ at: index, from, to }): Handle => {
      const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
      return { id: `e:${at}:${index}`, role: 'edge', at: middle, cursor: 'copy', room: distance(from, to) };
    }),
  );
  return [...vertices, ...edges];
}

function replaced(lines: Lines, at: number, line: readonly Place[]): Place[][] {
  return lines.map((each, index) => [...(index === at ? line : each)]);
}

/** A vertex dragged to a point, or the edge bent there by a new one. */
export function movedVertex(
  lines: Lines,
  closed: boolean,
  id: HandleId,
  to: Point,
  drag: Drag,
): Place[][] | null {
  const ref = vertexOf(id);
  const line = ref && lines[ref.line];
  if (!ref || !line) return null;
  const last = closed ? line.at(-1) : undefined;
  const before = ref.kind === 'e' ? line[ref.index] : (line[ref.index - 1] ?? last);
  const wanted = drag.shift && before ? alongAngle(before, to, ANGLE_STEP) : to;
  const place = clampPoint(wanted, drag.picture);
  const change =
    ref.kind === 'e'
      ? line.toSpliced(ref.index + 1, 0, place)
      : line.map((each, index) => (index === ref.index ? { ...each, ...place } : each));
  return replaced(lines, ref.line, change);
}

/** With a vertex more on the edge nearest to the point. */
export function withVertex(lines: Lines, closed: boolean, at: Point): Place[][] {
  const edges = lines.flatMap((line, index) =>
    edgesOf(line, closed).map((edge) => {
      const place = nearestOn(edge.from, edge.to, at);
      return { line: index, at: edge.at, place, far: distance(place, at) };
    }),
  );
  const [nearest] = edges.toSorted((a, b) => a.far - b.far);
  const line = nearest && lines[nearest.line];
  if (!nearest || !line) return lines.map((each) => [...each]);
  return replaced(lines, nearest.line, line.toSpliced(nearest.at + 1, 0, nearest.place));
}

/**
 * Without a vertex. A line that would have fewer than `least` goes as a whole; null when it is the first one of a closed
 * shape, or the only one.
 */
export function withoutVertex(lines: Lines, closed: boolean, id: HandleId, least: number): Place[][] | null {
  const ref = vertexOf(id);
  const line = ref && lines[ref.line];
  if (ref?.kind !== 'v' || !line) return null;
  if (line.length > least) return replaced(lines, ref.line, line.toSpliced(ref.index, 1));
  const needed = lines.length === 1 || (closed && ref.line === 0);
  return needed ? null : lines.toSpliced(ref.line, 1).map((each) => [...each]);
}
