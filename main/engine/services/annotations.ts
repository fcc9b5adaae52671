/** Annotations: every change is stored with its journal entry in one transaction. */
import type { Handlers } from '#contract/index.ts';
import { applyDiffs } from '#core/annotation/diff.ts';
import { replay } from '#core/annotation/replay.ts';
import { SluiceError } from '#core/errors.ts';
import { annotationEntity } from '#core/filters/entities.ts';
import type { AnnotationDiff, ChangeSet } from '#core/model/annotation.ts';
import type { EngineContext } from '../context.ts';
import {
  deleteAnnotation,
  findChangeSet,
  insertChangeSet,
  listAnnotations,
  listChangeSets,
  nextRedo,
  nextUndo,
  type StoredChangeSet,
  saveAnnotation,
  setChangeSetState,
} from '../db/queries/annotations.ts';
import { isHidden } from '../db/queries/copies.ts';
import { findItem } from '../db/queries/items.ts';
import type { Tx } from '../unit.ts';

type AnnotationCalls = `annotations.${'list' | 'apply' | 'undo' | 'redo' | 'history'}`;

export function annotationHandlers(ctx: EngineContext): Handlers<AnnotationCalls> {
  const { db } = ctx;
  return {
    'annotations.list': ({ itemId }) => listAnnotations(db, itemId),
    'annotations.apply': ({ itemId, changeSetId, title, diffs }) =>
      ctx.unit(ctx.settings().person, (tx) => {
        const known = findChangeSet(tx.db, changeSetId);
        if (known) return shown(known);
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
        store(tx, itemId, diffs);
        const set: StoredChangeSet = {
          id: changeSetId,
          itemId,
          title,
          actor: tx.actor,
          at: tx.now,
          state: 'applied',
          diffs,
        };
        insertChangeSet(tx.db, set);
        return shown(set);
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
      store(tx, itemId, diffs);
      setChangeSetState(tx.db, set.id, state);
      return { changeSet: { ...shown(set), state }, diffs };
    });
  }
}

/** Writes the diffs after checking that they fit what is there. */
function store(tx: Tx, itemId: string, diffs: readonly AnnotationDiff[]): void {
  const present = new Map(listAnnotations(tx.db, itemId).map((annotation) => [annotation.id, annotation]));
  applyDiffs(present, diffs);
  const heard = !isHidden(tx.db, itemId);
  for (const diff of diffs) {
    if (diff.after) saveAnnotation(tx.db, diff.after);
    else deleteAnnotation(tx.db, diff.id);
    if (heard) raise(tx, diff);
  }
  tx.changes.annotations(itemId);
  const item = findItem(tx.db, itemId);
  if (item) tx.changes.dataset(item.datasetId);
}

function raise(tx: Tx, { id, before, after }: AnnotationDiff): void {
  const resource = 'Annotation';
  if (after) tx.raise({ resource, action: before ? 'Updated' : 'Created', id });
  else if (before) tx.raise({ resource, action: 'Deleted', id, gone: annotationEntity(before) });
}

function shown({ id, itemId, title, actor, at, state }: StoredChangeSet): ChangeSet {
  return { id, itemId, title, actor, at, state };
}
