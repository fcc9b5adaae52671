/** Boxes in line with one another: how far each has to go. */
import { type Box, boxCenter, boxUnion } from './box.ts';
import type { Point } from './plane.ts';

export const ALIGNMENTS = ['left', 'center', 'right', 'top', 'middle', 'bottom'] as const;
export type Alignment = (typeof ALIGNMENTS)[number];

/** How far a box goes to the side, or the middle, of the box around all. */
function wayTo(box: Box, all: Box, to: Alignment): Point {
  const [own, center] = [boxCenter(box), boxCenter(all)];
  switch (to) {
    case 'left':
      return { x: all.left - box.left, y: 0 };
    case 'center':
      return { x: center.x - own.x, y: 0 };
    case 'right':
      return { x: all.right - box.right, y: 0 };
    case 'top':
      return { x: 0, y: all.top - box.top };
    case 'middle':
      return { x: 0, y: center.y - own.y };
    case 'bottom':
      return { x: 0, y: all.bottom - box.bottom };
  }
}

/** Moves that bring all boxes to the side, or the middle, of the box around them. */
export function alignBoxes(boxes: readonly Box[], to: Alignment): Point[] {
  const [first] = boxes;
  if (!first) return [];
  const all = boxes.reduce(boxUnion, first);
  return boxes.map((box) => wayTo(box, all, to));
}

/** Moves that leave equal distances between the middles of the boxes; the outermost stay. */
export function distributeBoxes(boxes: readonly Box[], axis: 'x' | 'y'): Point[] {
  const places = boxes.map((box, index) => ({ index, at: boxCenter(box)[axis] }));
  const ordered = places.toSorted((a, b) => a.at - b.at);
  const [first, last] = [ordered[0], ordered.at(-1)];
  if (!first || !last || boxes.length < 3) return boxes.map(() => ({ x: 0, y: 0 }));
  const step = (last.at - first.at) / (boxes.length - 1);
  return places.map((place) => {
    const by = first.at + ordered.indexOf(place) * step - place.at;
    return axis === 'x' ? { x: by, y: 0 } : { x: 0, y: by };
  });
}
