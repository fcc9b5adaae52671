/** Starting, running again and ending cycles (reference section 2.8). */
import { z } from 'zod';
import { rerunMethodSchema } from '#contract/pipelines.ts';
import { SluiceError } from '#core/errors.ts';
import { writeCommand } from '#core/formats/dataloop/command.ts';
import { readInput } from '#core/formats/dataloop/execution.ts';
import { commandReply, cycleReply } from '#core/formats/dataloop/replies.ts';
import { cycleIdSchema, type DatasetId, datasetIdSchema, pipelineIdSchema } from '#core/model/ids.ts';
import { cycleReplyOf } from '../cycle-list.ts';
import { type Query, querySchema } from '../query.ts';
import { type Route, type RouteContext, route } from '../route.ts';
import { equalities } from '../run-list.ts';
import { runSource } from '../run-source.ts';
import { json } from '../wire.ts';

const tag = 'pipelines';
const byPipeline = z.object({ pipelineId: pipelineIdSchema });
type ByPipeline = z.output<typeof byPipeline>;

const startBody = z.looseObject({
  testMode: z.boolean().nullish(),
  input: json.nullish(),
  nodeId: z.string().nullish(),
});
const batchBody = z.looseObject({ query: querySchema.nullish(), args: json.nullish() });

async function requireInstalled({ pipelineId }: ByPipeline, { call }: RouteContext) {
  const pipeline = await call('pipelines.get', { pipelineId });
  if (pipeline.status === 'Installed') return pipeline;
  const message = `Install "${pipeline.name}" before running anything through it.`;
  throw new SluiceError('pipeline-invalid', message, { status: pipeline.status });
}

/** Starts one cycle. @throws SluiceError `pipeline-invalid` when the pipeline is not installed. */
async function start(params: ByPipeline, body: z.output<typeof startBody>, context: RouteContext) {
  await requireInstalled(params, context);
  const { cycleIds } = await context.call('pipelines.execute', {
    ...params,
    input: readInput(body.input ?? {}),
    ...(body.nodeId ? { nodeId: body.nodeId } : {}),
    test: body.testMode === true,
  });
  const [cycleId] = z.tuple([cycleIdSchema]).rest(cycleIdSchema).parse(cycleIds);
  return await cycleReplyOf(cycleId, context, runSource(context.call));
}

/** A cycle for each item that the query matches. */
async function startAll(params: ByPipeline, body: { query: Query; nodeId?: string }, context: RouteContext) {
  const { projectId } = await requireInstalled(params, context);
  const { query, nodeId } = body;
  const datasetIds = await datasetsOf(query, projectId, context);
  const filter = { filter: query.filter ?? {}, ...('join' in query ? { join: query['join'] } : {}) };
  const command = await context.call('pipelines.executeBatch', {
    ...params,
    datasetIds,
    filter,
    ...(nodeId === undefined ? {} : { nodeId }),
  });
  return writeCommand(command, context.base);
}

/** Those that the query names, or all of the project. */
async function datasetsOf(query: Query, projectId: string, { call }: RouteContext): Promise<DatasetId[]> {
  const one = equalities(query.filter).get('datasetId');
  const named = query.context?.datasets ?? (one === undefined ? [] : [one]);
  if (named.length === 0) return (await call('datasets.list', { projectId })).map(({ id }) => id);
  return named.map((id) => {
    const parsed = datasetIdSchema.safeParse(id);
    if (parsed.success) return parsed.data;
    throw new SluiceError('not-found', `There is no dataset "${String(id).slice(0, 100)}".`);
  });
}

/** What cycles a query is about; null: all of the pipeline. */
function filterOf(query: Query | null | undefined): (Query['filter'] & {}) | null {
  const filter = query?.filter ?? {};
  return Object.keys(filter).length === 0 ? null : filter;
}

export const startingRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/pipelines/:pipelineId/execute',
    tag,
    summary:
      'Starts a cycle for an input at the root node or the one named; with "batch" one for each item it matches.',
    role: 'developer',
    params: byPipeline,
    body: z.union([
      z.looseObject({ pipeline: startBody }),
      z.looseObject({ batch: batchBody, nodeId: z.string().nullish() }),
      // From clients of old.
      z.strictObject({ ...startBody.shape, input: json }),
    ]),
    reply: z.union([cycleReply, commandReply]),
    handle: async ({ params, body }, context) => {
      if ('pipeline' in body) return await start(params, startBody.parse(body.pipeline), context);
      if (!('batch' in body)) return await start(params, startBody.parse(body), context);
      const { nodeId } = body;
      const batch = batchBody.parse(body.batch);
      const query = batch.query ?? {};
      return await startAll(params, { query, ...(nodeId ? { nodeId } : {}) }, context);
    },
  }),
  route({
    method: 'POST',
    path: '/pipelines/:pipelineId/test',
    tag,
    summary: 'Starts a cycle that is marked as a trial.',
    role: 'developer',
    params: byPipeline,
    body: z.looseObject({
      pipeline: startBody.nullish(),
      input: json.nullish(),
      nodeId: z.string().nullish(),
    }),
    reply: cycleReply,
    handle: async ({ params, body }, context) =>
      await start(params, { ...(body.pipeline ?? startBody.parse(body)), testMode: true }, context),
  }),
  route({
    method: 'POST',
    path: '/pipelines/:pipelineId/executions/rerun',
    tag,
    summary: 'Runs cycles again, under their ids; all of the pipeline when the query is empty.',
    role: 'developer',
    params: byPipeline,
    body: z.looseObject({
      pipeline: z.looseObject({
        method: rerunMethodSchema,
        startNodeIds: z.array(z.string()).nullish(),
      }),
      batch: batchBody.nullish(),
    }),
    reply: commandReply,
    handle: async ({ params, body }, context) => {
      await requireInstalled(params, context);
      const { method, startNodeIds } = body.pipeline;
      const filter = filterOf(body.batch?.query);
      const command = await context.call('pipelines.rerun', {
        ...params,
        method,
        startNodeIds: startNodeIds ?? [],
        filter,
      });
      return writeCommand(command, context.base);
    },
  }),
  route({
    method: 'POST',
    path: '/pipelines/:pipelineId/executions/terminate',
    tag,
    summary: 'Ends cycles; all open ones of the pipeline when the query is empty.',
    role: 'developer',
    params: byPipeline,
    body: z.looseObject({ batch: batchBody.nullish() }),
    reply: commandReply,
    handle: async ({ params, body }, context) => {
      const filter = filterOf(body.batch?.query);
      const command = await context.call('pipelines.terminate', { ...params, filter });
      return writeCommand(command, context.base);
    },
  }),
];
