/** Going on with a line that is there, from one of its ends. */
import { growBox } from '#core/geometry/box.ts';
import { distance, type Point } from '#core/geometry/plane.ts';
import type { Polyline } from '../../kinds/polyline.ts';
import type { ToolContext } from '../context.ts';
import type { Path } from '../draw/place.ts';

/** View pixels around an end. */
const END_RADIUS = 7;

/** The points of the line, the end at which it goes on last; null when none ends there. */
export function resumeLine(at: Point, context: ToolContext): Path | null {
  const { annotations, viewport } = context.state();
  const { x, y } = context.toPicture(at);
  const around = growBox({ left: x, top: y, right: x, bottom: y }, END_RADIUS / viewport.scale);
  const near = (point: Point | undefined) =>
    point !== undefined && distance(context.toView(point), at) <= END_RADIUS;
  for (const id of context.within(around, true)) {
    const geometry = annotations.get(id)?.geometry;
    // Of several lines in one it would not be clear which one grows.
    if (geometry?.type !== 'polyline' || geometry.coordinates.length !== 1) continue;
    const [points = []] = geometry.coordinates;
    if (near(points.at(-1))) return { points, extends: id };
    if (near(points[0])) return { points: points.toReversed(), extends: id };
  }
  return null;
}

export function lineOf(points: readonly Point[]): Polyline {
  return { type: 'polyline', coordinates: [[...points]] };
}

/** A new line, or the one that was gone on with. */
export function commitLine({ points, extends: id }: Path, context: ToolContext): void {
  if (id === null) {
    context.stroke(lineOf(points));
    context.commitStroke();
    return;
  }
  const changed = context.rework({ step: 'reshape', change: new Map([[id, lineOf(points)]]) });
  context.select(
    changed.map((annotation) => annotation.id),
    'drawn',
  );
}
