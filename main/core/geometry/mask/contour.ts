/** The outlines of a mask, along the sides of its pixels. */
import type { Point } from '../plane.ts';
import { partsOf } from './components.ts';
import { type Mask, rowAt, rowCount } from './mask.ts';

/** Around a part clockwise on the screen (`area` above 0), around a hole the other way (`area` below 0). */
export type Ring = {
  readonly points: readonly Point[];
  /** Pixels inside of it, holes and what lies in them included. */
  readonly area: number;
};

/** A part whose pixels hang together by their sides. */
export type Contour = { readonly outer: Ring; readonly holes: readonly Ring[] };

/** One for each part, in reading order. Where two parts meet at a corner, each has an outline of its own. */
export function contoursOf(mask: Mask): Contour[] {
  const edges = horizontalEdges(mask);
  const next = partners(mask, edges);
  const { ofRun, parts } = partsOf(mask, 4);
  const outers: (Ring | undefined)[] = parts.map(() => undefined);
  const holes: Ring[][] = parts.map(() => []);
  const done = new Uint8Array(edges.count);
  for (let edge = 0; edge < edges.count; edge++) {
    if (done[edge]) continue;
    const ring = follow(edge, edges, next, done);
    const part = ofRun[edges.run[edge] ?? 0] ?? 0;
    if (ring.area > 0) outers[part] = ring;
    else holes[part]?.push(ring);
  }
  return outers.flatMap((outer, part) => (outer ? [{ outer, holes: holes[part] ?? [] }] : []));
}

/** Sides of pixels between two rows. `ends` has for each where it starts and where it goes; inside is at its right. */
type Edges = {
  count: number;
  y: number[];
  ends: number[];
  /** The run that it bounds. */
  run: number[];
};

function horizontalEdges(mask: Mask): Edges {
  const edges: Edges = { count: 0, y: [], ends: [], run: [] };
  for (let y = mask.top; y <= mask.top + rowCount(mask); y++) {
    // Below a row first: where two parts meet at a corner the upper one goes up again and the lower one down.
    addEdges(edges, mask, y, y - 1, y, true);
    addEdges(edges, mask, y, y, y - 1, false);
  }
  return edges;
}

/** Where the row `of` is marked and the row `beside` is not. */
function addEdges(edges: Edges, mask: Mask, y: number, of: number, beside: number, leftward: boolean): void {
  const { runs } = mask;
  const [begin, end] = rowAt(mask, of);
  let [other, otherEnd] = rowAt(mask, beside);
  const add = (from: number, to: number, run: number) => {
    if (from >= to) return;
    edges.y.push(y);
    if (leftward) edges.ends.push(to, from);
    else edges.ends.push(from, to);
    edges.run.push(run);
    edges.count++;
  };
  for (let at = begin; at < end; at += 2) {
    const right = runs[at + 1] ?? 0;
    let x = runs[at] ?? 0;
    while (other < otherEnd && (runs[other + 1] ?? 0) <= x) other += 2;
    for (let near = other; near < otherEnd && (runs[near] ?? 0) < right; near += 2) {
      add(x, runs[near] ?? 0, at / 2);
      x = Math.max(x, runs[near + 1] ?? 0);
    }
    add(x, right, at / 2);
  }
}

/**
 * For each end of an edge the end at the other side of the upright line there. In every column of corners lines begin
 * and end in turn from top to bottom, so neighbours are partners.
 */
function partners(mask: Mask, { count, ends }: Edges): Int32Array {
  const starts = new Int32Array(mask.width + 2);
  for (const x of ends) starts[x + 1] = (starts[x + 1] ?? 0) + 1;
  for (let x = 0; x <= mask.width; x++) starts[x + 1] = (starts[x + 1] ?? 0) + (starts[x] ?? 0);
  const sorted = new Int32Array(2 * count);
  for (const [end, x] of ends.entries()) {
    sorted[starts[x] ?? 0] = end;
    starts[x] = (starts[x] ?? 0) + 1;
  }
  const next = new Int32Array(2 * count);
  for (let at = 0; at < 2 * count; at += 2) {
    const [upper, lower] = [sorted[at] ?? 0, sorted[at + 1] ?? 0];
    next[upper] = lower;
    next[lower] = upper;
  }
  return next;
}

function follow(first: number, { y, ends }: Edges, next: Int32Array, done: Uint8Array): Ring {
  const points: Point[] = [];
  let area = 0;
  for (let edge = first; !done[edge]; ) {
    done[edge] = 1;
    const [from, to, height] = [ends[2 * edge] ?? 0, ends[2 * edge + 1] ?? 0, y[edge] ?? 0];
    points.push({ x: from, y: height }, { x: to, y: height });
    area -= (to - from) * height;
    edge = (next[2 * edge + 1] ?? 0) >> 1;
  }
  return { points, area };
}
