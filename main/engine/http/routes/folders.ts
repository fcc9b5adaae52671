/** Folders of datasets (reference sections 2.3 and 2.4). Each is an item, too: see `items.ts`, and lists of items. */
import { z } from 'zod';
import { type FolderNode, writeDirectoryTree } from '#core/formats/dataloop/folder.ts';
import { datasetIdSchema, folderIdSchema, itemIdSchema } from '#core/model/ids.ts';
import { HttpError } from '../errors.ts';
import { type Route, route } from '../route.ts';
import { json } from '../wire.ts';
import { write } from './items.ts';

const byDataset = z.object({ datasetId: datasetIdSchema });

const nodeSchema: z.ZodType<FolderNode> = z.object({
  name: z.string(),
  path: z.string(),
  children: z.lazy(() => z.array(nodeSchema)),
  metadata: json,
  value: z.object({
    id: z.string(),
    name: z.string(),
    dir: z.string(),
    filename: z.string(),
    type: z.literal('dir'),
    metadata: json,
  }),
});

export const folderRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/datasets/:datasetId/directoryTree',
    tag: 'datasets',
    summary: 'The folders of a dataset as a tree; "value" of each is the folder as an item.',
    role: 'annotator',
    params: byDataset,
    reply: nodeSchema,
    handle: async ({ params }, { call, base }) => {
      const dataset = await call('datasets.get', params);
      const tree = writeDirectoryTree(await call('folders.list', params), dataset, base);
      if (!tree) throw new HttpError(404, `There is no dataset "${params.datasetId}".`);
      return tree;
    },
  }),
  route({
    method: 'PUT',
    path: '/datasets/:datasetId/items/:itemId',
    tag: 'items',
    summary:
      'Moves items and folders, by their ids, into the folder: all of them or, when one cannot be moved, none.',
    role: 'annotator',
    params: byDataset.extend({ itemId: itemIdSchema }),
    body: z.array(itemIdSchema).max(1_000_000),
    reply: z.looseObject({ id: z.string() }),
    handle: async ({ params: { datasetId, itemId }, body }, context) => {
      const folderId = folderIdSchema.parse(itemId);
      const folder = await context.call('folders.get', { folderId });
      if (folder.datasetId !== datasetId) {
        throw new HttpError(404, `There is no folder "${itemId}" in this dataset.`);
      }
      await context.call('items.move', { folderId, ids: body });
      return await write(folder, context);
    },
  }),
];
