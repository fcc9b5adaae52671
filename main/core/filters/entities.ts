/**
 * Items and annotations as filters see them: in the shape of the reference system's JSON, so that its filters work
 * unchanged. The same fields from the database's columns are in `engine/db/queries/filters-fields.ts`.
 */
import type { Annotation } from '../model/annotation.ts';
import type { Item } from '../model/item.ts';
import type { Entity } from './match.ts';
import { isRecord } from './values.ts';

/** What is known of an item elsewhere; asked for when a filter looks at it. */
export type ItemAround = {
  /** Its tasks, as `formats/dataloop/refs.ts` writes them. */
  readonly refs?: () => readonly unknown[];
  /** Whether it has been through a pipeline. */
  readonly fromPipe?: () => boolean;
  /** Who made its dataset. */
  readonly creator?: () => string;
};

export function itemEntity(item: Item, { refs, fromPipe, creator }: ItemAround = {}): Entity {
  const { system, description } = item.metadata;
  const entity = {
    id: item.id,
    datasetId: item.datasetId,
    name: item.name,
    dir: item.folder,
    filename: filenameOf(item),
    type: 'file',
    hidden: false,
    annotated: annotatedOf(item),
    annotationsCount: item.annotationCount,
    createdAt: new Date(item.createdAt).toISOString(),
    updatedAt: new Date(item.updatedAt).toISOString(),
    mimetype: item.mimetype,
    ...(description === undefined ? {} : { description }),
    metadata: {
      ...item.metadata,
      system: {
        ...(isRecord(system) ? system : {}),
        mimetype: item.mimetype,
        size: item.size,
        width: item.width,
        height: item.height,
        get refs() {
          return refs?.() ?? [];
        },
        // What is undefined is not there.
        get fromPipe() {
          return fromPipe?.() ? true : undefined;
        },
      },
    },
  };
  if (!creator) return entity;
  const made = { enumerable: true, get: creator };
  return Object.defineProperties(entity, { creator: made, updatedBy: made });
}

/** Its whole path in the dataset. */
export function filenameOf({ folder, name }: Pick<Item, 'folder' | 'name'>): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

/** A discarded item is neither annotated nor waiting for it. */
export function annotatedOf(item: Item): boolean | 'discarded' {
  if (item.status === 'discard' || item.status === 'discarded') return 'discarded';
  return item.annotationCount > 0;
}

export function annotationEntity(annotation: Annotation): Entity {
  const system = annotation.metadata?.['system'];
  return {
    ...annotation.extra,
    id: annotation.id,
    annotationId: annotation.id,
    itemId: annotation.itemId,
    label: annotation.label,
    type: annotation.geometry.type,
    creator: annotation.creator,
    createdAt: new Date(annotation.createdAt).toISOString(),
    updatedAt: new Date(annotation.updatedAt).toISOString(),
    updatedBy: annotation.updatedBy,
    attributes: annotation.attributes,
    metadata: {
      ...annotation.metadata,
      system: { ...(isRecord(system) ? system : {}), attributes: annotation.attributes },
    },
  };
}
