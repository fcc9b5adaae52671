/** Draws turned boxes by three points: one side, then how far the other one is. */
import { distance, type Point } from '#core/geometry/plane.ts';
import { direction, normalAngle } from '#core/geometry/turn.ts';
import { around } from '#core/geometry/turned-box.ts';
import type { Geometry } from '#core/model/annotation.ts';
import { commitShape, createPlaceTool } from '../draw/place.ts';
import type { ToolSpec } from '../spec.ts';

/** How far a point is from the line through two others; positive to the right of it, as it is walked. */
function aside(from: Point, to: Point, point: Point): number {
  const length = distance(from, to);
  if (length === 0) return 0;
  return ((to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x)) / length;
}

/** The box with a side between two points, and the opposite side through a third. */
export function boxOnSide(from: Point, to: Point, third: Point): Geometry | null {
  const far = aside(from, to, third);
  const width = distance(from, to);
  if (far === 0 || width === 0) return null;
  const normal = { x: -(to.y - from.y) / width, y: (to.x - from.x) / width };
  const center = { x: (from.x + to.x + normal.x * far) / 2, y: (from.y + to.y + normal.y * far) / 2 };
  const angle = Math.round(normalAngle(direction(from, to)) * 100) / 100;
  const box = around(center, width, Math.abs(far));
  return angle === 0 ? { type: 'box', ...box } : { type: 'box', ...box, angle };
}

function make([from, to, third]: readonly Point[]): Geometry | null {
  if (!from || !to) return null;
  return third ? boxOnSide(from, to, third) : { type: 'polyline', coordinates: [[from, to]] };
}

export const turnedBoxSpec: ToolSpec = {
  create: () =>
    createPlaceTool({
      preview: make,
      commit: commitShape(make),
      least: 3,
      most: 3,
      closes: false,
      shows: 'stroke',
      may: (context) => context.mayDraw(),
      hints: { idle: 'turned-box', placing: 'turned-box-placing', ready: 'turned-box-placing' },
    }),
  keys: ['O'],
  group: 'draw',
  makes: ['box'],
  hints: ['look', 'turned-box', 'turned-box-placing'],
  clicks: true,
  crosshair: true,
};
