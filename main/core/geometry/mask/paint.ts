/** What a brush marks. */
import type { Point, Size } from '../plane.ts';
import { maskUnion } from './combine.ts';
import { buildMask, emptyMask, type Mask } from './mask.ts';

export type Brush = {
  readonly shape: 'round' | 'square';
  /** Picture pixels across; 1 or more, whole. */
  readonly size: number;
};

/**
 * Where the middle of a brush lies: in the middle of a pixel when it is odd pixels wide, else between pixels, so that
 * it has the same form wherever it is.
 */
export function brushCenter({ x, y }: Point, { size }: Brush): Point {
  if (size % 2 === 0) return { x: Math.round(x), y: Math.round(y) };
  return { x: Math.floor(x) + 0.5, y: Math.floor(y) + 0.5 };
}

/** What the brush marks on its way along a straight line; with twice the same point what it marks at rest. */
export function paintLine(picture: Size, from: Point, to: Point, brush: Brush): Mask {
  const a = brushCenter(from, brush);
  const b = brushCenter(to, brush);
  const radius = brush.size / 2;
  const corners = brush.shape === 'round' ? bandCorners(a, b, radius) : squareCorners(a, b, radius);
  const disks = brush.shape === 'round' ? [a, b] : [];
  const top = Math.max(0, Math.floor(Math.min(a.y, b.y) - radius));
  const bottom = Math.min(picture.height, Math.ceil(Math.max(a.y, b.y) + radius));
  const builder = buildMask(picture, top);
  for (let y = top; y < bottom; y++) {
    builder.nextRow();
    const { left, right } = rowSpan(y + 0.5, corners, disks, radius);
    // Pixels whose middle is inside.
    if (left <= right) builder.add(Math.ceil(left - 0.5 - SLACK), Math.floor(right - 0.5 + SLACK) + 1);
  }
  return builder.done();
}

/** What the brush marks on its way along lines. */
export function paintStroke(picture: Size, points: readonly Point[], brush: Brush): Mask {
  const [first] = points;
  if (!first) return emptyMask(picture);
  const start = paintLine(picture, first, first, brush);
  return points.slice(1).reduce((mask, point, at) => {
    return maskUnion(mask, paintLine(picture, points[at] ?? point, point, brush));
  }, start);
}

/** Pixels: so that a border exactly on the middle of a pixel does not depend on rounding. */
const SLACK = 1e-9;

type Span = { left: number; right: number };

/** The part of a row that is covered: what is swept is convex, so it is one. */
function rowSpan(y: number, corners: readonly Point[], disks: readonly Point[], radius: number): Span {
  const span: Span = { left: Number.POSITIVE_INFINITY, right: Number.NEGATIVE_INFINITY };
  const meet = (x: number) => {
    span.left = Math.min(span.left, x);
    span.right = Math.max(span.right, x);
  };
  for (const [at, p] of corners.entries()) {
    const q = corners[(at + 1) % corners.length] ?? p;
    if (Math.min(p.y, q.y) > y || Math.max(p.y, q.y) < y) continue;
    if (p.y === q.y) {
      meet(p.x);
      meet(q.x);
    } else meet(p.x + ((y - p.y) * (q.x - p.x)) / (q.y - p.y));
  }
  for (const { x, y: middle } of disks) {
    const reach = radius * radius - (y - middle) ** 2;
    if (reach < -SLACK) continue;
    const half = Math.sqrt(Math.max(0, reach));
    meet(x - half);
    meet(x + half);
  }
  return span;
}

/** The straight part of what a disk sweeps. */
function bandCorners(a: Point, b: Point, radius: number): Point[] {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  if (length === 0) return [];
  const dx = (-(b.y - a.y) * radius) / length;
  const dy = ((b.x - a.x) * radius) / length;
  return [
    { x: a.x + dx, y: a.y + dy },
    { x: b.x + dx, y: b.y + dy },
    { x: b.x - dx, y: b.y - dy },
    { x: a.x - dx, y: a.y - dy },
  ];
}

/** The corners of what a square sweeps, around. */
function squareCorners(a: Point, b: Point, half: number): Point[] {
  const [left, right] = a.x <= b.x ? [a, b] : [b, a];
  const corner = (center: Point, x: number, y: number) => ({
    x: center.x + x * half,
    y: center.y + y * half,
  });
  if (left.y <= right.y) {
    return [
      corner(left, -1, -1),
      corner(left, 1, -1),
      corner(right, 1, -1),
      corner(right, 1, 1),
      corner(right, -1, 1),
      corner(left, -1, 1),
    ];
  }
  return [
    corner(left, -1, -1),
    corner(right, -1, -1),
    corner(right, 1, -1),
    corner(right, 1, 1),
    corner(left, 1, 1),
    corner(left, -1, 1),
  ];
}
