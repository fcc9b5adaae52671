/** What was done to an item since a reviewer sent it back. */
import type { AnnotationMap } from '#core/annotation/diff.ts';
import type { Annotation, ChangeSet } from '#core/model/annotation.ts';
import type { Issue } from '#core/model/issue.ts';

export type ObjectChange = 'added' | 'changed';

export type ChangesSince = {
  readonly added: number;
  readonly changed: number;
  /** Steps of the history since then, latest first. */
  readonly steps: readonly ChangeSet[];
};

/** When the annotator got the item back; null when it was never sent back. */
export function sentBackAt(issues: readonly Issue[]): number | null {
  return issues.length === 0 ? null : Math.max(...issues.map(({ createdAt }) => createdAt));
}

/** How an object differs from what it was then; null when it does not. */
export function objectChange(annotation: Annotation, since: number): ObjectChange | null {
  if (annotation.createdAt > since) return 'added';
  return annotation.updatedAt > since ? 'changed' : null;
}

/** All that was done since a moment, given in milliseconds since 1970. */
export function changesSince(
  annotations: AnnotationMap,
  history: readonly ChangeSet[],
  since: number,
): ChangesSince {
  const changes = [...annotations.values()].map((annotation) => objectChange(annotation, since));
  return {
    added: changes.filter((change) => change === 'added').length,
    changed: changes.filter((change) => change === 'changed').length,
    steps: history.filter(({ at, state }) => at > since && state === 'applied'),
  };
}
