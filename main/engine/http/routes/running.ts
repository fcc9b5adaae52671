/** Installing, pausing, resetting and running pipelines (reference sections 2.8 and 3.1). */
import { z } from 'zod';
import { isSluiceError, SluiceError } from '#core/errors.ts';
import { writeCommand } from '#core/formats/dataloop/command.ts';
import { commandReply, pipelineReply } from '#core/formats/dataloop/replies.ts';
import { writeStatistics } from '#core/formats/dataloop/statistics.ts';
import { graphProblemSchema } from '#core/model/graph.ts';
import { pipelineIdSchema } from '#core/model/ids.ts';
import { resumeOptionSchema } from '#core/model/pipeline.ts';
import { firstDataloopMessage } from '#core/pipeline/dataloop-message.ts';
import { HttpError } from '../errors.ts';
import { pipelineOf } from '../pipeline-reply.ts';
import { type Route, route } from '../route.ts';
import { done } from '../wire.ts';

const tag = 'pipelines';
const byPipeline = z.object({ pipelineId: pipelineIdSchema });
const times = z.object({ avgTimePerExecution: z.number(), avgExecutionsPerDay: z.number() });
const counters = z.array(z.strictObject({ status: z.string(), count: z.int() }));

/** What an install was refused for, in the reference's words. */
function installError(error: unknown): unknown {
  if (!isSluiceError(error, 'pipeline-invalid')) return error;
  const problems = z.array(graphProblemSchema).safeParse(error.details['problems']);
  const message = problems.success ? firstDataloopMessage(problems.data, 'install') : null;
  return message === null ? error : new SluiceError('pipeline-invalid', message, error.details);
}

export const runningRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/pipelines/:pipelineId/install',
    tag,
    summary: 'Makes the tasks of its task nodes and lets work start; what was paused goes on, or ends.',
    role: 'developer',
    params: byPipeline,
    body: z.looseObject({ resumeOption: resumeOptionSchema.nullish() }),
    reply: pipelineReply,
    handle: async ({ params, body }, context) => {
      const resumeOption = body.resumeOption ?? undefined;
      const installed = context.call('pipelines.install', { ...params, resumeOption });
      return await pipelineOf(
        await installed.catch((error: unknown) => Promise.reject(installError(error))),
        context,
      );
    },
  }),
  route({
    method: 'POST',
    path: '/pipelines/:pipelineId/uninstall',
    tag,
    summary: 'Pauses a pipeline: nothing new starts, what runs ends, decisions of people are kept.',
    role: 'developer',
    params: byPipeline,
    body: z.looseObject({ keepTriggersActive: z.boolean().nullish(), value: z.boolean().nullish() }),
    reply: pipelineReply,
    handle: async ({ params, body }, context) => {
      const { call } = context;
      const before = await call('pipelines.get', params);
      // Asking twice is no mistake.
      if (before.status === 'Uninstalled') return await pipelineOf(before, context);
      if (before.status !== 'Installed') {
        throw new HttpError(400, `"${before.name}" is not installed, so there is nothing to pause.`);
      }
      const keepTriggersActive = body.keepTriggersActive ?? body.value ?? undefined;
      return await pipelineOf(await call('pipelines.pause', { ...params, keepTriggersActive }), context);
    },
  }),
  route({
    method: 'POST',
    path: '/pipelines/:pipelineId/reset',
    tag,
    summary: 'Clears cycles and counters of a pipeline that is not installed.',
    role: 'developer',
    params: byPipeline,
    reply: pipelineReply,
    handle: async ({ params }, context) => {
      const { call } = context;
      const { status } = await call('pipelines.get', params);
      if (status === 'Installed')
        throw new HttpError(400, "Pipeline with installed status couldn't be updated");
      return await pipelineOf(await call('pipelines.reset', params), context);
    },
  }),
  route({
    method: 'GET',
    path: '/pipelines/:pipelineId/statistics',
    tag,
    summary: 'Cycles and executions by status, and how long they take in the mean.',
    role: 'annotator',
    params: byPipeline,
    reply: z.object({
      pipelineExecutionCounters: counters,
      nodeExecutionsCounters: z.array(z.object({ nodeId: z.string(), statusCount: counters })),
      pipelineExecutionStatistics: times,
      nodeExecutionStatistics: z.array(z.object({ nodeId: z.string(), executionStatistics: times })),
    }),
    handle: async ({ params }, { call }) => writeStatistics(await call('pipelines.statistics', params)),
  }),
  route({
    method: 'DELETE',
    path: '/pipelines/:pipelineId/terminate',
    tag,
    summary: 'Pauses a pipeline that is installed, and ends all of its open cycles; what they made stays.',
    role: 'developer',
    params: byPipeline,
    reply: commandReply,
    handle: async ({ params }, { call, base }) => {
      const { status } = await call('pipelines.get', params);
      if (status === 'Installed') await call('pipelines.pause', params);
      return writeCommand(await call('pipelines.terminate', params), base);
    },
  }),
  route({
    method: 'DELETE',
    path: '/pipelines/:pipelineId/purge',
    tag,
    summary: 'Deletes a pipeline, an installed one too: it is paused, and its open cycles end.',
    role: 'developer',
    params: byPipeline,
    reply: done,
    handle: async ({ params }, { call }) => {
      const { status } = await call('pipelines.get', params);
      if (status === 'Installed') await call('pipelines.pause', params);
      await call('pipelines.delete', params);
      return {};
    },
  }),
];
