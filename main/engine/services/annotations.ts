/** Annotations: every change is stored with its journal entry in one transaction. */
import type { Handlers } from '#contract/index.ts';
import { replay } from '#core/annotation/replay.ts';
import { SluiceError } from '#core/errors.ts';
import type { EngineContext } from '../context.ts';
import {
  findChangeSet,
  listAnnotations,
  listChangeSets,
  nextRedo,
  nextUndo,
  type StoredChangeSet,
  setChangeSetState,
} from '../db/queries/annotations.ts';
import { reopenSolvedBy } from '../db/queries/conflicts.ts';
import { findItem } from '../db/queries/items.ts';
import { applyChangeSet, shownSet, storeDiffs } from './annotation-changes.ts';

type AnnotationCalls = `annotations.${'list' | 'apply' | 'undo' | 'redo' | 'history'}`;

export function annotationHandlers(ctx: EngineContext): Handlers<AnnotationCalls> {
  const { db } = ctx;
  return {
    'annotations.list': ({ itemId }) => listAnnotations(db, itemId),
    'annotations.apply': ({ itemId, changeSetId, title, diffs }) =>
      ctx.unit(ctx.settings().person, (tx) => {
        const known = findChangeSet(tx.db, changeSetId);
        if (known) return shownSet(known);
        if (!findItem(tx.db, itemId)) {
          throw new SluiceError('not-found', 'This item is not there any more; your change was not stored.', {
            itemId,
          });
        }
        if (
          diffs.some(
            (diff) => (diff.after ?? diff.before)?.itemId !== itemId || (diff.after ?? diff).id !== diff.id,
          )
        ) {
          throw new SluiceError('invalid-input', 'A change names an annotation of another item.', { itemId });
        }
        return applyChangeSet(tx, { id: changeSetId, itemId, title, diffs });
      }),
    'annotations.undo': ({ itemId }) => step(itemId, nextUndo(db, itemId), 'undone'),
    'annotations.redo': ({ itemId }) => step(itemId, nextRedo(db, itemId), 'applied'),
    'annotations.history': ({ itemId }) => listChangeSets(db, itemId),
  };

  function step(itemId: string, set: StoredChangeSet | null, state: 'applied' | 'undone') {
    if (!set) return { changeSet: null, diffs: [] };
    return ctx.unit(ctx.settings().person, (tx) => {
      const present = new Map(
        listAnnotations(tx.db, itemId).map((annotation) => [annotation.id, annotation]),
      );
      const diffs = replay(present, set.diffs, state === 'undone' ? 'back' : 'forth');
      storeDiffs(tx, itemId, diffs);
      setChangeSetState(tx.db, set.id, state);
      if (state === 'undone') reopenSolvedBy(tx.db, set.id);
      return { changeSet: { ...shownSet(set), state }, diffs };
    });
  }
}
