/** Dataset node: as a start it lets items of its dataset in, elsewhere it puts a clone of the item into its dataset. */
import { annotationIdSchema, type DatasetId, itemIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import { parseConfig } from '#core/pipeline/specs.ts';
import { deleteAnnotationsOf, listAnnotations, saveAnnotation } from '../db/queries/annotations.ts';
import {
  findItem,
  findItemByIdentity,
  insertItem,
  locationOf,
  setMadeBy,
  setTrashed,
} from '../db/queries/items.ts';
import type { Tx } from '../unit.ts';
import { configOf } from './config.ts';
import type { InlineNode } from './node.ts';

export const storage: InlineNode = {
  lane: 'inline',
  run(tx, { work, node, item }) {
    const { datasetId, dir } = configOf(node, parseConfig('storage', node));
    if (item.datasetId === datasetId) {
      return { kind: 'done', itemIds: [item.id], made: [], action: null, why: `is in "${node.name}"` };
    }
    const clone = cloneInto(tx, { item, datasetId, folder: dir || item.folder, executionId: work.id });
    const why = clone.made ? `put into "${node.name}"` : `was in "${node.name}" already`;
    return { kind: 'done', itemIds: [clone.id], made: clone.made ? [clone.id] : [], action: null, why };
  },
};

type CloneRequest = { item: Item; datasetId: DatasetId; folder: string; executionId: string };

/** A clone shares its source's file; one a dataset, however often the item comes. */
function cloneInto(tx: Tx, request: CloneRequest): { id: string; made: boolean } {
  const { item, datasetId, executionId } = request;
  const identity = `clone:${item.id}`;
  const origin = ancestorIn(tx, item, datasetId);
  if (origin) return { id: origin, made: false };
  const present = findItemByIdentity(tx.db, datasetId, identity);
  tx.changes.dataset(datasetId);
  if (present && !present.trashed) return { id: present.id, made: false };
  if (present) {
    // It came before, was taken back, and comes again: with what is on the item now.
    setTrashed(tx.db, present.id, false, tx.now);
    setMadeBy(tx.db, present.id, executionId);
    deleteAnnotationsOf(tx.db, present.id);
    copyAnnotations(tx, item.id, present.id);
    return { id: present.id, made: true };
  }
  const id = itemIdSchema.parse(tx.id());
  insertItem(tx.db, {
    ...item,
    id,
    datasetId,
    identity,
    folder: request.folder,
    sourceItemId: item.id,
    location: locationOf(tx.db, item.id) ?? '',
    madeBy: executionId,
    createdAt: tx.now,
    updatedAt: tx.now,
  });
  copyAnnotations(tx, item.id, id);
  return { id, made: true };
}

/** The item this one descends from in the dataset: two pipelines that feed each other must not clone for ever. */
function ancestorIn(tx: Tx, item: Item, datasetId: DatasetId): string | null {
  let source = item.sourceItemId ? findItem(tx.db, item.sourceItemId) : null;
  while (source) {
    if (source.datasetId === datasetId) return source.id;
    source = source.sourceItemId ? findItem(tx.db, source.sourceItemId) : null;
  }
  return null;
}

function copyAnnotations(tx: Tx, from: string, to: string): void {
  const itemId = itemIdSchema.parse(to);
  for (const annotation of listAnnotations(tx.db, from)) {
    saveAnnotation(tx.db, { ...annotation, id: annotationIdSchema.parse(tx.id()), itemId, rev: 1 });
  }
}
