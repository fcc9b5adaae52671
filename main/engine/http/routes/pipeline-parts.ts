/** What belongs to a pipeline: its composition, its versions, its log; and the pipelines to start from. */
import { z } from 'zod';
import { SluiceError } from '#core/errors.ts';
import { isoTime } from '#core/formats/dataloop/json.ts';
import { writePipeline } from '#core/formats/dataloop/pipeline.ts';
import { compositionReply, pipelineReply } from '#core/formats/dataloop/replies.ts';
import { nameSchema } from '#core/model/common.ts';
import { pipelineIdSchema, projectIdSchema } from '#core/model/ids.ts';
import { TEMPLATES } from '#core/pipeline/templates.ts';
import { compositionOf, pipelineOf } from '../pipeline-reply.ts';
import { pageOf, pageParameters, pageReply, sizeOf } from '../query.ts';
import { type Route, route } from '../route.ts';
import { runPage } from '../run-list.ts';
import { json, time } from '../wire.ts';
import { requireGood } from './pipelines.ts';

const tag = 'pipelines';
const byPipeline = z.object({ pipelineId: pipelineIdSchema });
const byVersion = byPipeline.extend({
  version: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number),
});
const byTemplate = z.object({ templateId: z.string() });

const partsBody = z.record(z.string(), z.union([z.string(), z.number()]));

const versionReply = z.looseObject({ versionNumber: z.int(), creator: z.string(), createdAt: time });

const templateReply = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  needs: z.array(json),
});

const writeTemplate = ({ id, title, summary, needs }: (typeof TEMPLATES)[number]) => ({
  id,
  name: title,
  description: summary,
  needs: needs.map((need) => ({ ...need })),
});

/** @throws SluiceError `not-found` */
function template(id: string) {
  const found = TEMPLATES.find((one) => one.id === id);
  if (found) return found;
  const known = TEMPLATES.map((one) => one.id).join(', ');
  throw new SluiceError('not-found', `There is no template "${id.slice(0, 100)}". What there is: ${known}.`);
}

export const pipelinePartRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/compositions/:pipelineId',
    tag: 'compositions',
    summary: 'What an install has made of a pipeline; it has the id of the pipeline.',
    role: 'annotator',
    params: byPipeline,
    reply: compositionReply,
    handle: async ({ params }, context) =>
      await compositionOf(await context.call('pipelines.get', params), context),
  }),
  route({
    method: 'GET',
    path: '/pipelines/:pipelineId/versions',
    tag,
    summary: 'The versions of a pipeline, latest first.',
    role: 'annotator',
    params: byPipeline,
    reply: pageReply(versionReply),
    handle: async ({ params }, { call }) => {
      const versions = await call('pipelines.versions', params);
      return pageOf(
        versions.map(({ version, author, createdAt, openCycles }) => ({
          versionNumber: version,
          creator: author,
          createdAt: isoTime(createdAt),
          openCycles,
        })),
        {},
      );
    },
  }),
  route({
    method: 'GET',
    path: '/pipelines/:pipelineId/versions/:version',
    tag,
    summary: 'A pipeline as it was in a version.',
    role: 'annotator',
    params: byVersion,
    reply: pipelineReply,
    handle: async ({ params }, context) => {
      const { call } = context;
      const graph = await call('pipelines.version', params);
      const { pipelineId, version } = params;
      return await pipelineOf({ ...(await call('pipelines.get', { pipelineId })), graph, version }, context);
    },
  }),
  route({
    method: 'POST',
    path: '/pipelines/:pipelineId/versions/:version/restore',
    tag,
    summary:
      'Makes a version the latest again, as a new one; an installed pipeline runs it after the next install.',
    role: 'developer',
    params: byVersion,
    reply: pipelineReply,
    handle: async ({ params }, context) => {
      const { call } = context;
      const graph = await call('pipelines.version', params);
      return await pipelineOf(
        await call('pipelines.update', { pipelineId: params.pipelineId, graph }),
        context,
      );
    },
  }),
  route({
    method: 'GET',
    path: '/pipelines/:pipelineId/logs',
    tag,
    summary: 'What was decided about a pipeline as a whole, latest first, and why.',
    role: 'annotator',
    params: byPipeline,
    query: z.looseObject(pageParameters),
    reply: pageReply(json),
    handle: async ({ params, query }, { call }) => {
      await call('pipelines.get', params);
      const limit = sizeOf(query);
      const offset = (query.pageOffset ?? 0) * limit;
      const { items, total } = await call('explain.pipelineLog', { ...params, offset, limit });
      const logs = items.map(({ at, ...event }) => ({ ...event, timestamp: isoTime(at) }));
      return runPage({ offset, limit }, total, logs);
    },
  }),
  route({
    method: 'GET',
    path: '/pipelines/templates',
    tag,
    summary: 'The pipelines to start from, and what each needs.',
    role: 'annotator',
    reply: pageReply(templateReply),
    handle: () => pageOf(TEMPLATES.map(writeTemplate), {}),
  }),
  route({
    method: 'GET',
    path: '/pipelines/templates/:templateId',
    tag,
    summary: 'One of the pipelines to start from.',
    role: 'annotator',
    params: byTemplate,
    reply: templateReply,
    handle: ({ params }) => writeTemplate(template(params.templateId)),
  }),
  route({
    method: 'POST',
    path: '/pipelines/templates/:templateId',
    tag,
    summary: 'A new pipeline from a template and the parts that it needs.',
    role: 'developer',
    params: byTemplate,
    body: z.looseObject({ name: nameSchema, projectId: projectIdSchema, parts: partsBody.nullish() }),
    reply: pipelineReply,
    handle: async ({ params, body }, { call, base }) => {
      const graph = template(params.templateId).build(body.parts ?? {});
      await requireGood(call, graph, 'create');
      const { name, projectId } = body;
      return writePipeline(await call('pipelines.create', { name, projectId, graph }), base);
    },
  }),
];
