/** Writes what a remote says of an entity, as a step that the person here would not take back. */
import type { Annotation, AnnotationContent } from '#core/model/annotation.ts';
import type { ItemContent } from '#core/model/exchange.ts';
import { annotationIdSchema, itemIdSchema } from '#core/model/ids.ts';
import { withContent } from '#core/sync/content.ts';
import { findAnnotation } from '../db/queries/annotations.ts';
import { findItem, updateItem } from '../db/queries/items.ts';
import type { OutboxRow } from '../db/queries/outbox.ts';
import { putTrashed } from '../item-trash.ts';
import { applyPulledSet } from '../services/annotation-changes.ts';
import { MACHINE, type Tx } from '../unit.ts';

export type Taking = {
  readonly row: Pick<OutboxRow, 'kind' | 'entity' | 'itemId'>;
  /** Null: it is to be deleted. */
  readonly value: AnnotationContent | ItemContent | null;
  /** Whose it is, where that is known. */
  readonly by: string | null;
};

export function takeContent(tx: Tx, { row, value, by }: Taking): void {
  if (row.kind === 'item') {
    if (value) takeItem(tx, row.entity, value as ItemContent);
  } else takeAnnotation(tx, row, value as AnnotationContent | null, by ?? MACHINE);
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
