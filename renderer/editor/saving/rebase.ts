/** What becomes of changes that were made from annotations which are not there any more. */
import { type AnnotationMap, applyDiffs } from '#core/annotation/diff.ts';
import { isSluiceError } from '#core/errors.ts';
import type { AnnotationDiff } from '#core/model/annotation.ts';
import type { ItemId } from '#core/model/ids.ts';

/** One step of the history on its way to disk. */
export type Change = {
  readonly itemId: ItemId;
  /** The same at each attempt: the engine stores a change set once. */
  readonly changeSetId: string;
  readonly title: string;
  readonly diffs: readonly AnnotationDiff[];
};

export type Rebased = {
  /** What is stored, with the kept changes on top. */
  readonly annotations: AnnotationMap;
  readonly kept: readonly Change[];
  /** Changes of shapes that somebody else changed first. */
  readonly dropped: readonly AnnotationDiff[];
};

/** The map after the diff; null when it does not fit what is there. */
function tryApply(annotations: AnnotationMap, diff: AnnotationDiff): AnnotationMap | null {
  try {
    return applyDiffs(annotations, [diff]);
  } catch (error) {
    if (isSluiceError(error, 'conflict')) return null;
    throw error;
  }
}

/** Keeps every change that still fits what is stored now, shape by shape; a shape drawn new always does. */
export function rebase(stored: AnnotationMap, changes: readonly Change[]): Rebased {
  let annotations = stored;
  const kept: Change[] = [];
  const dropped: AnnotationDiff[] = [];
  for (const change of changes) {
    const diffs: AnnotationDiff[] = [];
    for (const diff of change.diffs) {
      const next = tryApply(annotations, diff);
      if (next) {
        annotations = next;
        diffs.push(diff);
      } else if (diff.after !== null || annotations.has(diff.id)) {
        dropped.push(diff);
      }
      // Else it was to be deleted and somebody did that already: nothing is lost.
    }
    if (diffs.length > 0) kept.push({ ...change, diffs });
  }
  return { annotations, kept, dropped };
}
