/** The statuses of items in tasks (reference section 2.7). */
import { z } from 'zod';
import { readStatus, writeStatus, writeStatuses } from '#core/formats/dataloop/item-status.ts';
import { assignmentIdSchema, itemIdSchema, taskIdSchema } from '#core/model/ids.ts';
import { HttpError } from '../errors.ts';
import { type Route, route } from '../route.ts';

const tag = 'item status';

const statusPayload = z.looseObject({
  operation: z.enum(['create', 'delete', 'created', 'deleted']),
  status: z.string().max(60).nullish(),
});

const statusReply = z.object({
  id: z.string(),
  taskId: z.string(),
  assignmentId: z.string().nullable(),
  status: z.string().nullable(),
  creator: z.string().nullable(),
  timestamp: z.string().nullable(),
});

export const itemStatusRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/assignments/items/tasks/:taskId/status',
    tag,
    summary: 'Gives items of a task a status, or takes it away: all of them or none.',
    role: 'annotator',
    params: z.object({ taskId: taskIdSchema }),
    body: z.looseObject({ itemIds: z.array(itemIdSchema).min(1).max(1000), statusPayload }),
    reply: z.record(z.string(), statusReply),
    handle: async ({ params, body }, { call }) => {
      const status = readStatus(body.statusPayload);
      return writeStatuses(await call('tasks.setStatuses', { ...params, itemIds: body.itemIds, status }));
    },
  }),
  route({
    method: 'POST',
    path: '/assignments/:assignmentId/items/:itemId/status',
    tag,
    summary: 'Gives an item of an assignment a status, or takes it away.',
    role: 'annotator',
    params: z.object({ assignmentId: assignmentIdSchema, itemId: itemIdSchema }),
    body: statusPayload,
    reply: statusReply,
    handle: async ({ params: { assignmentId, itemId }, body }, { call }) => {
      const status = readStatus(body);
      const { assignment } = await call('assignments.get', { assignmentId });
      const { taskId } = assignment;
      const [where] = await call('tasks.places', { itemIds: [itemId] });
      if (!where?.places.some((one) => one.assignmentId === assignmentId)) {
        throw new HttpError(404, `The item ${itemId} is not in this assignment.`);
      }
      const [place] = await call('tasks.setStatuses', { taskId, itemIds: [itemId], status });
      if (!place) throw new HttpError(404, `The item ${itemId} is not in this task.`);
      return writeStatus(place);
    },
  }),
];
