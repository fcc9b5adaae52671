/** `POST /datasets/{id}/query` with the resource items: lists, and what is changed, deleted or assigned by a filter. */
import { z } from 'zod';
import { isRecord, type Json } from '#core/formats/dataloop/json.ts';
import { type Folder, outermost, ROOT } from '#core/model/folder.ts';
import type { DatasetId } from '#core/model/ids.ts';
import { HttpError } from '../errors.ts';
import { type PageReply, type Query, querySchema, sizeOf } from '../query.ts';
import type { RouteContext } from '../route.ts';
import { jsonBody } from '../wire.ts';
import { refer, referencesSchema } from './item-references.ts';
import { writeAll } from './items.ts';

/** A query, and what is to be done with what it matches. */
export const datasetQuery = querySchema.extend({
  delete: z.boolean().nullish(),
  update: jsonBody.nullish(),
  references: referencesSchema.nullish(),
});
type DatasetQuery = z.output<typeof datasetQuery>;

/** @throws HttpError 400 for what cannot be done by a filter; SluiceError for a filter or an order that cannot be read. */
export async function queryItems(datasetId: DatasetId, query: DatasetQuery, context: RouteContext) {
  const { call } = context;
  const { join, references } = query;
  const isJoined = isRecord(join) && Object.keys(join).length > 0;
  const filter = { resource: 'items', filter: query.filter ?? {}, ...(isJoined ? { join } : {}) };
  if (references) return await refer({ datasetId, filter, references }, context);
  if (query.delete === true) {
    // Found before their items go: a filter may look at those.
    const folders = outermost(await foldersOf(datasetId, filter, context), ({ path }) => path);
    let { changed } = await call('items.trashMatching', { datasetId, filter });
    for (const { id } of folders) changed += (await call('folders.trash', { folderId: id })).changed + 1;
    return counted(changed);
  }
  const { update: change } = query;
  if (change) return await update({ datasetId, filter, change, query }, context);
  const limit = sizeOf(query);
  const page = query.page ?? 0;
  const asked = { datasetId, filter, ...orderOf(query.sort), offset: page * limit, limit };
  const { entries, total, more } = await call('items.browse', asked);
  return {
    totalItemsCount: total,
    items: await writeAll(entries, context),
    totalPagesCount: Math.ceil(total / limit),
    hasNextPage: more,
  };
}

type Update = {
  readonly datasetId: DatasetId;
  readonly filter: Json;
  readonly change: Json;
  readonly query: Query;
};

async function update({ datasetId, filter, change, query }: Update, context: RouteContext) {
  // Some clients send what is to be changed one level further in.
  const { metadata } = isRecord(change['update']) ? change['update'] : change;
  if (!isRecord(metadata)) {
    throw new HttpError(400, 'By a filter only the "metadata" of items can be changed.');
  }
  const system = (query['systemSpace'] ?? change['systemSpace']) === true;
  const folders = await foldersOf(datasetId, filter, context);
  const { changed } = await context.call('items.updateMatching', { datasetId, filter, metadata, system });
  for (const { id } of folders) await context.call('folders.update', { folderId: id, metadata, system });
  return counted(changed + folders.length);
}

/** Folders that the filter matches, but the root. */
async function foldersOf(datasetId: DatasetId, filter: Json, { call }: RouteContext): Promise<Folder[]> {
  const { filter: own, ...rest } = filter;
  const only = { ...rest, filter: { $and: [own, { type: 'dir' }] } };
  const found: Folder[] = [];
  for (let more = !('join' in rest); more; ) {
    const page = await call('items.browse', { datasetId, filter: only, offset: found.length });
    found.push(...page.entries.flatMap((one) => (one.kind === 'folder' ? [one] : [])));
    more = page.more;
  }
  return found.filter(({ path }) => path !== ROOT);
}

function counted(count: number): PageReply<never> {
  return { totalItemsCount: count, items: [], totalPagesCount: 0, hasNextPage: false };
}

/** Absent: by id. */
function orderOf(sort: Query['sort']) {
  const order = Object.entries(sort ?? {}).map(([field, way]) => ({
    field: field.slice(0, 300) || '?',
    descending: /^desc/i.test(way),
  }));
  return order.length === 0 ? {} : { order: order.slice(0, 8) };
}
