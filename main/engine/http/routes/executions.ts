/** Executions of nodes, and lists of what runs (reference sections 1.15 and 2.8). */
import { z } from 'zod';
import { isSluiceError } from '#core/errors.ts';
import { readReport, writeAttempts, writeExecution } from '#core/formats/dataloop/execution.ts';
import type { Execution } from '#core/model/cycle.ts';
import { executionIdSchema } from '#core/model/ids.ts';
import { HttpError } from '../errors.ts';
import { findExecutions } from '../execution-list.ts';
import { pageReply, querySchema } from '../query.ts';
import { type Route, type RouteContext, route } from '../route.ts';
import { runSource } from '../run-source.ts';
import { findTriggers } from '../trigger-list.ts';
import { json, jsonBody, time } from '../wire.ts';
import { triggerReply } from './triggers.ts';

const tag = 'executions';
const byId = z.object({ executionId: executionIdSchema });

const status = z.looseObject({ status: z.string(), percentComplete: z.number(), timestamp: time });
const executionReply = z.looseObject({
  id: z.string(),
  url: z.string(),
  createdAt: time,
  updatedAt: time,
  creator: z.string(),
  attempts: z.int(),
  maxAttempts: z.int(),
  input: json,
  output: json.nullable(),
  toTerminate: z.boolean(),
  status: z.array(status),
  statusLog: z.array(status),
  latestStatus: status,
  duration: z.number(),
  projectId: z.string(),
  pipeline: z.object({
    id: z.string(),
    nodeId: z.string(),
    executionId: z.string(),
    versionNumber: z.int(),
  }),
});

/** Others are named in the answer. */
const resource = z.union([z.enum(['executions', 'triggers']), z.string()]).nullish();

const write = async (execution: Execution, { call, base }: RouteContext) =>
  writeExecution(execution, await runSource(call)(execution), base);

/** What an execution in its state cannot do is refused in the way that clients of the reference know. */
async function allowed<T>(work: Promise<T>): Promise<T> {
  return await work.catch((error: unknown) => {
    throw isSluiceError(error, 'wrong-state') ? new HttpError(400, error.message) : error;
  });
}

const NO_SERVICES =
  'There are no services and packages here: functions are files in the workspace, and code nodes hold their code.';

export const executionRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/query/faas',
    tag,
    summary: 'The executions or triggers that a filter matches.',
    role: 'annotator',
    reads: true,
    body: querySchema.extend({ resource }),
    reply: pageReply(z.union([executionReply, triggerReply])),
    handle: async ({ body }, context) => {
      if (body.resource === 'executions') return await findExecutions(body, context);
      if (body.resource === 'triggers') return await findTriggers(body, context);
      if (body.resource === 'services' || body.resource === 'packages') throw new HttpError(404, NO_SERVICES);
      const given = String(body.resource).slice(0, 100);
      throw new HttpError(
        404,
        `There is no list of "${given}": there is one of executions and one of triggers.`,
      );
    },
  }),
  route({
    method: 'POST',
    path: '/executions/:serviceId',
    tag,
    summary: 'Runs a function of a service: there are none here.',
    role: 'developer',
    params: z.object({ serviceId: z.string() }),
    body: jsonBody,
    reply: executionReply,
    handle: () => {
      throw new HttpError(404, NO_SERVICES);
    },
  }),
  route({
    method: 'GET',
    path: '/executions/:executionId',
    tag,
    summary: 'One execution.',
    role: 'annotator',
    params: byId,
    reply: executionReply,
    handle: async ({ params }, context) => await write(await context.call('executions.get', params), context),
  }),
  route({
    method: 'PATCH',
    path: '/executions/:executionId',
    tag,
    summary: 'Nothing of an execution can be changed: it is answered as it is.',
    role: 'developer',
    params: byId,
    body: jsonBody,
    reply: executionReply,
    handle: async ({ params }, context) => await write(await context.call('executions.get', params), context),
  }),
  route({
    method: 'GET',
    path: '/executions/:executionId/attempts',
    tag,
    summary: 'All attempts of an execution, the first one first, as far as the log has them.',
    role: 'annotator',
    params: byId,
    reply: z.array(executionReply),
    handle: async ({ params }, { call, base }) => {
      const execution = await call('executions.get', params);
      const attempts = await call('executions.attempts', params);
      return writeAttempts(attempts, execution, await runSource(call)(execution), base);
    },
  }),
  route({
    method: 'POST',
    path: '/executions/:executionId/attempts',
    tag,
    summary: 'Refused: attempts are counted by the engine that makes them.',
    role: 'developer',
    params: byId,
    reply: z.int(),
    handle: async ({ params }, { call }) => {
      await call('executions.get', params);
      throw new HttpError(400, 'Attempts are counted here: "POST /executions/ID/rerun" makes another.');
    },
  }),
  route({
    method: 'POST',
    path: '/executions/:executionId/progress',
    tag,
    summary:
      'Keeps how far an execution has come, in percent and in words, until it ends. Its status and output are not taken: they are up to the node that runs it.',
    role: 'developer',
    params: byId,
    body: z.looseObject({
      status: z.string().nullish(),
      percentComplete: z.number().nullish(),
      message: z.string().nullish(),
    }),
    reply: executionReply,
    handle: async ({ params, body }, context) =>
      await write(
        await allowed(context.call('executions.report', { ...params, ...readReport(body) })),
        context,
      ),
  }),
  route({
    method: 'POST',
    path: '/executions/:executionId/rerun',
    tag,
    summary:
      'Runs an execution that has ended again, and what comes after it. What failed runs in place; what succeeded runs as a new execution of the same cycle, which is answered.',
    role: 'developer',
    params: byId,
    reply: executionReply,
    handle: async ({ params }, context) =>
      await write(await allowed(context.call('executions.rerun', params)), context),
  }),
  route({
    method: 'POST',
    path: '/executions/:executionId/terminate',
    tag,
    summary:
      'Ends an execution, also one that waits for a person. Its cycle goes on with the rest; when nothing else of it is open and nothing has failed, it is terminated.',
    role: 'developer',
    params: byId,
    reply: executionReply,
    handle: async ({ params }, context) => {
      const { endedAt } = await context.call('executions.get', params);
      // Asking twice is no mistake.
      const call = endedAt === null ? 'executions.terminate' : 'executions.get';
      return await write(await context.call(call, params), context);
    },
  }),
];
