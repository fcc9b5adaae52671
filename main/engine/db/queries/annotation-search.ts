/** Annotations of whole datasets, by filters. Items in the trash and hidden copies have none here. */
import type { Filter } from '#core/filters/ast.ts';
import { rangeOf } from '#core/filters/range.ts';
import type { ParamValues } from '#core/filters/sql-text.ts';
import type { AnnotationRecord } from '#core/model/annotation.ts';
import type { AnnotationId, DatasetId, ItemId } from '#core/model/ids.ts';
import type { IssueStatus } from '#core/model/issue.ts';
import type { ReadableDb } from '../driver.ts';
import { type AnnotationRow, toAnnotation } from './annotations.ts';
import { filterSql } from './filters.ts';

type Search = { readonly datasetId: DatasetId; readonly filter: Filter };

/** Fields by which lists can be ordered, and their columns. */
const ORDERS = {
  id: 'id',
  itemId: 'item_id',
  label: 'label',
  type: 'type',
  creator: 'creator',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
  updatedBy: 'updated_by',
} as const;

export type AnnotationOrder = { readonly field: keyof typeof ORDERS; readonly descending: boolean };

type RecordRow = AnnotationRow & { dataset_id: DatasetId; issue_status: IssueStatus | null };

const RECORD = `annotation.*, (SELECT status FROM issue WHERE issue.annotation_id = annotation.id ORDER BY issue.id DESC
  LIMIT 1) AS issue_status`;

function toRecord(row: RecordRow): AnnotationRecord {
  const annotation = toAnnotation(row);
  const system = annotation.metadata?.['system'] as { status?: IssueStatus } | undefined;
  return { ...annotation, datasetId: row.dataset_id, status: row.issue_status ?? system?.status ?? null };
}

/** Null as well when its item is in the trash. */
export function findAnnotationRecord(db: ReadableDb, id: string): AnnotationRecord | null {
  const sql = `SELECT ${RECORD} FROM annotation WHERE annotation.id = :id AND annotation.dataset_id IS NOT NULL`;
  const row = db.get<RecordRow>(sql, { id });
  return row ? toRecord(row) : null;
}

/** All of an item, in the order of their ids. */
export function listAnnotationRecords(db: ReadableDb, itemId: string): AnnotationRecord[] {
  const sql = `SELECT ${RECORD} FROM annotation WHERE annotation.item_id = :itemId AND annotation.dataset_id IS NOT NULL
    ORDER BY annotation.id`;
  return db.all<RecordRow>(sql, { itemId }).map(toRecord);
}

/**
 * What matches, in the order of ids unless another is asked for; costs no more far in than at the beginning when the
 * filter says which id to go on after.
 * @throws SluiceError `pipeline-invalid` when the filter is not for annotations.
 */
export function searchAnnotations(
  db: ReadableDb,
  search: Search & { readonly order: AnnotationOrder; readonly offset: number; readonly limit: number },
): AnnotationRecord[] {
  const { field, descending } = search.order;
  const { sql, params } = matching(search);
  const way = descending ? 'DESC' : 'ASC';
  const order = `annotation.${ORDERS[field]} ${way}${field === 'id' ? '' : `, annotation.id ${way}`}`;
  return db
    .all<RecordRow>(`SELECT ${RECORD} ${sql} ORDER BY ${order} LIMIT :limit OFFSET :offset`, {
      ...params,
      limit: search.limit,
      offset: search.offset,
    })
    .map(toRecord);
}

/** @throws SluiceError `pipeline-invalid` when the filter is not for annotations. */
export function countAnnotationsMatching(db: ReadableDb, search: Search): number {
  const { sql, params } = matching(search);
  return db.get<{ count: number }>(`SELECT count(*) AS count ${sql}`, params)?.count ?? 0;
}

/** Ids and items of what matches, ids in ascending order, greater than `after`. */
export function listAnnotationsMatching(
  db: ReadableDb,
  search: Search & { readonly after: string; readonly limit: number },
): { readonly id: AnnotationId; readonly itemId: ItemId }[] {
  const { sql, params } = matching(search);
  return db.all(
    `SELECT annotation.id, annotation.item_id AS itemId ${sql} AND annotation.id > :from ORDER BY annotation.id LIMIT :limit`,
    { ...params, from: search.after, limit: search.limit },
  );
}

/** FROM and WHERE, by the index that leads to the least. */
function matching({ datasetId, filter }: Search): { sql: string; params: ParamValues } {
  const { sql, params } = filterSql(filter, 'annotations');
  const items = rangeOf(filter.where, 'itemId').values;
  const { after } = rangeOf(filter.where, 'id');
  const live = `annotation.dataset_id = :datasetId AND annotation.id > :after AND ${sql}`;
  const own = { ...params, datasetId, after: after ?? '' };
  if (!items) return { sql: `FROM annotation INDEXED BY annotation_by_dataset WHERE ${live}`, params: own };
  const only =
    items.length === 1
      ? 'annotation.item_id = :items'
      : 'annotation.item_id IN (SELECT value FROM json_each(:items))';
  return {
    sql: `FROM annotation INDEXED BY annotation_by_item WHERE ${only} AND ${live}`,
    params: { ...own, items: items.length === 1 ? (items[0] ?? '') : JSON.stringify(items) },
  };
}
