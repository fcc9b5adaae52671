/** Where the fields that filters name are in our tables: the same fields as in `core/filters/entities.ts`. */
import type { SqlResource } from '#core/filters/sql.ts';
import type { SqlField, SqlObject } from '#core/filters/sql-places.ts';
import { fromPipe } from './from-pipe.ts';

const text = (sql: string) => ({ kind: 'text', sql }) as const satisfies SqlField;
const number = (sql: string) => ({ kind: 'number', sql }) as const satisfies SqlField;
const json = (sql: string, base: readonly string[] = []) =>
  ({ kind: 'json', sql, base }) as const satisfies SqlField;
/** A column of milliseconds since 1970 as JavaScript's `toISOString` writes it. */
const time = (sql: string) =>
  text(`ifnull(strftime('%Y-%m-%dT%H:%M:%fZ', ${sql} / 1000.0, 'unixepoch'), '')`);

const MARK = `json_object('status', task_item.status, 'timestamp', strftime('%Y-%m-%dT%H:%M:%fZ',
  ifnull(decided_at, arrived_at) / 1000.0, 'unixepoch'), 'creator', ifnull(decided_by, 'sluice'))`;

const ref = (id: string, type: 'task' | 'assignment') => `CASE WHEN task_item.status IS NULL
  THEN json_object('id', ${id}, 'type', '${type}') ELSE json_object('id', ${id}, 'type', '${type}', 'metadata', ${MARK}) END`;

/** As `core/formats/dataloop/refs.ts` writes them: each task that has the item, and the assignment in it. */
const REFS = `(SELECT ifnull('[' || group_concat(${ref('task_id', 'task')}
    || CASE WHEN assignment_id IS NULL THEN '' ELSE ',' || ${ref('assignment_id', 'assignment')} END) || ']', '[]')
  FROM task_item JOIN task ON task.id = task_item.task_id
  WHERE task_item.item_id = item.id AND state NOT IN ('withdrawn', 'merged') AND task.deleted_at IS NULL)`;

/** Items are whoever's who made their dataset: nobody else is noted with them. */
const creatorOf = (datasetId: string) =>
  text(`ifnull((SELECT creator FROM dataset WHERE dataset.id = ${datasetId}), '')`);

/** There only when the item has been through a pipeline that somebody knows. */
const FROM_PIPE = json(`(CASE WHEN ${fromPipe('item.id')} THEN '{"is":true}' ELSE '{}' END)`, ['is']);

const ITEM: SqlObject = {
  kind: 'object',
  fields: {
    id: text('item.id'),
    datasetId: text('item.dataset_id'),
    name: text('item.name'),
    dir: text('item.folder'),
    filename: text(`(CASE item.folder WHEN '/' THEN '' ELSE item.folder END || '/' || item.name)`),
    type: text(`'file'`),
    hidden: { kind: 'boolean', sql: '0' },
    // As JSON, because it is either a boolean or a word.
    annotated: json(`(CASE WHEN item.status IN ('discard', 'discarded') THEN '"discarded"'
      WHEN item.annotation_count > 0 THEN 'true' ELSE 'false' END)`),
    annotationsCount: number('item.annotation_count'),
    createdAt: time('item.created_at'),
    updatedAt: time('item.updated_at'),
    creator: creatorOf('item.dataset_id'),
    updatedBy: creatorOf('item.dataset_id'),
    mimetype: text('item.mimetype'),
    description: json('item.metadata', ['description']),
    metadata: {
      kind: 'object',
      fields: {
        system: {
          kind: 'object',
          fields: {
            mimetype: text('item.mimetype'),
            size: number('item.size'),
            width: number('item.width'),
            height: number('item.height'),
            refs: json(REFS),
            fromPipe: FROM_PIPE,
          },
          rest: json('item.metadata', ['system']),
        },
      },
      rest: json('item.metadata'),
    },
  },
  rest: null,
};

/** As items are, of type "dir". */
const FOLDER: SqlObject = {
  kind: 'object',
  fields: {
    id: text('folder.id'),
    datasetId: text('folder.dataset_id'),
    name: text('folder.name'),
    dir: text('folder.dir'),
    filename: text('folder.path'),
    type: text(`'dir'`),
    hidden: { kind: 'boolean', sql: '0' },
    annotated: { kind: 'boolean', sql: '0' },
    annotationsCount: number('0'),
    createdAt: time('folder.created_at'),
    updatedAt: time('folder.updated_at'),
    creator: creatorOf('folder.dataset_id'),
    updatedBy: creatorOf('folder.dataset_id'),
    description: json('folder.metadata', ['description']),
    metadata: {
      kind: 'object',
      fields: {
        system: {
          kind: 'object',
          fields: { size: number('0'), refs: json(`'[]'`) },
          rest: json('folder.metadata', ['system']),
        },
      },
      rest: json('folder.metadata'),
    },
  },
  rest: null,
};

/** The status is that of the latest issue, when there is one. */
const ANNOTATION_METADATA = `ifnull((SELECT json_set(ifnull(annotation.metadata, '{}'), '$.system.status', issue.status)
  FROM issue WHERE issue.annotation_id = annotation.id ORDER BY issue.id DESC LIMIT 1), ifnull(annotation.metadata, '{}'))`;

const ANNOTATION: SqlObject = {
  kind: 'object',
  fields: {
    id: text('annotation.id'),
    // What the reference's clients call it where they delete several.
    annotationId: text('annotation.id'),
    itemId: text('annotation.item_id'),
    label: text('annotation.label'),
    type: text('annotation.type'),
    creator: text('annotation.creator'),
    createdAt: time('annotation.created_at'),
    updatedAt: time('annotation.updated_at'),
    updatedBy: text('annotation.updated_by'),
    attributes: json('annotation.attributes'),
    metadata: {
      kind: 'object',
      fields: {
        system: {
          kind: 'object',
          fields: { attributes: json('annotation.attributes') },
          rest: json(ANNOTATION_METADATA, ['system']),
        },
      },
      rest: json(ANNOTATION_METADATA),
    },
  },
  rest: json(`ifnull(annotation.extra, '{}')`),
};

const BELONGS = 'annotation.item_id = item.id';

/** Folders as filters for items see them. */
export const FOLDERS: SqlResource = { fields: FOLDER, joins: {} };

export const FILTERED = {
  items: { fields: ITEM, joins: { annotations: { from: 'annotation', on: BELONGS, fields: ANNOTATION } } },
  annotations: { fields: ANNOTATION, joins: { items: { from: 'item', on: BELONGS, fields: ITEM } } },
} as const satisfies Readonly<Record<'items' | 'annotations', SqlResource>>;
