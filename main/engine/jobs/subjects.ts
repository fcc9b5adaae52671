/** What happened to whom: an entity as triggers look at it. */
import { annotationEntity } from '#core/filters/entities.ts';
import type { Entity } from '#core/filters/match.ts';
import { type DatasetId, type ItemId, itemIdSchema } from '#core/model/ids.ts';
import type { ReadableDb } from '../db/driver.ts';
import { findAnnotation } from '../db/queries/annotations.ts';
import { findItem } from '../db/queries/items.ts';
import { findDataset } from '../db/queries/projects.ts';
import { findTask } from '../db/queries/tasks.ts';
import {
  findAssignmentFacts,
  type ItemWhere,
  projectOfDataset,
  whereItemIs,
} from '../db/queries/triggers.ts';
import type { Happening } from '../happening.ts';
import { itemWithTasks, relatedTo } from './entity.ts';

export type Subject = {
  readonly id: string;
  /** What `Once` counts by: an item and its status are two things. */
  readonly once: string;
  /** The item that it is or belongs to. */
  readonly itemId: ItemId | null;
  /** Where that item is; null when there is none. */
  readonly where: ItemWhere | null;
  projectId(): string | null;
  /** As filters see it. Read when first asked for: most triggers have no filter. */
  entity(): Entity;
  /** What a filter may join: the annotations of an item, the item of an annotation. */
  related(): readonly Entity[];
};

/** Null when there is no such entity. */
export function readSubject(db: ReadableDb, happening: Happening): Subject | null {
  switch (happening.resource) {
    case 'Item':
      return itemSubject(db, happening.id);
    case 'ItemStatus':
      return statusSubject(db, happening.id);
    case 'Annotation':
      return annotationSubject(db, happening);
    default:
      return plainSubject(db, happening);
  }
}

export function itemSubject(db: ReadableDb, id: string): Subject | null {
  const where = whereItemIs(db, id);
  if (!where) return null;
  return {
    id,
    once: id,
    itemId: id as ItemId,
    where,
    projectId: () => projectOfDataset(db, where.datasetId),
    entity: () => itemNow(db, id),
    related: () => relatedTo(db, id, 'Item'),
  };
}

/** Filters see the item, with its status. */
function statusSubject(db: ReadableDb, id: string): Subject | null {
  const subject = itemSubject(db, id);
  if (!subject) return null;
  const entity = () => ({ ...subject.entity(), status: findItem(db, id)?.status ?? null });
  return { ...subject, once: `status ${id}`, entity };
}

function itemNow(db: ReadableDb, id: string): Entity {
  const item = findItem(db, id);
  return item ? itemWithTasks(db, item) : { id };
}

function annotationSubject(db: ReadableDb, { id, gone }: Happening): Subject | null {
  const annotation = gone ? null : findAnnotation(db, id);
  const entity = gone ?? (annotation && annotationEntity(annotation));
  const itemId = itemIdSchema.safeParse(entity?.['itemId']);
  const where = itemId.success ? whereItemIs(db, itemId.data) : null;
  if (!entity || !itemId.success || !where) return null;
  return {
    id,
    once: id,
    itemId: itemId.data,
    where,
    projectId: () => projectOfDataset(db, where.datasetId),
    entity: () => entity,
    related: () => [itemNow(db, itemId.data)],
  };
}

/** Tasks, assignments and datasets. */
function plainSubject(db: ReadableDb, { resource, id, gone }: Happening): Subject | null {
  const found = gone ?? (plainFound(db, resource, id) as Entity | null);
  const projectId = found?.['projectId'];
  if (!found || typeof projectId !== 'string') return null;
  return {
    id,
    once: id,
    itemId: null,
    where: null,
    projectId: () => projectId,
    entity: () => found,
    related: () => [],
  };
}

function plainFound(db: ReadableDb, resource: Happening['resource'], id: string): object | null {
  if (resource === 'Task') return findTask(db, id);
  if (resource === 'Assignment') return findAssignmentFacts(db, id);
  return findDataset(db, id as DatasetId);
}
