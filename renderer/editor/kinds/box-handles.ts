/** Handles of what lies in a box that may be turned: corners, sides and one to turn it. */
import { type Box, boxCenter, boxHeight, boxWidth } from '#core/geometry/box.ts';
import { BOX_HANDLES, type BoxHandle } from '#core/geometry/handles.ts';
import type { Point } from '#core/geometry/plane.ts';
import { direction, normalAngle, snapAngle, turned } from '#core/geometry/turn.ts';
import { turnedHandlePoint } from '#core/geometry/turned-box.ts';
import type { Cursor } from '../cursor.ts';
import type { Drag, Handle } from './kind.ts';

/** View pixels from the upper side to the handle that turns. */
const ROTATE_REACH = 22;
/** Degrees between the directions that Shift keeps to. */
const ROTATE_STEP = 15;

/** Cursors of directions, from the right on clockwise in steps of 45 degrees; the opposite ones are the same. */
const CURSORS = ['ew-resize', 'nwse-resize', 'ns-resize', 'nesw-resize'] as const satisfies readonly Cursor[];

const TOWARDS: Readonly<Record<BoxHandle, number>> = { e: 0, se: 1, s: 2, sw: 3, w: 4, nw: 5, n: 6, ne: 7 };

function cursorOf(id: BoxHandle, angle: number): Cursor {
  const towards = TOWARDS[id] + Math.round(angle / 45);
  return CURSORS[((towards % 4) + 4) % 4] ?? 'move';
}

export function boxHandles(box: Box, angle: number, scale: number): Handle[] {
  const center = boxCenter(box);
  const shape = { ...box, angle };
  const sides: Readonly<Record<string, number>> = {
    n: boxWidth(box),
    s: boxWidth(box),
    e: boxHeight(box),
    w: boxHeight(box),
  };
  const around = BOX_HANDLES.map((id): Handle => {
    const side = sides[id];
    const at = turnedHandlePoint(shape, id);
    const cursor = cursorOf(id, angle);
    return side === undefined
      ? { id, role: 'corner', at, cursor }
      : { id, role: 'side', at, cursor, room: side };
  });
  const above = { x: center.x, y: box.top - ROTATE_REACH / scale };
  const room = Math.max(boxWidth(box), boxHeight(box));
  return [
    ...around,
    { id: 'rotate', role: 'rotate', at: turned(above, center, angle), cursor: 'grab', room },
  ];
}

/** The angle at which the handle that turns lies in the direction of a point. */
export function angleTowards(center: Point, to: Point, { shift }: Pick<Drag, 'shift'>): number {
  const angle = direction(center, to) + 90;
  return normalAngle(shift ? snapAngle(angle, ROTATE_STEP) : angle);
}

/** Degrees to a hundredth. */
export function roundAngle(angle: number): number {
  return Math.round(angle * 100) / 100;
}

/** The place of a point when one box becomes another. */
export function scaledPoint<P extends Point>(point: P, from: Box, to: Box): P {
  const across = boxWidth(from) === 0 ? 1 : boxWidth(to) / boxWidth(from);
  const down = boxHeight(from) === 0 ? 1 : boxHeight(to) / boxHeight(from);
  return { ...point, x: to.left + (point.x - from.left) * across, y: to.top + (point.y - from.top) * down };
}
