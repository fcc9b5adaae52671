/** One item, its file and its small picture (reference section 2.4). Lists are asked of its dataset. */
import { z } from 'zod';
import { readItemChange, writeItem } from '#core/formats/dataloop/item.ts';
import { itemReply } from '#core/formats/dataloop/replies.ts';
import { type ItemId, itemIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import { HttpError } from '../errors.ts';
import { fileReply, type Route, type RouteContext, route } from '../route.ts';
import { done, jsonBody, systemQuery } from '../wire.ts';

const tag = 'items';
const byId = z.object({ itemId: itemIdSchema });

/** An item as clients see it, with its tasks. @throws HttpError 404 for one in the trash. */
export async function write(item: Item, context: RouteContext) {
  const [written] = await writeAll([item], context);
  if (!written || item.trashed) throw new HttpError(404, `There is no item "${item.id}".`);
  return written;
}

/** Items of one dataset, with what is asked for all of them at once. */
export async function writeAll(items: readonly Item[], { call, base }: RouteContext) {
  const [first] = items;
  if (!first) return [];
  const [dataset, standing] = await Promise.all([
    call('datasets.get', { datasetId: first.datasetId }),
    call('tasks.places', { itemIds: items.map(({ id }) => id) }),
  ]);
  return items.map((item, at) => {
    const places = standing[at] ?? { itemId: item.id, places: [], past: [] };
    return writeItem(item, { dataset, places }, base);
  });
}

/** @throws HttpError 404 for an item in the trash. */
async function bytes(itemId: ItemId, variant: 'original' | 'thumb', { call }: RouteContext) {
  const { trashed } = await call('items.get', { itemId });
  if (trashed) throw new HttpError(404, `There is no item "${itemId}".`);
  return await call('media.resolve', { itemId, variant });
}

export const itemRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/items/:itemId',
    tag,
    summary: 'One item.',
    role: 'annotator',
    params: byId,
    reply: itemReply,
    handle: async ({ params }, context) => await write(await context.call('items.get', params), context),
  }),
  route({
    method: 'PATCH',
    path: '/items/:itemId',
    tag,
    summary:
      'Changes what is given: metadata, name, filename (which moves it), description; null takes away. metadata.system changes only with system=true.',
    role: 'annotator',
    params: byId,
    query: systemQuery,
    body: jsonBody,
    reply: itemReply,
    handle: async ({ params, query, body }, context) => {
      const before = await context.call('items.get', params);
      const change = { ...readItemChange(before, body), system: query.system };
      return await write(await context.call('items.update', { ...params, ...change }), context);
    },
  }),
  route({
    method: 'DELETE',
    path: '/items/:itemId',
    tag,
    summary: 'Moves an item to the trash, from where the workspace can bring it back.',
    role: 'annotator',
    params: byId,
    reply: done,
    handle: async ({ params }, { call }) => {
      const { trashed } = await call('items.get', params);
      if (trashed) throw new HttpError(404, `There is no item "${params.itemId}".`);
      await call('items.trash', { itemIds: [params.itemId] });
      return {};
    },
  }),
  route({
    method: 'GET',
    path: '/items/:itemId/stream',
    tag,
    summary: "The item's own file, or the range of it that is asked for.",
    role: 'annotator',
    params: byId,
    file: true,
    reply: fileReply,
    handle: async ({ params }, context) => await bytes(params.itemId, 'original', context),
  }),
  route({
    method: 'GET',
    path: '/items/:itemId/thumbnail',
    tag,
    summary: 'A small picture of the item (WebP).',
    role: 'annotator',
    params: byId,
    file: true,
    reply: fileReply,
    handle: async ({ params }, context) => await bytes(params.itemId, 'thumb', context),
  }),
];
