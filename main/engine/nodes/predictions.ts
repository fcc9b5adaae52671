/**
 * Writes what a model found on an item. Running a model again replaces what it found before and nobody has touched; what
 * a person has corrected stays, and is not found a second time.
 */

import { isDeepStrictEqual } from 'node:util';
import { boxesOf, boxOverlap } from '#core/annotation/overlap.ts';
import { annotationEntity } from '#core/filters/entities.ts';
import type { Annotation } from '#core/model/annotation.ts';
import { type AnnotationId, annotationIdSchema, itemIdSchema } from '#core/model/ids.ts';
import { deleteAnnotation, listAnnotations, saveAnnotation } from '../db/queries/annotations.ts';
import type { Work } from '../db/queries/executions.ts';
import { findItem } from '../db/queries/items.ts';
import type { FoundAnnotation, ModelInfo } from '../ml/model.ts';
import { predictionMetadata } from '../ml/predictions.ts';
import { MACHINE, type Tx } from '../unit.ts';
import { raiseFor } from './cause.ts';

/** Intersection over union from which on a prediction is taken for what a person has corrected already. */
const SAME_THING = 0.5;

export type Prediction = {
  readonly itemId: string;
  readonly model: Pick<ModelInfo, 'id' | 'title'>;
  readonly found: readonly FoundAnnotation[];
};

export type SavedPredictions = {
  /** Of the model's annotations that nobody has touched, those from before and the new ones. */
  readonly ids: readonly AnnotationId[];
  readonly added: number;
  readonly removed: number;
};

export function savePredictions(tx: Tx, work: Work, { itemId, model, found }: Prediction): SavedPredictions {
  const own = listAnnotations(tx.db, itemId).filter((annotation) => isBy(annotation, model.id));
  const touched = boxesOf(own.filter((annotation) => annotation.updatedBy !== MACHINE));
  const old = own.filter((annotation) => annotation.updatedBy === MACHINE);
  const wanted = found
    .filter(({ box }) => touched.every(({ geometry }) => boxOverlap(geometry, box) < SAME_THING))
    .map((one) => annotationOf(tx, itemId, model, one));
  const kept = new Set<AnnotationId>();
  const ids = wanted.map((annotation) => {
    const same = old.find((one) => !kept.has(one.id) && isSame(one, annotation));
    const id = same?.id ?? annotation.id;
    kept.add(id);
    return id;
  });
  const added = wanted.filter(({ id }) => kept.has(id));
  const removed = old.filter(({ id }) => !kept.has(id));
  for (const annotation of removed) {
    const { id } = annotation;
    deleteAnnotation(tx.db, id);
    const gone = annotationEntity(annotation);
    raiseFor(tx, work, { resource: 'Annotation', action: 'Deleted', id, gone });
  }
  for (const annotation of added) {
    saveAnnotation(tx.db, annotation);
    raiseFor(tx, work, { resource: 'Annotation', action: 'Created', id: annotation.id });
  }
  if (added.length + removed.length > 0) tell(tx, itemId);
  return { ids, added: added.length, removed: removed.length };
}

function isBy({ metadata }: Annotation, modelId: string): boolean {
  const user = metadata?.['user'];
  const model = typeof user === 'object' && user !== null && 'model' in user ? user.model : null;
  return typeof model === 'object' && model !== null && 'model_id' in model && model.model_id === modelId;
}

function isSame(one: Annotation, other: Annotation): boolean {
  return (
    one.label === other.label &&
    isDeepStrictEqual(one.geometry, other.geometry) &&
    isDeepStrictEqual(one.metadata, other.metadata)
  );
}

function annotationOf(
  tx: Tx,
  itemId: string,
  model: Prediction['model'],
  { label, confidence, box }: FoundAnnotation,
): Annotation {
  return {
    id: annotationIdSchema.parse(tx.id()),
    itemId: itemIdSchema.parse(itemId),
    label,
    geometry: { type: 'box', ...box },
    attributes: {},
    metadata: { user: predictionMetadata(model, confidence) },
    creator: MACHINE,
    createdAt: tx.now,
    updatedAt: tx.now,
    updatedBy: MACHINE,
    rev: 1,
  };
}

function tell(tx: Tx, itemId: string): void {
  tx.changes.annotations(itemId);
  const item = findItem(tx.db, itemId);
  if (item) tx.changes.dataset(item.datasetId);
}
