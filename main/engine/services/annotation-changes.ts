/** Stores changes of annotations: every one with its journal entry, in the transaction of the caller. */
import { applyDiffs } from '#core/annotation/diff.ts';
import { annotationEntity } from '#core/filters/entities.ts';
import type { AnnotationDiff, ChangeSet } from '#core/model/annotation.ts';
import {
  deleteAnnotation,
  insertChangeSet,
  insertPulledSet,
  listAnnotations,
  type StoredChangeSet,
  saveAnnotation,
} from '../db/queries/annotations.ts';
import { isHidden } from '../db/queries/copies.ts';
import { findItem } from '../db/queries/items.ts';
import type { Tx } from '../unit.ts';

type NewChangeSet = Pick<StoredChangeSet, 'id' | 'itemId' | 'title' | 'diffs'>;

/** Applies the diffs and notes them down, so that they can be undone. @throws SluiceError `conflict`. */
export function applyChangeSet(tx: Tx, made: NewChangeSet): ChangeSet {
  storeDiffs(tx, made.itemId, made.diffs);
  const set: StoredChangeSet = { ...made, actor: tx.actor, at: tx.now, state: 'applied' };
  insertChangeSet(tx.db, set);
  return shownSet(set);
}

/** The same for what came from a remote: it is no step that the person here would take back. */
export function applyPulledSet(tx: Tx, made: NewChangeSet & { readonly actor: string }): void {
  storeDiffs(tx, made.itemId, made.diffs);
  insertPulledSet(tx.db, { ...made, at: tx.now, state: 'applied' });
}

/** Writes the diffs after checking that they fit what is there. @throws SluiceError `conflict`. */
export function storeDiffs(tx: Tx, itemId: string, diffs: readonly AnnotationDiff[]): void {
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

/** The change set as lists show it. */
export function shownSet({ id, itemId, title, actor, at, state }: StoredChangeSet): ChangeSet {
  return { id, itemId, title, actor, at, state };
}
