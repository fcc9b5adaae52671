/** Writes what a remote says of an entity, as a step that the person here would not take back. */
import type { Annotation, AnnotationContent } from '#core/model/annotation.ts';
import type { Content, ItemContent, StandingContent } from '#core/model/exchange.ts';
import { annotationIdSchema, itemIdSchema } from '#core/model/ids.ts';
import { isSame } from '#core/sync/canonical.ts';
import { readStanding, standingContent, withContent } from '#core/sync/content.ts';
import { findAnnotation } from '../db/queries/annotations.ts';
import { deleteIssue } from '../db/queries/issues.ts';
import { findItem, updateItem } from '../db/queries/items.ts';
import type { OutboxRow } from '../db/queries/outbox.ts';
import { findTaskItem, updateTaskItem } from '../db/queries/tasks.ts';
import { putTrashed } from '../item-trash.ts';
import { restoreStatus } from '../nodes/tasks/places.ts';
import { applyPulledSet } from '../services/annotation-changes.ts';
import { MACHINE, type Tx } from '../unit.ts';

export type Taking = {
  readonly row: Pick<OutboxRow, 'kind' | 'entity' | 'itemId'>;
  /** Null: it is to be deleted. */
  readonly value: Content | null;
  /** Whose it is, where that is known. */
  readonly by: string | null;
};

/** Of a content that is written, its kind says what it is. */
export function takeContent(tx: Tx, { row, value, by }: Taking): void {
  switch (row.kind) {
    case 'item':
      if (value) takeItem(tx, row.entity, value as ItemContent);
      break;
    case 'annotation':
      takeAnnotation(tx, row, value as AnnotationContent | null, by ?? MACHINE);
      break;
    case 'standing':
      if (value) takeStanding(tx, row.entity, value as StandingContent, by);
      break;
    case 'issue':
      // Its other half, how far it has got, comes with the item.
      if (value === null) deleteIssue(tx.db, row.entity);
      break;
  }
}

function takeStanding(tx: Tx, entity: string, value: StandingContent, by: string | null): void {
  const [taskId = '', itemId = ''] = entity.split(':');
  const place = findTaskItem(tx.db, taskId, itemId);
  // For what exactly it waits comes with the item.
  if (!place || isSame(standingContent(place), value)) return;
  updateTaskItem(tx.db, place.seq, { ...place, ...readStanding(value), decidedBy: by ?? place.decidedBy });
  restoreStatus(tx, itemId);
  tx.changes.task(taskId);
}

function takeAnnotation(
  tx: Tx,
  { entity, itemId }: Taking['row'],
  value: AnnotationContent | null,
  by: string,
): void {
  const before = findAnnotation(tx.db, entity);
  const made: Omit<Annotation, keyof AnnotationContent> = {
    id: annotationIdSchema.parse(entity),
    itemId: itemIdSchema.parse(itemId),
    creator: before?.creator ?? by,
    createdAt: before?.createdAt ?? tx.now,
    updatedAt: tx.now,
    updatedBy: by,
    rev: (before?.rev ?? 0) + 1,
  };
  const after = value && withContent({ ...value, ...made }, value);
  const diffs = [{ id: made.id, before, after }];
  applyPulledSet(tx, { id: tx.id(), itemId: made.itemId, title: 'Synced annotation', actor: by, diffs });
}

export function takeItem(tx: Tx, itemId: string, { trashed, ...said }: ItemContent): void {
  const before = findItem(tx.db, itemId);
  if (!before) return;
  updateItem(tx.db, itemId, said, tx.now);
  tx.changes.dataset(before.datasetId);
  tx.raise({ resource: 'Item', action: 'Updated', id: itemId });
  if (trashed !== before.trashed) putTrashed(tx, before, trashed);
}
