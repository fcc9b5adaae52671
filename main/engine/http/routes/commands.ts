/** Commands: long work that a client waits for (reference sections 1.16 and 2.8). */
import { z } from 'zod';
import { writeCommand } from '#core/formats/dataloop/command.ts';
import { commandReply } from '#core/formats/dataloop/replies.ts';
import { commandIdSchema } from '#core/model/ids.ts';
import { type Route, route } from '../route.ts';

const tag = 'commands';
const byId = z.object({ commandId: commandIdSchema });

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
