/** Undo and redo: a stored change set applied to what is there now. */
import { SluiceError } from '../errors.ts';
import type { Annotation, AnnotationDiff } from '../model/annotation.ts';
import type { AnnotationMap } from './diff.ts';

/**
 * The diffs that take a change set back, or apply it again, from the present annotations. Revisions go on rising, so
 * stored revisions do not fit any more; what must fit is whether each annotation is there.
 * @throws SluiceError `conflict` when one is there that should not be, or the other way round.
 */
export function replay(
  present: AnnotationMap,
  diffs: readonly AnnotationDiff[],
  direction: 'back' | 'forth',
): AnnotationDiff[] {
  const ordered = direction === 'back' ? diffs.toReversed() : diffs;
  const now = new Map(present);
  return ordered.map((diff) => {
    const from = direction === 'back' ? diff.after : diff.before;
    const to = direction === 'back' ? diff.before : diff.after;
    const before = now.get(diff.id) ?? null;
    if ((before === null) !== (from === null)) {
      throw new SluiceError(
        'conflict',
        'The annotation was changed elsewhere since; this step does not fit any more.',
        {
          annotationId: diff.id,
        },
      );
    }
    const after: Annotation | null = to
      ? { ...to, rev: Math.max(before?.rev ?? 0, from?.rev ?? 0, to.rev) + 1 }
      : null;
    if (after) now.set(diff.id, after);
    else now.delete(diff.id);
    return { id: diff.id, before, after };
  });
}
