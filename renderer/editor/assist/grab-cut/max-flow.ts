/**
 * The cheapest cut of a grid of pixels into two sides (Boykov and Kolmogorov's way): two trees grow from the sides
 * towards each other, what they can carry flows where they meet, and branches that are cut off look for another trunk.
 * Every pixel has eight neighbours.
 */
import type { Size } from '#core/geometry/plane.ts';

/** From the upper left to the lower right; the opposite of one is 7 minus it. */
export const NEIGHBOURS = [
  [-1, -1],
  [0, -1],
  [1, -1],
  [-1, 0],
  [1, 0],
  [-1, 1],
  [0, 1],
  [1, 1],
] as const;

/** Nodes lie in a frame of one empty node, so that none has a neighbour that is not there. */
export type Grid = Size & {
  /** Of the whole row, frame included. */
  readonly stride: number;
  /** What may still flow from each node to each neighbour, neighbour by neighbour. */
  readonly flow: Float64Array;
  /** What may still flow from the source (above 0) or into the sink (below 0). */
  readonly ends: Float64Array;
};

export function createGrid({ width, height }: Size): Grid {
  const stride = width + 2;
  const nodes = stride * (height + 2);
  return { width, height, stride, flow: new Float64Array(8 * nodes), ends: new Float64Array(nodes) };
}

const FREE = 0;
const SOURCE = 1;
const SINK = 2;

/** Parents besides neighbours 0 to 7. */
const ROOT = 8;
const ORPHAN = 9;
const NONE = 10;

/** Below this nothing flows any more: what is left are errors of rounding. */
const TINY = 1e-9;
/** So many meetings of the trees between two questions whether to go on. */
const BREATH = 2048;

