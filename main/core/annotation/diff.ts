/** Changes of annotations as data: what undo, the journal and the screens share. */
import { SluiceError } from '../errors.ts';
import type { Annotation, AnnotationDiff } from '../model/annotation.ts';
import type { AnnotationId } from '../model/ids.ts';

/** The annotations of one item by id. Never changed in place. */
export type AnnotationMap = ReadonlyMap<AnnotationId, Annotation>;

/**
 * The map after the diffs. A diff applies only to what it was made from: `before` must be what is there, by
 * presence and revision.
 * @throws SluiceError `conflict` naming the annotation, when something else is there.
 */
export function applyDiffs(annotations: AnnotationMap, diffs: readonly AnnotationDiff[]): AnnotationMap {
  const next = new Map(annotations);
  for (const diff of diffs) {
    const present = next.get(diff.id);
    if ((present?.rev ?? 0) !== (diff.before?.rev ?? 0)) {
      throw new SluiceError(
        'conflict',
        'This annotation was changed elsewhere. Reload the item to see its present state; your change was not applied.',
        { annotationId: diff.id, present: present?.rev ?? null, expected: diff.before?.rev ?? null },
      );
    }
    if (diff.after) next.set(diff.id, diff.after);
    else next.delete(diff.id);
  }
  return next;
}

/**
 * The diffs that take the given ones back, last first. Revisions go on rising, so that an undone state is not
 * taken for the older one it looks like.
 */
export function invertDiffs(diffs: readonly AnnotationDiff[]): AnnotationDiff[] {
  return diffs.toReversed().map((diff) => ({
    id: diff.id,
    before: diff.after,
    after: diff.before && diff.after ? { ...diff.before, rev: diff.after.rev + 1 } : diff.before,
  }));
}

/** The shortest list with the same effect: one diff an annotation, none for what was made and deleted again. */
export function squashDiffs(diffs: readonly AnnotationDiff[]): AnnotationDiff[] {
  const byId = new Map<AnnotationId, AnnotationDiff>();
  for (const diff of diffs) {
    const earlier = byId.get(diff.id);
    byId.set(diff.id, { id: diff.id, before: earlier ? earlier.before : diff.before, after: diff.after });
  }
  return [...byId.values()].filter((diff) => diff.before !== null || diff.after !== null);
}
