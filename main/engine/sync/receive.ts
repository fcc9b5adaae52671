/** A hub takes a workstation's changes: each is put together with what others have changed meanwhile. */
import type { Annotation, AnnotationContent, AnnotationDiff } from '#core/model/annotation.ts';
import type { Change, ItemContent, Outcome } from '#core/model/exchange.ts';
import type { ItemId } from '#core/model/ids.ts';
import { isSame } from '#core/sync/canonical.ts';
import { annotationContent, itemContent, withContent } from '#core/sync/content.ts';
import { mergeThree } from '#core/sync/merge.ts';
import { findAnnotation, listAnnotations } from '../db/queries/annotations.ts';
import { findItem, findItemAt, updateItem } from '../db/queries/items.ts';
import { putTrashed } from '../item-trash.ts';
import type { Graphs } from '../jobs/graphs.ts';
import { applyChangeSet } from '../services/annotation-changes.ts';
import type { Tx } from '../unit.ts';
import { receiveIssue, receiveStanding } from './receive-tasks.ts';

type AnnotationChange = Extract<Change, { kind: 'annotation' }>;
type ItemChange = Extract<Change, { kind: 'item' }>;

/** One outcome for each change, in their order. A change that cannot be taken takes no other with it. */
export function receive(tx: Tx, graphs: Graphs, changes: readonly Change[]): Outcome[] {
  const outcomes = new Map<Change, Outcome>();
  const byItem = new Map<ItemId, AnnotationChange[]>();
  for (const change of changes) {
    if (change.kind === 'item') outcomes.set(change, receiveItem(tx, change));
    if (change.kind === 'annotation') {
      byItem.set(change.itemId, [...(byItem.get(change.itemId) ?? []), change]);
    }
  }
  for (const [itemId, those] of byItem) {
    for (const [change, outcome] of receiveAnnotations(tx, itemId, those)) outcomes.set(change, outcome);
  }
  // In their order: a decision is about what was labelled before it, and sends back what was objected to before it.
  for (const change of changes) {
    if (change.kind === 'issue') outcomes.set(change, receiveIssue(tx, change));
    if (change.kind === 'standing') outcomes.set(change, receiveStanding(tx, graphs, change));
  }
  return changes.map((change) => outcomes.get(change) ?? refused('internal', 'This change was lost.'));
}

function refused(code: string, message: string): Outcome {
  return { now: null, clashes: [], by: null, refused: { code, message } };
}

/** All of an item in one step of its history. */
function receiveAnnotations(
  tx: Tx,
  itemId: ItemId,
  changes: readonly AnnotationChange[],
): Map<Change, Outcome> {
  if (!findItem(tx.db, itemId)) {
    const none = refused('not-found', `There is no item ${itemId}.`);
    return new Map(changes.map((change) => [change, none]));
  }
  const present = new Map<string, Annotation>(listAnnotations(tx.db, itemId).map((one) => [one.id, one]));
  const diffs: AnnotationDiff[] = [];
  const outcomes = new Map<Change, Outcome>();
  for (const change of changes) {
    const before = present.get(change.id) ?? null;
    const elsewhere = before ? null : findAnnotation(tx.db, change.id);
    if (elsewhere) {
      const message = `The annotation ${change.id} is on the item ${elsewhere.itemId}.`;
      outcomes.set(change, refused('conflict', message));
      continue;
    }
    const theirs = before && annotationContent(before);
    const { value, clashes } = mergeThree<AnnotationContent>(change.base, change.mine, theirs);
    if (!isSame(value, theirs)) {
      const after = value && written(tx, { change, before, value });
      diffs.push({ id: change.id, before, after });
      if (after) present.set(change.id, after);
      else present.delete(change.id);
    }
    const by = clashes.length === 0 ? null : (before?.updatedBy ?? null);
    outcomes.set(change, { now: value, clashes: [...clashes], by, refused: null });
  }
  if (diffs.length > 0) applyChangeSet(tx, { id: tx.id(), itemId, title: titleOf(diffs), diffs });
  return outcomes;
}

type Writing = {
  readonly change: AnnotationChange;
  readonly before: Annotation | null;
  readonly value: AnnotationContent;
};

function written(tx: Tx, { change, before, value }: Writing): Annotation {
  const made = before ?? { creator: tx.actor, createdAt: tx.now, rev: 0 };
  const { id, itemId } = change;
  const { creator, createdAt, rev } = made;
  const stamps = { creator, createdAt, updatedAt: tx.now, updatedBy: tx.actor, rev: rev + 1 };
  return withContent({ ...value, ...stamps, id, itemId }, value);
}

function titleOf(diffs: readonly AnnotationDiff[]): string {
  return diffs.length === 1 ? 'Synced annotation' : `Synced ${diffs.length} annotations`;
}

function receiveItem(tx: Tx, { id, base, mine }: ItemChange): Outcome {
  const before = findItem(tx.db, id);
  if (!before) return refused('not-found', `There is no item ${id}.`);
  const theirs = itemContent(before);
  const { value, clashes } = mergeThree<ItemContent>(base, mine, theirs);
  const now = value ?? theirs;
  const { trashed, ...said } = now;
  const { trashed: wasTrashed, ...was } = theirs;
  const isMoved = said.name !== was.name || said.folder !== was.folder;
  if (isMoved && findItemAt(tx.db, { datasetId: before.datasetId, folder: said.folder, name: said.name })) {
    return refused('conflict', `There is a "${said.name}" in ${said.folder} already.`);
  }
  if (!isSame(said, was)) {
    updateItem(tx.db, id, said, tx.now);
    tx.changes.dataset(before.datasetId);
    tx.raise({ resource: 'Item', action: 'Updated', id });
  }
  if (trashed !== wasTrashed) putTrashed(tx, before, trashed);
  return { now, clashes: [...clashes], by: null, refused: null };
}
