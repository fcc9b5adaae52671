/** What was done to an item since a reviewer sent it back. */
import type { AnnotationMap } from '#core/annotation/diff.ts';
import type { Annotation, ChangeSet } from '#core/model/annotation.ts';
import type { Issue } from '#core/model/issue.ts';

export type ObjectChange = 'added' | 'changed';

export type ChangesSince = {
  /** Milliseconds since 1970: when the last issue was opened. */
  readonly since: number;
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

/** True when the object that an issue is about is not there any more. */
export function isObjectGone(issue: Issue, annotations: AnnotationMap): boolean {
  return issue.annotationId !== null && !annotations.has(issue.annotationId);
}

/** All that was done since then. */
export function changesSince(
  annotations: AnnotationMap,
  history: readonly ChangeSet[],
  since: number,
): ChangesSince {
  const changes = [...annotations.values()].map((annotation) => objectChange(annotation, since));
  return {
    since,
    added: changes.filter((change) => change === 'added').length,
    changed: changes.filter((change) => change === 'changed').length,
    steps: history.filter(({ at, state }) => at > since && state === 'applied'),
  };
}
