/** Going back to a point of an item's history, and bringing back what was deleted, as changes like any other. */
import type { Annotation, AnnotationDiff } from '../model/annotation.ts';
import type { AnnotationId } from '../model/ids.ts';
import { type AnnotationMap, squashDiffs } from './diff.ts';
import { replay } from './replay.ts';

/** Steps to take back or to do again, in the order in which that is done. */
export type Way = readonly {
  readonly diffs: readonly AnnotationDiff[];
  readonly direction: 'back' | 'forth';
}[];

/**
 * The shortest change that leads from the present annotations along the way.
 * @throws SluiceError `conflict` when a step does not fit what is there.
 */
export function diffsAlong(present: AnnotationMap, way: Way): AnnotationDiff[] {
  const now = new Map(present);
  const all = way.flatMap(({ diffs, direction }) => {
    const taken = replay(now, diffs, direction);
    for (const { id, after } of taken) {
      if (after) now.set(id, after);
      else now.delete(id);
    }
    return taken;
  });
  return squashDiffs(all).filter(({ before, after }) => !isSame(before, after));
}

/** The same but for the revision, which says nothing of what is seen. */
function isSame(a: Annotation | null, b: Annotation | null): boolean {
  return JSON.stringify({ ...a, rev: 0 }) === JSON.stringify({ ...b, rev: 0 });
}

/** An annotation that is not there any more, as it was at last. */
export type Deleted = { readonly annotation: Annotation; readonly actor: string; readonly at: number };

/**
 * Annotations that were deleted and are not there now, the latest first.
 * @param steps those that are in force, the latest first
 */
export function deletedIn(
  present: AnnotationMap,
  steps: readonly {
    readonly actor: string;
    readonly at: number;
    readonly diffs: readonly AnnotationDiff[];
  }[],
): readonly Deleted[] {
  const found = new Map<AnnotationId, Deleted>();
  for (const { actor, at, diffs } of steps) {
    for (const { id, before, after } of diffs) {
      if (before && !after && !present.has(id) && !found.has(id)) {
        found.set(id, { annotation: before, actor, at });
      }
    }
  }
  return [...found.values()];
}

/** The change that brings deleted annotations back. */
export function restoring(deleted: readonly Deleted[]): AnnotationDiff[] {
  return deleted.map(({ annotation }) => ({
    id: annotation.id,
    before: null,
    after: { ...annotation, rev: annotation.rev + 1 },
  }));
}

/** How many annotations a step made, changed and deleted. */
export type StepCounts = { readonly made: number; readonly changed: number; readonly deleted: number };

export function countsOf(diffs: readonly AnnotationDiff[]): StepCounts {
  return {
    made: diffs.filter(({ before }) => before === null).length,
    changed: diffs.filter(({ before, after }) => before !== null && after !== null).length,
    deleted: diffs.filter(({ after }) => after === null).length,
  };
}
