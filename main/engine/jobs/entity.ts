/** Values as conditions see them. */
import { annotationEntity, itemEntity } from '#core/filters/entities.ts';
import type { Entity } from '#core/filters/match.ts';
import { writeRefs } from '#core/formats/dataloop/refs.ts';
import type { DatasetId } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import type { Sight } from '#core/pipeline/flow.ts';
import type { ReadableDb } from '../db/driver.ts';
import { findAnnotation, listAnnotations } from '../db/queries/annotations.ts';
import { listFromPipe } from '../db/queries/from-pipe.ts';
import { listPlacesOfItem } from '../db/queries/item-places.ts';
import { findItem } from '../db/queries/items.ts';
import { findDataset } from '../db/queries/projects.ts';
import { findTask } from '../db/queries/tasks.ts';
import { findAssignmentFacts } from '../db/queries/triggers.ts';

/** What conditions on connections see. */
export function sightOf(db: ReadableDb): Sight {
  return {
    entity: (value, type) => entityOfValue(db, value, type),
    related: (value, type) => relatedTo(db, value, type),
  };
}

/** The annotations of an item, the item of an annotation; nothing else has something beside it. */
export function relatedTo(db: ReadableDb, value: unknown, type: string): readonly Entity[] {
  if (typeof value !== 'string') return [];
  if (type === 'Item') return listAnnotations(db, value).map(annotationEntity);
  const annotation = type === 'Annotation' ? findAnnotation(db, value) : null;
  return annotation ? [entityOfValue(db, annotation.itemId, 'Item')] : [];
}

/** What a condition on a connection looks at. A value that is no entity is looked at as it is. */
export function entityOfValue(db: ReadableDb, value: unknown, type: string): Entity {
  if (typeof value === 'string') {
    if (type === 'Item') return entityOr(findItem(db, value), (item) => itemWithTasks(db, item), value);
    if (type === 'Annotation') return entityOr(findAnnotation(db, value), annotationEntity, value);
    // As triggers see them, so that a filter means the same in both places.
    if (type === 'Task') return entityOr(findTask(db, value), (task) => ({ ...task }), value);
    if (type === 'Assignment') {
      return entityOr(findAssignmentFacts(db, value), (facts) => ({ ...facts }), value);
    }
    if (type === 'Dataset') {
      return entityOr(findDataset(db, value as DatasetId), ({ id, name }) => ({ id, name }), value);
    }
  }
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord ? (value as Entity) : { value };
}

/** The item as filters see it, its tasks too when they look. */
export function itemWithTasks(db: ReadableDb, item: Item): Entity {
  return itemEntity(item, {
    refs: () => writeRefs({ places: listPlacesOfItem(db, item.id) }),
    fromPipe: () => listFromPipe(db, [item.id]).length > 0,
    creator: () => findDataset(db, item.datasetId)?.creator ?? '',
  });
}

function entityOr<T>(found: T | null, toEntity: (one: T) => Entity, id: string): Entity {
  return found === null ? { id } : toEntity(found);
}
