/** Copies of items and of datasets (reference sections 2.3 and 2.4). */
import { z } from 'zod';
import { writeCommand } from '#core/formats/dataloop/command.ts';
import { readRemotePath } from '#core/formats/dataloop/remote-path.ts';
import { commandReply } from '#core/formats/dataloop/replies.ts';
import { nameSchema } from '#core/model/common.ts';
import { datasetIdSchema, itemIdSchema } from '#core/model/ids.ts';
import { type Route, route } from '../route.ts';
import { jsonBody } from '../wire.ts';

/** `withTaskAnnotationsStatus` is read by nobody: a copy is in no task. */
const paramsSchema = z
  .looseObject({ withItemsAnnotations: z.boolean().nullish(), withMetadata: z.boolean().nullish() })
  .nullish();

const whatOf = (wish: z.infer<typeof paramsSchema>) => ({
  withAnnotations: wish?.withItemsAnnotations ?? true,
  withMetadata: wish?.withMetadata ?? true,
});

export const cloneRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/items/:itemId/clone',
    tag: 'items',
    summary: 'A copy of the item, of the same file; spec.returnedModelId[0] of the command is its id.',
    role: 'developer',
    params: z.object({ itemId: itemIdSchema }),
    body: z.looseObject({
      targetDatasetId: datasetIdSchema.nullish(),
      remoteFileName: z.string().nullish(),
      metadata: jsonBody.nullish(),
      allowMany: z.boolean().nullish(),
      cloneDatasetParams: paramsSchema,
    }),
    reply: commandReply,
    handle: async ({ params, body }, { call, base }) => {
      const command = await call('items.clone', {
        ...params,
        ...(body.targetDatasetId ? { datasetId: body.targetDatasetId } : {}),
        ...(body.remoteFileName ? readRemotePath(body.remoteFileName) : {}),
        metadata: body.metadata ?? {},
        allowMany: body.allowMany ?? false,
        ...whatOf(body.cloneDatasetParams),
      });
      return writeCommand(command, base);
    },
  }),
  route({
    method: 'POST',
    path: '/datasets/:datasetId/clone',
    tag: 'datasets',
    summary: 'A dataset with copies of the items that match; spec.returnedModelId of the command is its id.',
    role: 'developer',
    params: z.object({ datasetId: datasetIdSchema }),
    body: z.looseObject({
      name: nameSchema,
      filter: jsonBody.nullish(),
      cloneDatasetParams: paramsSchema,
    }),
    reply: commandReply,
    handle: async ({ params, body }, { call, base }) => {
      // Clients send the whole query, or its filter alone.
      const query = body.filter ?? {};
      const { filter = query, join } = query;
      const asked = { resource: 'items', filter, ...(join ? { join } : {}) };
      const what = whatOf(body.cloneDatasetParams);
      const command = await call('datasets.clone', { ...params, name: body.name, filter: asked, ...what });
      return writeCommand(command, base);
    },
  }),
];
