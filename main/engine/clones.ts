/** Copies of items, which share their source's file, with its annotations: by a node, or because somebody asks for one. */
import { mergeDiff, without } from '#core/formats/dataloop/json.ts';
import { annotationIdSchema, type ItemId, itemIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import { listAnnotations, saveAnnotation } from './db/queries/annotations.ts';
import type { Work } from './db/queries/executions.ts';
import { findFrameIndex, insertItem, locationOf, type NewItem, saveVideo } from './db/queries/items.ts';
import type { Tx } from './unit.ts';

export type CopyPlace = Pick<NewItem, 'datasetId' | 'folder'> &
  Partial<Pick<NewItem, 'name' | 'metadata' | 'maker' | 'identity'>>;

/** Makes the copy, without annotations and without tasks. Answers its id. @param place where; what it lacks is the source's. */
export function copyItem(tx: Tx, item: Item, place: CopyPlace): ItemId {
  const id = itemIdSchema.parse(tx.id());
  insertItem(tx.db, {
    ...item,
    identity: `copy:${id}`,
    maker: null,
    ...place,
    id,
    sourceItemId: item.id,
    location: locationOf(tx.db, item.id) ?? '',
    createdAt: tx.now,
    updatedAt: tx.now,
  });
  const frames = item.video && findFrameIndex(tx.db, item.id);
  if (item.video && frames) saveVideo(tx.db, id, item.video, frames);
  tx.changes.dataset(place.datasetId);
  return id;
}

/** @param cause the run of a node that does it; absent for a person. */
export function copyAnnotations(tx: Tx, from: string, to: ItemId, cause?: Work): void {
  const why = cause ? { cause } : {};
  for (const annotation of listAnnotations(tx.db, from)) {
    const id = annotationIdSchema.parse(tx.id());
    saveAnnotation(tx.db, { ...annotation, id, itemId: to, rev: 1 });
    tx.raise({ resource: 'Annotation', action: 'Clone', id, ...why });
    tx.raise({ resource: 'Annotation', action: 'Created', id, ...why });
  }
}

/** A clone that somebody asks for: where it goes, what is laid over its metadata, and what comes along. */
export type CloneWish = {
  readonly place: CopyPlace;
  readonly metadata: Item['metadata'];
  readonly what: { readonly withAnnotations: boolean; readonly withMetadata: boolean };
};

/** Makes the clone and tells of it. Answers its id. */
export function cloneItem(tx: Tx, item: Item, { place, metadata, what }: CloneWish): ItemId {
  const { system } = item.metadata;
  // What Sluice has found out of the file is true of the copy as well.
  const base = what.withMetadata ? item.metadata : system === undefined ? {} : { system };
  const merged = mergeDiff(base, without(metadata, ['system']));
  const id = copyItem(tx, item, { ...place, metadata: merged });
  if (what.withAnnotations) copyAnnotations(tx, item.id, id);
  tx.raise({ resource: 'Item', action: 'Clone', id });
  tx.explain({ itemId: id, kind: 'cloned', text: `Cloned from "${item.name}"` });
  return id;
}
