/** What a person says of objects besides label and shape, as diffs. Objects that already are so are left alone. */
import type { Annotation, AnnotationDiff } from '../model/annotation.ts';
import type { AnnotationId } from '../model/ids.ts';
import { depthOf, flagsOf, type ObjectFlags, withFlags } from '../model/object-flags.ts';
import { changeMetadata, type Stamp } from './commands.ts';
import type { AnnotationMap } from './diff.ts';

/** Where objects go among those drawn above one another. */
export type DepthStep = 'front' | 'forward' | 'backward' | 'back';

/** Flags that are set by themselves; groups, parents and depth have rules of their own. */
export type PlainFlags = Partial<Pick<ObjectFlags, 'occluded' | 'locked' | 'instanceId' | 'relations'>>;

export function changeFlags(
  objects: readonly Annotation[],
  change: PlainFlags,
  stamp: Stamp,
): AnnotationDiff[] {
  return objects.flatMap((object) => flagged(object, change, stamp));
}

/** True when turning the flag over for all means setting it: as long as one of them has it not. */
export function turnsOn(objects: readonly Annotation[], flag: 'occluded' | 'locked'): boolean {
  return objects.some((object) => !flagsOf(object)[flag]);
}

/** One group of all the objects, whatever groups they were in. */
export function groupObjects(
  objects: readonly Annotation[],
  groupId: string | null,
  stamp: Stamp,
): AnnotationDiff[] {
  return objects.flatMap((object) => flagged(object, { groupId }, stamp));
}

/**
 * The objects above or below the others; among themselves they keep their order.
 * @param all everything on the item, the objects included
 */
export function changeDepth(
  objects: readonly Annotation[],
  all: Iterable<Annotation>,
  step: DepthStep,
  stamp: Stamp,
): AnnotationDiff[] {
  const moved = new Set(objects.map(({ id }) => id));
  const others = [...all].filter(({ id }) => !moved.has(id)).map(depthOf);
  const own = objects.map(depthOf);
  if (others.length === 0 || own.length === 0) return [];
  const by = {
    front: greatest(others) + 1 - least(own),
    forward: 1,
    backward: -1,
    back: least(others) - 1 - greatest(own),
  }[step];
  // Already there: a key that is held must not count the depth up for ever.
  const needless = (step === 'front' && by <= 0) || (step === 'back' && by >= 0);
  if (needless) return [];
  return objects.flatMap((object) => flagged(object, { z: depthOf(object) + by }, stamp));
}

/**
 * Makes the objects parts of another one; null: parts of nothing. An object cannot be a part of itself or of one of its
 * own parts: those for which that would be so are left alone.
 */
export function changeParent(
  objects: readonly Annotation[],
  parentId: AnnotationId | null,
  all: AnnotationMap,
  stamp: Stamp,
): AnnotationDiff[] {
  const above =
    parentId === null ? new Set<AnnotationId>() : new Set([parentId, ...ancestorsOf(parentId, all)]);
  return objects.filter(({ id }) => !above.has(id)).flatMap((object) => flagged(object, { parentId }, stamp));
}

/** Parent, its parent and so on; ends where metadata from elsewhere go in a circle. */
export function ancestorsOf(id: AnnotationId, all: AnnotationMap): AnnotationId[] {
  const found: AnnotationId[] = [];
  let next = parentIn(id, all);
  while (next !== null && next !== id && !found.includes(next)) {
    found.push(next);
    next = parentIn(next, all);
  }
  return found;
}

/** All of the groups that the objects are in, in the order of the item's objects; the objects themselves included. */
export function withGroups(ids: readonly AnnotationId[], all: AnnotationMap): AnnotationId[] {
  const groups = new Set(ids.flatMap((id) => groupOf(all.get(id)) ?? []));
  if (groups.size === 0) return [...ids];
  const mates = [...all.values()].filter((object) => groups.has(groupOf(object) ?? '')).map(({ id }) => id);
  return [...new Set([...ids, ...mates])];
}

function groupOf(object: Annotation | undefined): string | null {
  return object ? flagsOf(object).groupId : null;
}

function parentIn(id: AnnotationId, all: AnnotationMap): AnnotationId | null {
  const object = all.get(id);
  return object ? flagsOf(object).parentId : null;
}

/** Not by `Math.max(...values)`: a call takes fewer arguments than an item may have objects. */
function greatest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b));
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b));
}

function flagged(object: Annotation, change: Partial<ObjectFlags>, stamp: Stamp): AnnotationDiff[] {
  const before = flagsOf(object);
  const same = Object.entries(change).every(([key, value]) =>
    isSame(before[key as keyof ObjectFlags], value),
  );
  if (same) return [];
  return [changeMetadata(object, withFlags(object.metadata, change), stamp)];
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
