/** Cycles, which the API calls pipeline executions (reference section 2.8). */
import { z } from 'zod';
import { SluiceError } from '#core/errors.ts';
import { cycleReply } from '#core/formats/dataloop/replies.ts';
import { cycleIdSchema, pipelineIdSchema } from '#core/model/ids.ts';
import { cycleReplyOf, findCycles, MOST_NAMED } from '../cycle-list.ts';
import { pageParameters, pageReply } from '../query.ts';
import { type Route, type RouteContext, route } from '../route.ts';
import { runSource } from '../run-source.ts';

const tag = 'pipelines';
const byPipeline = z.object({ pipelineId: pipelineIdSchema });

/** @throws SluiceError `not-found` when the cycle is not the pipeline's. */
async function requireCycle(params: { pipelineId: string; cycleId: string }, { call }: RouteContext) {
  const { cycleId, pipelineId } = params;
  const cycle = await call('cycles.get', { cycleId });
  if (cycle.pipelineId === pipelineId) return cycle.id;
  throw new SluiceError('not-found', 'This pipeline has no such execution.', { pipelineId, cycleId });
}

export const cycleRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/pipelines/:pipelineId/executions',
    tag,
    summary: `The cycles of a pipeline, latest first. Each names at most ${MOST_NAMED.listed} of its executions.`,
    role: 'annotator',
    params: byPipeline,
    query: z.looseObject(pageParameters),
    reply: pageReply(cycleReply),
    handle: async ({ params: { pipelineId }, query }, context) => {
      await context.call('pipelines.get', { pipelineId });
      const { pageOffset: page, pageSize } = query;
      return await findCycles({ filter: { pipelineId }, page, pageSize }, context);
    },
  }),
  route({
    method: 'GET',
    path: '/pipelines/:pipelineId/executions/:cycleId',
    tag,
    summary: `One cycle: how each node stands in it, and what ran. It names at most ${MOST_NAMED.alone} executions: of more, the first half and the last; executionsCount says how many there are, and POST /query/faas with pipeline.executionId pages through all.`,
    role: 'annotator',
    params: byPipeline.extend({ cycleId: cycleIdSchema }),
    reply: cycleReply,
    handle: async ({ params }, context) =>
      await cycleReplyOf(await requireCycle(params, context), context, runSource(context.call)),
  }),
];
