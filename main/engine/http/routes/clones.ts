/** Copies of items (reference section 2.4). */
import { z } from 'zod';
import { writeCommand } from '#core/formats/dataloop/command.ts';
import { readRemotePath } from '#core/formats/dataloop/remote-path.ts';
import { commandReply } from '#core/formats/dataloop/replies.ts';
import { datasetIdSchema, itemIdSchema } from '#core/model/ids.ts';
import { type Route, route } from '../route.ts';
import { jsonBody } from '../wire.ts';
import { copyParams, whatOf } from './copy-params.ts';

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
      cloneDatasetParams: copyParams,
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
];
