/**
 * Union, intersection, difference of polygons with holes. All edges are cut where they meet; of the pieces those stay
 * that have the result on one side only, and are walked together to rings with the result on their left (y goes down:
 * rings that go with the clock are outer ones). For the few thousand vertices that a person has on a picture.
 */
import { edgesOf, insideRings, signedArea } from './lines.ts';
import { distance, type Point } from './plane.ts';

export type Ring = readonly Point[];
/** An outer ring, then its holes. */
export type Rings = readonly Ring[];
export type BooleanRule = 'union' | 'intersect' | 'subtract';

/** Pixels below which two points are one: far above what rounding does, far below what is stored. */
const SAME = 1e-6;
/** Pixels beside an edge at which it is asked what lies there. */
const BESIDE = 1e-4;
/** Square pixels; slivers that rounding leaves are smaller. */
const LEAST_AREA = 1e-3;

type Edge = { readonly from: Point; readonly to: Point };

const RULES = {
  union: (a, b) => a || b,
  intersect: (a, b) => a && b,
  subtract: (a, b) => a && !b,
} as const satisfies Record<BooleanRule, (a: boolean, b: boolean) => boolean>;

const keyOf = ({ x, y }: Point): string => `${Math.round(x / SAME)},${Math.round(y / SAME)}`;

function edgesOfRings(rings: Rings): Edge[] {
  return rings.flatMap((ring) => edgesOf(ring, true)).filter(({ from, to }) => keyOf(from) !== keyOf(to));
}

/** How far along `edge` a point on it lies, from 0 to 1; null when it is beside it or at an end. */
function shareOf({ from, to }: Edge, point: Point): number | null {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  const along = ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const aside = Math.abs((point.x - from.x) * dy - (point.y - from.y) * dx) / length;
  return aside <= SAME && along > SAME && along < length - SAME ? along / length : null;
}

function apart(a: Edge, b: Edge): boolean {
  return (
    Math.max(a.from.x, a.to.x) < Math.min(b.from.x, b.to.x) - SAME ||
    Math.max(b.from.x, b.to.x) < Math.min(a.from.x, a.to.x) - SAME ||
    Math.max(a.from.y, a.to.y) < Math.min(b.from.y, b.to.y) - SAME ||
    Math.max(b.from.y, b.to.y) < Math.min(a.from.y, a.to.y) - SAME
  );
}

/** Where two edges cross; null when they do not, or lie along one another. */
export function crossing(a: Edge, b: Edge): Point | null {
  const [ax, ay] = [a.to.x - a.from.x, a.to.y - a.from.y];
  const [bx, by] = [b.to.x - b.from.x, b.to.y - b.from.y];
  const turn = ax * by - ay * bx;
  if (Math.abs(turn) < 1e-12) return null;
  const [dx, dy] = [b.from.x - a.from.x, b.from.y - a.from.y];
  const s = (dx * by - dy * bx) / turn;
  const t = (dx * ay - dy * ax) / turn;
  if (s < 0 || s > 1 || t < 0 || t > 1) return null;
  return { x: a.from.x + s * ax, y: a.from.y + s * ay };
}

/** The edge in pieces, cut where others cross it or end on it. */
function cut(edge: Edge, others: readonly Edge[]): Edge[] {
  const cuts: { readonly share: number; readonly at: Point }[] = [];
  for (const other of others) {
    if (other === edge || apart(edge, other)) continue;
    const cross = crossing(edge, other);
    for (const at of [other.from, other.to, ...(cross ? [cross] : [])]) {
      const share = shareOf(edge, at);
      if (share !== null) cuts.push({ share, at });
    }
  }
  const stops = [edge.from, ...cuts.toSorted((a, b) => a.share - b.share).map(({ at }) => at), edge.to];
  return edgesOf(stops, false).filter(({ from, to }) => keyOf(from) !== keyOf(to));
}

