/** Triggers of pipelines (reference sections 1.17 and 2.8). */
import { z } from 'zod';
import { changeTrigger, readTriggerId, withoutTrigger } from '#core/formats/dataloop/trigger.ts';
import { pipelineIdSchema } from '#core/model/ids.ts';
import { HttpError } from '../errors.ts';
import { pageOf, pageParameters, pageReply } from '../query.ts';
import { type Route, type RouteContext, route } from '../route.ts';
import { findTriggers, triggersOfPipeline } from '../trigger-list.ts';
import { done, jsonBody, time } from '../wire.ts';
import { requireGood } from './pipelines.ts';

const tag = 'triggers';
const byId = z.object({ triggerId: z.string() });

export const triggerReply = z.looseObject({
  id: z.string(),
  url: z.string(),
  type: z.enum(['Event', 'Cron']),
  createdAt: time,
  updatedAt: time,
  creator: z.string(),
  name: z.string(),
  projectId: z.string(),
  active: z.boolean(),
  spec: z.looseObject({ operation: z.looseObject({ type: z.string() }) }),
});

/** @throws HttpError 404 */
async function find(id: string, context: RouteContext) {
  const place = readTriggerId(id);
  const pipelineId = pipelineIdSchema.safeParse(place?.pipelineId);
  if (place && pipelineId.success) {
    const pipeline = await context.call('pipelines.get', { pipelineId: pipelineId.data });
    const trigger = (await triggersOfPipeline(pipeline, context)).find((one) => one.id === id);
    if (trigger) return { place, pipeline, trigger };
  }
  throw new HttpError(404, `There is no trigger "${id.slice(0, 100)}".`);
}

export const triggerRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/triggers',
    tag,
    summary: 'All triggers.',
    role: 'annotator',
    query: z.looseObject(pageParameters),
    reply: pageReply(triggerReply),
    handle: async ({ query: { pageOffset: page, pageSize } }, context) =>
      pageOf((await findTriggers({}, context)).items, { page, pageSize }),
  }),
  route({
    method: 'POST',
    path: '/triggers',
    tag,
    summary: 'Refused: a trigger belongs to a node of a pipeline.',
    role: 'developer',
    body: jsonBody,
    reply: triggerReply,
    handle: () => {
      const message =
        'A trigger belongs to a node of a pipeline: update the pipeline with it in startNodes. There are no services here.';
      throw new HttpError(404, message);
    },
  }),
  route({
    method: 'GET',
    path: '/triggers/:triggerId',
    tag,
    summary: 'One trigger.',
    role: 'annotator',
    params: byId,
    reply: triggerReply,
    handle: async ({ params }, context) => (await find(params.triggerId, context)).trigger,
  }),
  route({
    method: 'PATCH',
    path: '/triggers/:triggerId',
    tag,
    summary:
      'Switches the triggers of a node on or off, or changes name and spec: a new version of the pipeline.',
    role: 'developer',
    params: byId,
    body: z.looseObject({
      active: z.boolean().nullish(),
      name: z.string().nullish(),
      spec: jsonBody.nullish(),
    }),
    reply: triggerReply,
    handle: async ({ params, body }, context) => {
      const { place, pipeline } = await find(params.triggerId, context);
      const { active, name, spec } = body;
      const isChanged = typeof name === 'string' || (spec !== null && spec !== undefined);
      if (isChanged) {
        const graph = changeTrigger(pipeline.graph, place, body);
        await requireGood(context.call, graph, 'update');
        await context.call('pipelines.update', { pipelineId: pipeline.id, graph });
      }
      if (typeof active === 'boolean') {
        const { nodeId } = place;
        await context.call('triggers.setActive', { pipelineId: pipeline.id, nodeId, active });
      }
      return (await find(params.triggerId, context)).trigger;
    },
  }),
  route({
    method: 'DELETE',
    path: '/triggers/:triggerId',
    tag,
    summary: 'Takes a trigger away from its node: a new version of the pipeline.',
    role: 'developer',
    params: byId,
    reply: done,
    handle: async ({ params }, context) => {
      const { place, pipeline } = await find(params.triggerId, context);
      const graph = withoutTrigger(pipeline.graph, place);
      await context.call('pipelines.update', { pipelineId: pipeline.id, graph });
      return {};
    },
  }),
];
