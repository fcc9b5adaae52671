/**
 * Entities as JSON, in the shape of the reference system: what snippets are given and exports write. What filters see of
 * them, and what is drawn.
 */
import { annotationEntity, itemEntity } from '#core/filters/entities.ts';
import { writeCoordinates } from '#core/formats/dataloop/annotation-shapes.ts';
import type { Annotation } from '#core/model/annotation.ts';
import type { DatasetId } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import type { ReadableDb } from '../../db/driver.ts';
import { findAnnotation, listAnnotations } from '../../db/queries/annotations.ts';
import { findItem } from '../../db/queries/items.ts';
import { findDataset } from '../../db/queries/projects.ts';
import { findTask } from '../../db/queries/tasks.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Types of ports whose values are ids. */
const ENTITIES: ReadonlySet<string> = new Set([
  'Annotation',
  'Assignment',
  'Dataset',
  'Item',
  'Model',
  'Pipeline',
  'Project',
  'Task',
]);

/** @param type of a port, or of the elements of a list's. */
export function isEntityType(type: string): boolean {
  return ENTITIES.has(type);
}

/** The item with its annotations, as they are stored. */
export function storedItemJson(db: ReadableDb, item: Item): Json {
  // Most items have none: asking for them costs as much as the item itself.
  return itemJson(item, item.annotationCount > 0 ? listAnnotations(db, item.id) : []);
}

/** The item with these annotations. */
export function itemJson(item: Item, annotations: readonly Annotation[]): Json {
  return {
    ...itemEntity(item),
    status: item.status,
    srcItem: item.sourceItemId,
    annotations: annotations.map((annotation) => annotationJson(annotation, item)),
  };
}

/** Pixels of the upright picture. */
export function annotationJson(annotation: Annotation, item: Item): Json {
  const coordinates = writeCoordinates(annotation.geometry);
  return {
    ...annotationEntity(annotation),
    ...(coordinates === undefined ? {} : { coordinates }),
    datasetId: item.datasetId,
  };
}

/** What a port carries as a snippet sees it: the entity of an id, and any other value as it is. */
export function portJson(db: ReadableDb, value: unknown, type: string): unknown {
  const elementType = type.replace(/\[\]$/, '');
  if (!isEntityType(elementType)) return value;
  if (Array.isArray(value)) return value.map((one) => portJson(db, one, elementType));
  return typeof value === 'string' ? entityOf(db, value, elementType) : value;
}

/** One of which nothing is known here has its id. */
function entityOf(db: ReadableDb, id: string, type: string): Json {
  switch (type) {
    case 'Item': {
      const item = findItem(db, id);
      return item ? storedItemJson(db, item) : { id };
    }
    case 'Annotation': {
      const annotation = findAnnotation(db, id);
      const item = annotation && findItem(db, annotation.itemId);
      return annotation && item ? annotationJson(annotation, item) : { id };
    }
    case 'Dataset': {
      const dataset = findDataset(db, id as DatasetId);
      return dataset ? { id, name: dataset.name } : { id };
    }
    case 'Task':
      return { ...findTask(db, id), id };
    default:
      return { id };
  }
}
