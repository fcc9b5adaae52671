/** One item, its file and its small picture (reference section 2.4). Lists are asked of its dataset. */
import { z } from 'zod';
import { writeItem } from '#core/formats/dataloop/item.ts';
import { itemReply } from '#core/formats/dataloop/replies.ts';
import { itemIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import { fileReply, type Route, type RouteContext, route } from '../route.ts';
import { done } from '../wire.ts';

const tag = 'items';
const byId = z.object({ itemId: itemIdSchema });

/** An item as clients see it, with its tasks. */
export async function write(item: Item, { call, base }: RouteContext) {
  const [dataset, [places]] = await Promise.all([
    call('datasets.get', { datasetId: item.datasetId }),
    call('tasks.places', { itemIds: [item.id] }),
  ]);
  return writeItem(item, { dataset, places: places ?? { itemId: item.id, places: [], past: [] } }, base);
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
    method: 'DELETE',
    path: '/items/:itemId',
    tag,
    summary: 'Moves an item to the trash, from where the workspace can bring it back.',
    role: 'annotator',
    params: byId,
    reply: done,
    handle: async ({ params }, { call }) => {
      const { id } = await call('items.get', params);
      await call('items.trash', { itemIds: [id] });
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
    handle: async ({ params }, { call }) => await call('media.resolve', { ...params, variant: 'original' }),
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
    handle: async ({ params }, { call }) => await call('media.resolve', { ...params, variant: 'thumb' }),
  }),
];
