/** What a thing about which two people differ is on either side, and was before. */
import { trackOf } from '#core/annotation/track/track.ts';
import { annotationAt } from '#core/annotation/track/value.ts';
import type { Box } from '#core/geometry/box.ts';
import { boundsOf } from '#core/geometry/outline.ts';
import { type Annotation, annotationContentSchema, type Geometry } from '#core/model/annotation.ts';
import { annotationIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import type { Conflict } from '#core/model/sync.ts';
import { annotationContent, withContent } from '#core/sync/content.ts';
import { withSide } from '#core/sync/sides.ts';

export const SIDES = ['mine', 'base', 'theirs'] as const;
export type Side = (typeof SIDES)[number];

/** The conflicts of one thing: an object, an item, a decision, an issue. */
export type Case = {
  readonly key: string;
  readonly kind: Conflict['kind'];
  readonly entity: string;
  readonly itemId: Conflict['itemId'];
  readonly conflicts: readonly Conflict[];
};

/** In the order of the first of each. */
export function casesOf(conflicts: readonly Conflict[]): Case[] {
  const cases = new Map<string, Case>();
  for (const one of conflicts) {
    const { kind, entity, itemId } = one;
    const key = `${kind} ${entity}`;
    const known = cases.get(key)?.conflicts ?? [];
    cases.set(key, { key, kind, entity, itemId, conflicts: [...known, one] });
  }
  return [...cases.values()];
}

/** The object as each side has it; null where that one has deleted it, or it cannot be read. */
export type Versions = Readonly<Record<Side, Annotation | null>>;

/** @param present as it is now: theirs, with what was changed here since; null: it is deleted */
export function versionsOf({ conflicts, entity, itemId }: Case, present: Annotation | null): Versions {
  const stub = { itemId, creator: '', createdAt: 0, updatedAt: 0, updatedBy: '', rev: 1 };
  const as = (side: Side): Annotation | null => {
    const start: object | null = present && annotationContent(present);
    const content = conflicts.reduce<object | null>((before, one) => withSide(before, one, side), start);
    const { data } = annotationContentSchema.safeParse(content);
    return data
      ? withContent({ ...stub, id: annotationIdSchema.parse(entity), ...present, ...data }, data)
      : null;
  };
  return { mine: as('mine'), base: as('base'), theirs: present };
}

const KEYFRAME = /\/snapshots_\/@(\d+)$/;

/** Of a video: the frame on which the sides differ, or else the first one with the object. */
export function frameOf({ conflicts }: Case, versions: Versions): number {
  const named = conflicts.map(({ field }) => KEYFRAME.exec(field)?.[1]).find((frame) => frame !== undefined);
  if (named !== undefined) return Number(named);
  const firsts = SIDES.flatMap((side) => {
    const version = versions[side];
    return version ? (trackOf(version)?.keyframes[0]?.frame ?? []) : [];
  });
  return Math.min(...(firsts.length > 0 ? firsts : [0]));
}

export type Shapes = Readonly<Record<Side, Geometry | null>>;

/** Where each side has it on the picture; null: nowhere. */
export function shapesOf(versions: Versions, frame: number): Shapes {
  const at = (side: Side) => {
    const version = versions[side];
    return version && (annotationAt(version, frame)?.geometry ?? null);
  };
  return { mine: at('mine'), base: at('base'), theirs: at('theirs') };
}

/** Part of what is shown that stays free around the shapes, and pixels that are shown at least. */
const MARGIN = 0.4;
const LEAST = 48;

/** Width by height of what is shown. */
const ASPECT = 4 / 3;

/** The part of the picture, in its pixels, that shows all shapes; the whole picture where none has a place. */
export function partShown({ width, height }: Pick<Item, 'width' | 'height'>, shapes: Shapes): Box {
  const whole = { left: 0, top: 0, right: Math.max(1, width), bottom: Math.max(1, height) };
  const boxes = SIDES.flatMap((side) => {
    const shape = shapes[side];
    return (shape && boundsOf(shape)) ?? [];
  });
  if (boxes.length === 0) return whole;
  const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))];
  const [right, bottom] = [
    Math.max(...boxes.map((box) => box.right)),
    Math.max(...boxes.map((box) => box.bottom)),
  ];
  const tall = Math.max((bottom - top) * (1 + MARGIN), LEAST, ((right - left) * (1 + MARGIN)) / ASPECT);
  const wide = tall * ASPECT;
  if (wide >= whole.right && tall >= whole.bottom) return whole;
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return { left: x - wide / 2, top: y - tall / 2, right: x + wide / 2, bottom: y + tall / 2 };
}
