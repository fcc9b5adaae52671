/** The list of objects with the parts of an object right below it. */
import type { Annotation } from '#core/model/annotation.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import { flagsOf } from '#core/model/object-flags.ts';

export type ObjectTree = {
  readonly objects: readonly Annotation[];
  /** How deep below other objects of the list; absent: it stands by itself. */
  readonly depth: ReadonlyMap<AnnotationId, number>;
};

/** Objects whose parent is not in the list stand by themselves, and those that are parts of each other, too. */
export function treeOf(objects: readonly Annotation[]): ObjectTree {
  const listed = new Set(objects.map(({ id }) => id));
  const parts = new Map<AnnotationId, Annotation[]>();
  for (const object of objects) {
    const parentId = object.metadata ? flagsOf(object).parentId : null;
    if (parentId === null || parentId === object.id || !listed.has(parentId)) continue;
    parts.set(parentId, [...(parts.get(parentId) ?? []), object]);
  }
  if (parts.size === 0) return { objects, depth: new Map() };
  const below = new Set([...parts.values()].flat().map(({ id }) => id));
  const depth = new Map<AnnotationId, number>();
  const placed = new Map<AnnotationId, Annotation>();
  const place = (object: Annotation, at: number): void => {
    if (placed.has(object.id)) return;
    placed.set(object.id, object);
    if (at > 0) depth.set(object.id, at);
    for (const part of parts.get(object.id) ?? []) place(part, at + 1);
  };
  for (const object of objects) if (!below.has(object.id)) place(object, 0);
  for (const object of objects) place(object, 0);
  return { objects: [...placed.values()], depth };
}