/** 1 for each node on the side of the source. Uses the grid up. Null when `stop` said true. */
export function cutGrid(grid: Grid, stop: () => boolean): Uint8Array | null {
  const { flow, ends, stride } = grid;
  const nodes = ends.length;
  const offsets = NEIGHBOURS.map(([x, y]) => y * stride + x);
  const tree = new Uint8Array(nodes);
  const parent = new Uint8Array(nodes).fill(NONE);
  /** How far from the root, and when that was last known to be true: short ways are preferred. */
  const depth = new Int32Array(nodes);
  const seen = new Int32Array(nodes);
  const queue = createQueue(nodes);
  let orphans: number[] = [];
  let time = 0;

  const offset = (side: number) => offsets[side] ?? 0;
  const left = (from: number, side: number) => flow[side * nodes + from] ?? 0;
  const change = (from: number, side: number, by: number) => {
    const at = side * nodes + from;
    flow[at] = (flow[at] ?? 0) + by;
  };
  /** What may flow between a node and the neighbour on a side, in the way of the node's tree: away from the source. */
  const open = (node: number, side: number, kind: number) =>
    kind === SOURCE ? left(node, side) > TINY : left(node + offset(side), 7 - side) > TINY;

  function plant(node: number, kind: number): void {
    tree[node] = kind;
    parent[node] = ROOT;
    depth[node] = 1;
    queue.push(node);
  }

  /** Grows until the trees meet: the node and its side that leads from the source's tree to the sink's; -1: never. */
  function grow(): number {
    for (let node = queue.first(); node >= 0; node = queue.first()) {
      const kind = tree[node] ?? FREE;
      for (let side = 0; kind !== FREE && side < 8; side++) {
        if (!open(node, side, kind)) continue;
        const next = node + offset(side);
        if (tree[next] === FREE) {
          tree[next] = kind;
          parent[next] = 7 - side;
          seen[next] = seen[node] ?? 0;
          depth[next] = (depth[node] ?? 0) + 1;
          queue.push(next);
        } else if (tree[next] !== kind) return kind === SOURCE ? node * 8 + side : next * 8 + (7 - side);
        else if ((seen[next] ?? 0) <= (seen[node] ?? 0) && (depth[next] ?? 0) > (depth[node] ?? 0)) {
          parent[next] = 7 - side;
          seen[next] = seen[node] ?? 0;
          depth[next] = (depth[node] ?? 0) + 1;
        }
      }
      queue.drop();
    }
    return -1;
  }

  function orphan(node: number): void {
    parent[node] = ORPHAN;
    orphans.push(node);
  }

  /** Walks from a node to the root of its tree; answers the root. */
  function walk(start: number, visit: (node: number, side: number) => void): number {
    let node = start;
    for (let side = parent[node] ?? NONE; side < ROOT; side = parent[node] ?? NONE) {
      visit(node, side);
      node += offset(side);
    }
    return node;
  }

  function augment(meeting: number): void {
    const node = meeting >> 3;
    const side = meeting & 7;
    const other = node + offset(side);
    let most = left(node, side);
    const source = walk(node, (at, up) => {
      most = Math.min(most, left(at + offset(up), 7 - up));
    });
    const sink = walk(other, (at, up) => {
      most = Math.min(most, left(at, up));
    });
    most = Math.min(most, ends[source] ?? 0, -(ends[sink] ?? 0));
    change(node, side, -most);
    change(other, 7 - side, most);
    walk(node, (at, up) => {
      change(at, up, most);
      change(at + offset(up), 7 - up, -most);
    });
    walk(other, (at, up) => {
      change(at, up, -most);
      change(at + offset(up), 7 - up, most);
    });
    ends[source] = (ends[source] ?? 0) - most;
    ends[sink] = (ends[sink] ?? 0) + most;
    cutOff(node, other, source, sink);
  }

  /** Branches whose way carries nothing any more have lost their trunk. */
  function cutOff(node: number, other: number, source: number, sink: number): void {
    const lost: number[] = [];
    walk(node, (at, up) => {
      if (left(at + offset(up), 7 - up) <= TINY) lost.push(at);
    });
    walk(other, (at, up) => {
      if (left(at, up) <= TINY) lost.push(at);
    });
    if ((ends[source] ?? 0) <= TINY) lost.push(source);
    if (-(ends[sink] ?? 0) <= TINY) lost.push(sink);
    for (const each of lost) orphan(each);
  }

  /** Steps from a node to its root; -1 when it has none. Notes the way down, so that the next one need not go it. */
  function distance(start: number): number {
    let node = start;
    let steps = 0;
    for (;;) {
      if (seen[node] === time) {
        steps += depth[node] ?? 0;
        break;
      }
      const up = parent[node] ?? NONE;
      steps++;
      if (up === ROOT) {
        seen[node] = time;
        depth[node] = 1;
        break;
      }
      if (up > ROOT) return -1;
      node += offset(up);
    }
    let left = steps;
    for (let at = start; seen[at] !== time; at += offset(parent[at] ?? 0)) {
      seen[at] = time;
      depth[at] = left--;
    }
    return steps;
  }

  function adopt(node: number): void {
    const kind = tree[node] ?? FREE;
    let best = NONE;
    let least = Number.POSITIVE_INFINITY;
    for (let side = 0; side < 8; side++) {
      const next = node + offset(side);
      // Towards the node, in the way of its tree.
      const carries = kind === SOURCE ? left(next, 7 - side) > TINY : left(node, side) > TINY;
      if (!carries || tree[next] !== kind || (parent[next] ?? NONE) > ROOT) continue;
      const steps = distance(next);
      if (steps >= 0 && steps < least) [best, least] = [side, steps];
    }
    if (best !== NONE) {
      parent[node] = best;
      seen[node] = time;
      depth[node] = least + 1;
      return;
    }
    for (let side = 0; side < 8; side++) {
      const next = node + offset(side);
      if (tree[next] !== kind) continue;
      const carries = kind === SOURCE ? left(next, 7 - side) > TINY : left(node, side) > TINY;
      if (carries) queue.push(next);
      if (parent[next] === 7 - side) orphan(next);
    }
    tree[node] = FREE;
    parent[node] = NONE;
  }

  for (let node = 0; node < nodes; node++) {
    const end = ends[node] ?? 0;
    if (Math.abs(end) > TINY) plant(node, end > 0 ? SOURCE : SINK);
  }
  for (let meetings = 1; ; meetings++) {
    const meeting = grow();
    if (meeting < 0) return tree.map((kind) => (kind === SOURCE ? 1 : 0));
    if (meetings % BREATH === 0 && stop()) return null;
    time++;
    augment(meeting);
    for (let at = 0; at < orphans.length; at++) adopt(orphans[at] ?? 0);
    orphans = [];
  }
}

/** Nodes that may grow, each once. */
function createQueue(nodes: number) {
  const ring = new Int32Array(nodes + 1);
  const waits = new Uint8Array(nodes);
  let head = 0;
  let tail = 0;
  return {
    push(node: number) {
      if (waits[node] === 1) return;
      waits[node] = 1;
      ring[tail] = node;
      tail = (tail + 1) % ring.length;
    },
    /** The first one, which stays; -1: none. */
    first: () => (head === tail ? -1 : (ring[head] ?? -1)),
    drop() {
      waits[ring[head] ?? 0] = 0;
      head = (head + 1) % ring.length;
    },
  };
}
