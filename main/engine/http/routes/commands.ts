/** Commands: long work that a client waits for (reference sections 1.16 and 2.8). */
import { z } from 'zod';
import { writeCommand } from '#core/formats/dataloop/command.ts';
import { commandIdSchema } from '#core/model/ids.ts';
import { type Route, route } from '../route.ts';
import { json, time } from '../wire.ts';

const tag = 'commands';
const byId = z.object({ commandId: commandIdSchema });

export const commandReply = z.object({
  id: z.string(),
  url: z.string().regex(/api\/v1\/commands\//),
  status: z.enum(['in-progress', 'success', 'failed', 'aborted']),
  createdAt: time,
  updatedAt: time,
  type: z.string(),
  progress: z.number(),
  creator: z.string(),
  spec: json,
  error: json.nullable(),
});

export const commandRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/commands/:commandId',
    tag,
    summary: 'How far a command has come.',
    role: 'annotator',
    params: byId,
    reply: commandReply,
    handle: async ({ params }, { call, base }) => writeCommand(await call('commands.get', params), base),
  }),
  route({
    method: 'POST',
    path: '/commands/:commandId/abort',
    tag,
    summary: 'Stops a command; what it has done stays.',
    role: 'developer',
    params: byId,
    reply: commandReply,
    handle: async ({ params }, { call, base }) => writeCommand(await call('commands.abort', params), base),
  }),
];
