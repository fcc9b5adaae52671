/** Copies of an item for people who work on it without seeing each other: making them, and taking their labels over. */
import { isDeepStrictEqual } from 'node:util';
import { annotationEntity } from '#core/filters/entities.ts';
import type { Annotation } from '#core/model/annotation.ts';
import { annotationIdSchema, type ItemId, itemIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import { deleteAnnotation, listAnnotations, saveAnnotation } from '../../db/queries/annotations.ts';
import { findAssignment } from '../../db/queries/assignments.ts';
import { copyVideo, hideItem, listCopies, trashHidden } from '../../db/queries/copies.ts';
import { insertItem, locationOf, setItemStatus } from '../../db/queries/items.ts';
import { type StoredTaskItem, updateTaskItem } from '../../db/queries/tasks.ts';
import type { Tx } from '../../unit.ts';

/** Where copies are, should anybody look for one. */
const FOLDER = '/.consensus';

/** Makes a copy with the item's file and its present annotations. Nothing hears of it, and no list shows it. */
export function makeCopy(tx: Tx, item: Item, execution: number): ItemId {
  const id = itemIdSchema.parse(tx.id());
  insertItem(tx.db, {
    ...item,
    id,
    identity: `copy:${id}`,
    folder: FOLDER,
    // No clone of it as others know them: the task alone knows what it is a copy of.
    sourceItemId: null,
    location: locationOf(tx.db, item.id) ?? '',
    maker: execution,
    createdAt: tx.now,
    updatedAt: tx.now,
  });
  hideItem(tx.db, id, tx.now);
  copyVideo(tx.db, item.id, id);
  for (const annotation of listAnnotations(tx.db, item.id)) {
    saveAnnotation(tx.db, {
      ...annotation,
      id: annotationIdSchema.parse(tx.id()),
      itemId: id,
      rev: 1,
      metadata: noted(annotation, 'system', { copyOf: annotation.id }),
    });
  }
  return id;
}

/** The copies that belong to the item's present stay in the task: all of them are worked on, or all are merged. */
export function copiesOf(tx: Tx, original: StoredTaskItem): StoredTaskItem[] {
  const copies = listCopies(tx.db, original.taskId, original.itemId);
  return copies.filter((copy) => copy.state !== 'withdrawn');
}

/** Copies that somebody had begun to work on when the item left the task. */
export function begunCopies(tx: Tx, taskId: string, itemId: string): StoredTaskItem[] {
  return listCopies(tx.db, taskId, itemId).filter(
    (copy) => copy.state === 'withdrawn' && copy.status === null,
  );
}

/** Another execution stands for the item's stay from now on. */
export function moveCopies(
  tx: Tx,
  original: StoredTaskItem,
  next: Pick<StoredTaskItem, 'execution' | 'priority'>,
): void {
  for (const copy of copiesOf(tx, original)) updateTaskItem(tx.db, copy.seq, { ...copy, ...next });
}

/** The item leaves the task: nobody works on its copies any more. */
export function closeCopies(tx: Tx, original: StoredTaskItem): void {
  for (const copy of copiesOf(tx, original)) {
    if (copy.state === 'merged') continue;
    updateTaskItem(tx.db, copy.seq, { ...copy, state: 'withdrawn', status: null });
    setItemStatus(tx.db, copy.itemId, null, tx.now);
    trashHidden(tx.db, copy.itemId, tx.now);
  }
}

/** The item comes to the task anew: what was merged is part of it for good. Such copies keep their status here. */
export function forgetMerged(tx: Tx, original: StoredTaskItem): void {
  for (const copy of copiesOf(tx, original)) {
    if (copy.state !== 'merged') continue;
    updateTaskItem(tx.db, copy.seq, { ...copy, state: 'withdrawn' });
    setItemStatus(tx.db, copy.itemId, null, tx.now);
  }
}

/** Takes the labels of the copies over; what the item had before it has once. */
export function takeLabels(tx: Tx, original: StoredTaskItem, copies: readonly StoredTaskItem[]): void {
  const own = new Map(listAnnotations(tx.db, original.itemId).map((one) => [one.id as string, one]));
  for (const copy of copies) {
    const person = copy.assignmentId && findAssignment(tx.db, copy.assignmentId)?.person;
    for (const annotation of listAnnotations(tx.db, copy.itemId)) {
      if (isUnchanged(annotation, own)) continue;
      const consensus = { person, copyId: copy.itemId };
      const id = annotationIdSchema.parse(tx.id());
      const metadata = noted(annotation, 'user', { consensus });
      saveAnnotation(tx.db, { ...annotation, id, itemId: original.itemId, rev: 1, metadata });
      tx.raise({ resource: 'Annotation', action: 'Created', id });
    }
  }
  tx.changes.annotations(original.itemId);
}

/** Takes that back; labels that somebody has changed since stay. */
export function returnLabels(tx: Tx, original: StoredTaskItem, copies: readonly StoredTaskItem[]): void {
  const ids = new Set<unknown>(copies.map((copy) => copy.itemId));
  for (const annotation of listAnnotations(tx.db, original.itemId)) {
    const consensus = recordOf(recordOf(annotation.metadata?.['user'])['consensus']);
    if (!ids.has(consensus['copyId']) || annotation.rev !== 1) continue;
    deleteAnnotation(tx.db, annotation.id);
    const { id } = annotation;
    tx.raise({ resource: 'Annotation', action: 'Deleted', id, gone: annotationEntity(annotation) });
  }
  tx.changes.annotations(original.itemId);
}

/** True for a label that was on the item already and that nobody has changed on the copy. */
function isUnchanged(annotation: Annotation, own: ReadonlyMap<string, Annotation>): boolean {
  const source = recordOf(annotation.metadata?.['system'])['copyOf'];
  if (typeof source !== 'string') return false;
  const before = own.get(source);
  // Changed there and back again counts as unchanged.
  return annotation.rev === 1 || (before !== undefined && isDeepStrictEqual(seen(annotation), seen(before)));
}

const seen = ({ label, geometry, attributes }: Annotation) => ({ label, geometry, attributes });

/** The annotation's metadata with more in one of its parts. */
function noted(annotation: Annotation, part: 'system' | 'user', more: Readonly<Record<string, unknown>>) {
  const metadata = annotation.metadata ?? {};
  return { ...metadata, [part]: { ...recordOf(metadata[part]), ...more } };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord ? (value as Record<string, unknown>) : {};
}
