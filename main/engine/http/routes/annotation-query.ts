/** `POST /datasets/{id}/query` with the resource annotations: lists, and what is deleted by a filter. */
import type { z } from 'zod';
import { calls } from '#contract/index.ts';
import { writeAnnotation } from '#core/formats/dataloop/annotation.ts';
import type { DatasetId } from '#core/model/ids.ts';
import { HttpError } from '../errors.ts';
import { type PageReply, type Query, sizeOf } from '../query.ts';
import type { RouteContext } from '../route.ts';

const orderSchema = calls['annotations.search'].input.shape.order;

/** @throws HttpError 400 for an order that there is not; SluiceError for a filter that cannot be read. */
export async function queryAnnotations(
  datasetId: DatasetId,
  query: Query,
  { call, base }: RouteContext,
): Promise<PageReply<ReturnType<typeof writeAnnotation>>> {
  const filter = {
    resource: 'annotations',
    filter: query.filter ?? {},
    ...(isGiven(query['join']) ? { join: query['join'] } : {}),
  };
  if (query['delete'] === true) {
    const { removed } = await call('annotations.removeMatching', { datasetId, filter });
    return { totalItemsCount: removed, items: [], totalPagesCount: 0, hasNextPage: false };
  }
  const limit = sizeOf(query);
  const page = query.page ?? 0;
  const order = orderOf(query.sort);
  const found = await call('annotations.search', { datasetId, filter, order, offset: page * limit, limit });
  const totalPagesCount = Math.ceil(found.total / limit);
  return {
    totalItemsCount: found.total,
    items: found.annotations.map((record) => writeAnnotation(record, base)),
    totalPagesCount,
    hasNextPage: page + 1 < totalPagesCount,
  };
}

function isGiven(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function orderOf(sort: Query['sort']): z.input<typeof orderSchema> {
  const [[field, way] = ['id', 'ascending']] = Object.entries(sort ?? {});
  const parsed = orderSchema.safeParse({ field, descending: /^desc/i.test(way) });
  if (parsed.success) return parsed.data;
  const fields = calls['annotations.search'].input.shape.order.unwrap().shape.field.options;
  throw new HttpError(
    400,
    `Annotations cannot be sorted by "${field.slice(0, 60)}": use ${fields.join(', ')}.`,
  );
}
