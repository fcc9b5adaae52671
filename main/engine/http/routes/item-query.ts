/** `POST /datasets/{id}/query` with the resource items: lists, and what is changed or deleted by a filter. */
import type { z } from 'zod';
import { calls } from '#contract/index.ts';
import { isRecord } from '#core/formats/dataloop/json.ts';
import type { DatasetId } from '#core/model/ids.ts';
import { HttpError } from '../errors.ts';
import { type PageReply, type Query, sizeOf } from '../query.ts';
import type { RouteContext } from '../route.ts';
import { writeAll } from './items.ts';

const orderSchema = calls['items.search'].input.shape.order;

/** @throws HttpError 400 for an order that there is not; SluiceError for a filter that cannot be read. */
export async function queryItems(datasetId: DatasetId, query: Query, context: RouteContext) {
  const { call } = context;
  const { join } = query;
  const isJoined = isRecord(join) && Object.keys(join).length > 0;
  const filter = { resource: 'items', filter: query.filter ?? {}, ...(isJoined ? { join } : {}) };
  if (query['references'] !== undefined && query['references'] !== null) {
    throw new HttpError(400, 'Items come to tasks by "POST /annotationtasks/{id}/addToTask".');
  }
  if (query['delete'] === true) {
    return counted((await call('items.trashMatching', { datasetId, filter })).changed);
  }
  const change = query['update'];
  if (isRecord(change)) {
    // Some clients send what is to be changed one level further in.
    const { metadata } = isRecord(change['update']) ? change['update'] : change;
    if (!isRecord(metadata))
      throw new HttpError(400, 'By a filter only the "metadata" of items can be changed.');
    const system = (query['systemSpace'] ?? change['systemSpace']) === true;
    return counted((await call('items.updateMatching', { datasetId, filter, metadata, system })).changed);
  }
  const limit = sizeOf(query);
  const page = query.page ?? 0;
  const asked = { datasetId, filter, order: orderOf(query.sort), offset: page * limit, limit };
  const { items, total, more } = await call('items.search', asked);
  return {
    totalItemsCount: total,
    items: await writeAll(items, context),
    totalPagesCount: Math.ceil(total / limit),
    hasNextPage: more,
  };
}

function counted(count: number): PageReply<never> {
  return { totalItemsCount: count, items: [], totalPagesCount: 0, hasNextPage: false };
}

function orderOf(sort: Query['sort']): z.input<typeof orderSchema> {
  const [[field, way] = ['id', 'ascending']] = Object.entries(sort ?? {});
  const parsed = orderSchema.safeParse({ field, descending: /^desc/i.test(way) });
  if (parsed.success) return parsed.data;
  const fields = calls['items.search'].input.shape.order.unwrap().shape.field.options;
  throw new HttpError(400, `Items cannot be sorted by "${field.slice(0, 60)}": use ${fields.join(', ')}.`);
}
