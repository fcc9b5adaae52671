/** One item or folder, its file and its small picture (reference section 2.4). Lists are asked of its dataset. */
import { z } from 'zod';
import { isSluiceError } from '#core/errors.ts';
import { exportMimetype, writeExportFile } from '#core/formats/dataloop/export-file.ts';
import { readFolderPath, writeFolder } from '#core/formats/dataloop/folder.ts';
import { readItemChange, readMetadataDiff } from '#core/formats/dataloop/item.ts';
import type { Json } from '#core/formats/dataloop/json.ts';
import { itemReply } from '#core/formats/dataloop/replies.ts';
import type { Folder } from '#core/model/folder.ts';
import { folderIdSchema, type ItemId, itemIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import { HttpError } from '../errors.ts';
import { type ItemWire, writeItems } from '../item-wire.ts';
import { fileReply, type Route, type RouteContext, route } from '../route.ts';
import { done, jsonBody, systemQuery } from '../wire.ts';

const tag = 'items';
const byId = z.object({ itemId: itemIdSchema });

/** What an id of an item stands for: folders are items to clients. */
type Entry = Item | Folder;
type EntryWire = ItemWire | ReturnType<typeof writeFolder>;

/** An item or folder as clients see it, an item with its tasks. @throws HttpError 404 for one in the trash. */
export async function write(entry: Entry, context: RouteContext) {
  const [written] = await writeAll([entry], context);
  if (!written || (entry.kind !== 'folder' && entry.trashed)) throw missing(entry.id);
  return written;
}

/** Items and folders of one dataset, with what is asked for all of them at once. */
export async function writeAll(
  entries: readonly Entry[],
  { call, base }: RouteContext,
): Promise<EntryWire[]> {
  const items = entries.filter((entry) => entry.kind !== 'folder');
  const folder = entries.find((entry) => entry.kind === 'folder');
  const [written, dataset] = await Promise.all([
    writeItems(items, { call, base }),
    folder ? call('datasets.get', { datasetId: folder.datasetId }) : null,
  ]);
  const byId = new Map(written.map((item) => [item.id, item]));
  return entries.flatMap((entry): readonly EntryWire[] => {
    if (entry.kind !== 'folder') {
      const item = byId.get(entry.id);
      return item ? [item] : [];
    }
    return dataset ? [writeFolder(entry, dataset, base)] : [];
  });
}

const missing = (id: string) => new HttpError(404, `There is no item "${id}".`);

/** Null when there is none. @throws HttpError 404 for one in the trash. */
async function findOrNull(itemId: ItemId, { call }: RouteContext): Promise<Entry | null> {
  const item = await orNull(call('items.get', { itemId }));
  if (item?.trashed) throw missing(itemId);
  return item ?? (await orNull(call('folders.get', { folderId: folderIdSchema.parse(itemId) })));
}

/** @throws HttpError 404 when there is none, or it is in the trash. */
async function find(itemId: ItemId, context: RouteContext): Promise<Entry> {
  const found = await findOrNull(itemId, context);
  if (!found) throw missing(itemId);
  return found;
}

async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (isSluiceError(error, 'not-found')) return null;
    throw error;
  }
}

/** A file that an export has made. @throws HttpError 404 when there is none, or it is not complete. */
async function exported(itemId: ItemId, { call }: RouteContext) {
  const file = await orNull(call('exports.get', { exportId: itemId }));
  if (!file || file.size === null) throw missing(itemId);
  return { ...file, size: file.size };
}

async function changeFolder(folder: Folder, diff: Json, system: boolean, context: RouteContext) {
  const path = readFolderPath(folder, diff);
  const change = { ...(path === undefined ? {} : { path }), metadata: readMetadataDiff(diff), system };
  return await write(await context.call('folders.update', { folderId: folder.id, ...change }), context);
}

/** @throws HttpError 404 for an item in the trash, and for a folder. */
async function bytes(itemId: ItemId, variant: 'original' | 'thumb', context: RouteContext) {
  const { call } = context;
  const item = await orNull(call('items.get', { itemId }));
  if (item?.trashed) throw missing(itemId);
  if (item) return await call('media.resolve', { itemId, variant });
  const { path, size, format } = await exported(itemId, context);
  if (variant === 'thumb') throw new HttpError(404, 'An export has no picture.');
  return { path, size, mimetype: exportMimetype(format) };
}

export const itemRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/items/:itemId',
    tag,
    summary: 'One item, or one folder.',
    role: 'annotator',
    params: byId,
    reply: itemReply,
    handle: async ({ params: { itemId } }, context) => {
      const found = await findOrNull(itemId, context);
      if (found) return await write(found, context);
      const file = await exported(itemId, context);
      const dataset = await context.call('datasets.get', { datasetId: file.datasetId });
      return writeExportFile(file, dataset, context.base);
    },
  }),
  route({
    method: 'PATCH',
    path: '/items/:itemId',
    tag,
    summary:
      'Changes what is given: metadata, name, filename (which moves it; a folder with all that is in it), description; null takes away. metadata.system changes only with system=true.',
    role: 'annotator',
    params: byId,
    query: systemQuery,
    body: jsonBody,
    reply: itemReply,
    handle: async ({ params, query, body }, context) => {
      const before = await find(params.itemId, context);
      if (before.kind === 'folder') return await changeFolder(before, body, query.system, context);
      const change = { ...readItemChange(before, body), system: query.system };
      return await write(await context.call('items.update', { ...params, ...change }), context);
    },
  }),
  route({
    method: 'DELETE',
    path: '/items/:itemId',
    tag,
    summary:
      'Moves an item, or all that is in a folder, to the trash, from where the workspace can bring it back.',
    role: 'annotator',
    params: byId,
    reply: done,
    handle: async ({ params: { itemId } }, context) => {
      const found = await findOrNull(itemId, context);
      if (!found) {
        await exported(itemId, context);
        await context.call('exports.delete', { exportId: itemId });
      } else if (found.kind === 'folder') await context.call('folders.trash', { folderId: found.id });
      else await context.call('items.trash', { itemIds: [itemId] });
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
