/** Notes: a box with what people said of it. */
import { type Box, boxContains, boxFromCorners } from '#core/geometry/box.ts';
import { outlineOf } from '#core/geometry/outline.ts';
import { isBoxHandle, resizeTurnedBox } from '#core/geometry/turned-box.ts';
import type { Geometry } from '#core/model/annotation.ts';
import { boxHandles } from './box-handles.ts';
import type { Kind } from './kind.ts';
import { paintPath, trace } from './lines.ts';
import { isOutside, placed } from './placed.ts';

export type Note = Extract<Geometry, { type: 'note' }>;

type Message = Note['coordinates']['note']['messages'][number];

/** The note with a message more, in place of the last one when that is by the same person. */
export function saying({ coordinates }: Note, message: Message): Note {
  const { messages } = coordinates.note;
  const own = messages.at(-1)?.['creator'] === message['creator'];
  const kept = own ? messages.slice(0, -1) : messages;
  return {
    type: 'note',
    coordinates: { ...coordinates, note: { ...coordinates.note, messages: [...kept, message] } },
  };
}

/** Picture pixels. */
const LEAST_SIDE = 1;

function boxOf({ coordinates }: Note): Box {
  const [from, to] = coordinates.box;
  return boxFromCorners(from, to);
}

const { rotate: _turning, ...common } = placed<Note>();

export const noteKind: Kind<Note> = {
  ...common,
  hit: (note, point, tolerance) => boxContains(boxOf(note), point, tolerance),
  handles: (note, scale) => boxHandles(boxOf(note), 0, scale).filter(({ role }) => role !== 'rotate'),
  draw(pen, note, viewport, style) {
    // Dashed: it is said of the picture, and marks no object.
    pen.setLineDash([6, 4]);
    trace(pen, outlineOf(note), viewport);
    paintPath(pen, style, true);
    pen.setLineDash([]);
  },
  moveHandle(note, handle, to, { picture, shift, alt }) {
    if (!isBoxHandle(handle)) return note;
    const how = { square: shift, centered: alt, least: LEAST_SIDE };
    const box = resizeTurnedBox(boxOf(note), handle, to, picture, how);
    const [from, end] = note.coordinates.box;
    const corners: Note['coordinates']['box'] = [
      { ...from, x: box.left, y: box.top },
      { ...end, x: box.right, y: box.bottom },
    ];
    return { type: 'note', coordinates: { ...note.coordinates, box: corners } };
  },
  problem(note, picture) {
    const { left, top, right, bottom } = boxOf(note);
    if (left === right || top === bottom) return 'empty';
    return isOutside(note, picture) ? 'outside' : null;
  },
};