/** The pieces that bound the result, each with the result on its left. */
function boundary(a: Rings, b: Rings, rule: BooleanRule): Edge[] {
  const edges = [...edgesOfRings(a), ...edgesOfRings(b)];
  const seen = new Set<string>();
  return edges
    .flatMap((edge) => cut(edge, edges))
    .flatMap(({ from, to }): Edge[] => {
      const key = [keyOf(from), keyOf(to)].toSorted().join(' ');
      if (seen.has(key)) return [];
      seen.add(key);
      const length = distance(from, to);
      const [nx, ny] = [((to.y - from.y) / length) * BESIDE, (-(to.x - from.x) / length) * BESIDE];
      const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2];
      const inside = (at: Point) => RULES[rule](insideRings(a, at), insideRings(b, at));
      const [left, right] = [inside({ x: x + nx, y: y + ny }), inside({ x: x - nx, y: y - ny })];
      if (left === right) return [];
      return [left ? { from, to } : { from: to, to: from }];
    });
}

/** Walks the edges to rings; where several go on, the sharpest turn keeps rings apart that touch in a point. */
function walk(edges: readonly Edge[]): Ring[] {
  const leaving = new Map<string, Edge[]>();
  for (const edge of edges) {
    const key = keyOf(edge.from);
    leaving.set(key, [...(leaving.get(key) ?? []), edge]);
  }
  const used = new Set<Edge>();
  const rings: Ring[] = [];
  for (const first of edges) {
    if (used.has(first)) continue;
    const ring: Point[] = [];
    let edge: Edge | undefined = first;
    while (edge && !used.has(edge)) {
      used.add(edge);
      ring.push(edge.from);
      edge = onwards(
        edge,
        (leaving.get(keyOf(edge.to)) ?? []).filter((next) => !used.has(next)),
      );
    }
    rings.push(ring);
  }
  return rings;
}

function onwards(edge: Edge, choices: readonly Edge[]): Edge | undefined {
  if (choices.length < 2) return choices[0];
  const back = Math.atan2(edge.from.y - edge.to.y, edge.from.x - edge.to.x);
  const turn = ({ from, to }: Edge) => {
    const ahead = Math.atan2(to.y - from.y, to.x - from.x);
    return (((ahead - back) % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI);
  };
  return choices.toSorted((a, b) => turn(a) - turn(b))[0];
}

/** Without points that lie on the line of their neighbours. */
function tidy(ring: Ring): Ring {
  return ring.filter((point, at) => {
    const before = ring.at(at - 1) ?? point;
    const after = ring[(at + 1) % ring.length] ?? point;
    const area = (point.x - before.x) * (after.y - before.y) - (point.y - before.y) * (after.x - before.x);
    return Math.abs(area) > SAME * Math.max(1, distance(before, after));
  });
}

/** Each outer ring with its holes. */
function grouped(rings: readonly Ring[]): Rings[] {
  const large = rings.map(tidy).filter((ring) => ring.length >= 3 && Math.abs(signedArea(ring)) > LEAST_AREA);
  const outers = large
    .filter((ring) => outerSign(ring) > 0)
    .toSorted((a, b) => Math.abs(signedArea(a)) - Math.abs(signedArea(b)));
  const holes = large.filter((ring) => outerSign(ring) < 0);
  return outers.map((outer) => [
    outer,
    ...holes.filter((hole) => outers.find((each) => holds(each, hole)) === outer),
  ]);
}

/** The result is on the left of its edges: against the clock around it, with y going down. */
function outerSign(ring: Ring): number {
  return -Math.sign(signedArea(ring));
}

function holds(outer: Ring, hole: Ring): boolean {
  // A hole may touch its outer ring in some points; most of its edges are clear of it.
  const inside = edgesOf(hole, true).filter(({ from, to }) =>
    insideRings([outer], { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }),
  );
  return inside.length * 2 > hole.length;
}

/** What is in `a` and `b` together by the rule; no polygon at all when nothing is left. */
export function combinePolygons(a: Rings, b: Rings, rule: BooleanRule): Rings[] {
  return grouped(walk(boundary(a, b, rule)));
}
