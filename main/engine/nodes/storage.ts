/** Dataset node: as a start it lets items of its dataset in, elsewhere it puts a clone of the item into its dataset. */

import { SluiceError } from '#core/errors.ts';
import { annotationEntity } from '#core/filters/entities.ts';
import type { DatasetId } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import { copyAnnotations, copyItem } from '../clones.ts';
import { deleteAnnotationsOf, listAnnotations } from '../db/queries/annotations.ts';
import type { Work } from '../db/queries/executions.ts';
import {
  datasetIdOf,
  findItem,
  findItemByIdentity,
  inheritItem,
  setMaker,
  setTrashed,
} from '../db/queries/items.ts';
import type { Tx } from '../unit.ts';
import { storageOf } from './dataset-config.ts';
import type { InlineNode } from './node.ts';

export const storage: InlineNode = {
  lane: 'inline',
  // Mostly it lets through what is there already; what it makes, it makes in a savepoint of its own.
  writes: false,
  run(tx, run) {
    const { work, node } = run;
    const config = storageOf(tx.db, run.plan, run);
    if (!config) throw new SluiceError('invalid-input', `"${node.name}": its variable names no dataset.`);
    const { datasetId, dir } = config;
    const leave = (itemId: string) => ({ [node.outputs[0]?.name ?? 'item']: itemId });
    // Asked before anything else is read of the item: mostly there is nothing more to do.
    const home = work.datasetId ?? (work.itemId === null ? null : datasetIdOf(tx.db, work.itemId));
    if (home === datasetId) {
      return { kind: 'done', action: null, why: `is in "${node.name}"` };
    }
    const item = run.item();
    const folder = dir || item.folder;
    const clone = tx.savepoint(() => cloneInto(tx, { item, datasetId, folder, work }));
    if (clone.made) tx.raise({ resource: 'Item', action: 'Clone', id: clone.id, cause: work });
    const why = clone.made ? `put into "${node.name}"` : `was in "${node.name}" already`;
    const made = clone.made ? [clone.id] : [];
    return { kind: 'done', outputs: leave(clone.id), action: null, why, made };
  },
};

type CloneRequest = { item: Item; datasetId: DatasetId; folder: string; work: Work };

/** A clone shares its source's file; one a dataset, however often the item comes. */
function cloneInto(tx: Tx, request: CloneRequest): { id: string; made: boolean } {
  const { item, datasetId, work } = request;
  const identity = `clone:${item.id}`;
  const origin = ancestorIn(tx, item, datasetId);
  if (origin) return { id: origin, made: false };
  const present = findItemByIdentity(tx.db, datasetId, identity);
  tx.changes.dataset(datasetId);
  if (present && !present.trashed) {
    inheritItem(tx.db, present.id, work.key);
    return { id: present.id, made: false };
  }
  if (present) {
    // It came before, was taken back, and comes again: with what is on the item now.
    setTrashed(tx.db, present.id, false, tx.now);
    setMaker(tx.db, present.id, work.key);
    dropAnnotations(tx, present.id, work);
    copyAnnotations(tx, item.id, present.id, work);
    return { id: present.id, made: true };
  }
  const { folder } = request;
  const id = copyItem(tx, item, { datasetId, folder, identity, maker: work.key });
  copyAnnotations(tx, item.id, id, work);
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

function dropAnnotations(tx: Tx, itemId: string, cause: Work): void {
  for (const annotation of listAnnotations(tx.db, itemId)) {
    const gone = annotationEntity(annotation);
    tx.raise({ resource: 'Annotation', action: 'Deleted', id: annotation.id, cause, gone });
  }
  deleteAnnotationsOf(tx.db, itemId);
}
