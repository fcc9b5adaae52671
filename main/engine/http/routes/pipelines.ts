/** Pipelines: making, changing, finding and checking them (reference section 2.8). */
import { z } from 'zod';
import type { CallOutput } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import {
  listIn,
  readNewPipeline,
  readPipelineChange,
  writePipeline,
} from '#core/formats/dataloop/pipeline.ts';
import { compositionReply, cycleReply, nodeReply, pipelineReply } from '#core/formats/dataloop/replies.ts';
import { nameSchema } from '#core/model/common.ts';
import { pipelineIdSchema, projectIdSchema } from '#core/model/ids.ts';
import { firstDataloopMessage, type Moment } from '#core/pipeline/dataloop-message.ts';
import { findCycles } from '../cycle-list.ts';
import { compositionOf, pipelineOf } from '../pipeline-reply.ts';
import { pageOf, pageReply, projectsIn, type Query, querySchema, select } from '../query.ts';
import { type Route, type RouteContext, route } from '../route.ts';
import { done, json, jsonBody } from '../wire.ts';

const tag = 'pipelines';
export const byPipeline = z.object({ pipelineId: pipelineIdSchema });

type Pipeline = CallOutput<'pipelines.get'>;
type Call = RouteContext['call'];

/** Refuses what the reference system refuses, in its words. */
export async function requireGood(call: Call, graph: Pipeline['graph'], moment: Moment): Promise<void> {
  const message = firstDataloopMessage(await call('pipelines.validate', { graph }), moment);
  if (message !== null) throw new SluiceError('pipeline-invalid', `Invalid input specified, ${message}`);
}

/** Changes a pipeline by a diff. */
export async function updateBy(pipelineId: string, body: Record<string, unknown>, { call }: RouteContext) {
  const before = await call('pipelines.get', { pipelineId });
  const change = readPipelineChange(before, body);
  if (change.graph) await requireGood(call, change.graph, 'update');
  return await call('pipelines.update', { pipelineId, ...change });
}

/** All pipelines that the query may be about. */
export async function pipelinesIn(query: Query, call: Call): Promise<Pipeline[]> {
  const projects = projectsIn(query);
  const all = (await call('projects.list', {})).filter(({ id }) => projects?.has(id) ?? true);
  const lists = await Promise.all(all.map(({ id }) => call('pipelines.list', { projectId: id })));
  return await Promise.all(lists.flat().map(({ id }) => call('pipelines.get', { pipelineId: id })));
}

async function query(body: Query, context: RouteContext) {
  if (body.resource === 'pipelineState') return await findCycles(body, context);
  const all = await pipelinesIn(body, context.call);
  const isOfCompositions = body.resource === 'composition';
  const write = isOfCompositions ? compositionOf : pipelineOf;
  return pageOf(select(await Promise.all(all.map((one) => write(one, context))), body), body);
}

const listBody = querySchema.extend({
  resource: z.enum(['pipeline', 'pipelineState', 'composition']).nullish().catch(null),
});
const listReply = pageReply(z.union([pipelineReply, cycleReply, compositionReply]));

export const pipelineRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/pipelines',
    tag,
    summary: 'A new pipeline, empty or with a graph.',
    role: 'developer',
    body: z.looseObject({ name: nameSchema, projectId: projectIdSchema }),
    reply: pipelineReply,
    handle: async ({ body }, { call, base }) => {
      const { name, projectId } = body;
      const made = readNewPipeline(body);
      await requireGood(call, made.graph, 'create');
      return writePipeline(await call('pipelines.create', { projectId, name, ...made }), base);
    },
  }),
  route({
    method: 'POST',
    path: '/pipelines/query',
    tag,
    summary: 'The pipelines, or with resource "pipelineState" the cycles, that a filter matches.',
    role: 'annotator',
    reads: true,
    body: listBody,
    reply: listReply,
    handle: async ({ body }, context) => await query(body, context),
  }),
  route({
    method: 'POST',
    path: '/pipelines/query/table',
    tag,
    summary: 'The same as /pipelines/query.',
    role: 'annotator',
    reads: true,
    body: listBody,
    reply: listReply,
    handle: async ({ body }, context) => await query(body, context),
  }),
  route({
    method: 'POST',
    path: '/pipelines/validate',
    tag,
    summary: 'What is wrong with a pipeline, all at once; valid when it could be installed.',
    role: 'annotator',
    reads: true,
    body: jsonBody,
    reply: z.object({ valid: z.boolean(), message: z.string().nullable(), problems: z.array(json) }),
    handle: async ({ body }, { call }) => {
      const problems = await call('pipelines.validate', { graph: readNewPipeline(body).graph });
      const message = firstDataloopMessage(problems, 'install');
      return { valid: message === null, message, problems };
    },
  }),
  route({
    method: 'GET',
    path: '/pipelines/:pipelineId',
    tag,
    summary: 'One pipeline.',
    role: 'annotator',
    params: byPipeline,
    reply: pipelineReply,
    handle: async ({ params }, context) =>
      await pipelineOf(await context.call('pipelines.get', params), context),
  }),
  route({
    method: 'PATCH',
    path: '/pipelines/:pipelineId',
    tag,
    summary: 'Changes what is given; null takes away. Another graph is a new version.',
    role: 'developer',
    params: byPipeline,
    body: jsonBody,
    reply: pipelineReply,
    handle: async ({ params, body }, context) =>
      await pipelineOf(await updateBy(params.pipelineId, body, context), context),
  }),
  route({
    method: 'PATCH',
    path: '/pipelines/:pipelineId/settings',
    tag,
    summary: 'Changes settings; those of a wrong type are not looked at.',
    role: 'developer',
    params: byPipeline,
    body: jsonBody,
    reply: pipelineReply,
    handle: async ({ params, body }, context) => {
      const settings = body['settings'] ?? body;
      return await pipelineOf(await updateBy(params.pipelineId, { settings }, context), context);
    },
  }),
  route({
    method: 'PATCH',
    path: '/pipelines/:pipelineId/variables',
    tag,
    summary: 'All variables of a pipeline: the list by itself, or under "variables".',
    role: 'developer',
    params: byPipeline,
    body: z.union([z.array(jsonBody), z.looseObject({ variables: z.array(jsonBody) })]),
    reply: pipelineReply,
    handle: async ({ params, body }, context) => {
      const variables = listIn(body, 'variables');
      return await pipelineOf(await updateBy(params.pipelineId, { variables }, context), context);
    },
  }),
  route({
    method: 'DELETE',
    path: '/pipelines/:pipelineId',
    tag,
    summary: 'Deletes a pipeline, one that is installed too; items stay.',
    role: 'developer',
    params: byPipeline,
    reply: done,
    handle: async ({ params }, { call }) => {
      if ((await call('pipelines.get', params)).status === 'Installed') await call('pipelines.pause', params);
      await call('pipelines.delete', params);
      return {};
    },
  }),
  route({
    method: 'GET',
    path: '/pipelines/:pipelineId/nodes/:nodeId',
    tag,
    summary: 'One node of a pipeline.',
    role: 'annotator',
    params: byPipeline.extend({ nodeId: z.string() }),
    reply: nodeReply,
    handle: async ({ params: { pipelineId, nodeId } }, context) => {
      const { nodes } = await pipelineOf(await context.call('pipelines.get', { pipelineId }), context);
      const node = nodes.find(({ id }) => id === nodeId);
      if (node) return nodeReply.parse(node);
      throw new SluiceError('not-found', `The pipeline has no node "${nodeId.slice(0, 100)}".`);
    },
  }),
];
