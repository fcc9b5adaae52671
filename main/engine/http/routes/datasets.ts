/** Datasets (reference section 2.3). */
import { z } from 'zod';
import type { CallOutput } from '#contract/index.ts';
import { fieldsOf } from '#core/filters/fields.ts';
import { parseFilter } from '#core/filters/parse.ts';
import { readDatasetChange, readDatasetExtra, writeDataset } from '#core/formats/dataloop/dataset.ts';
import { datasetReply } from '#core/formats/dataloop/replies.ts';
import { nameSchema } from '#core/model/common.ts';
import { datasetIdSchema, projectIdSchema } from '#core/model/ids.ts';
import { listParameter, pageOf, pageReply, projectsIn, querySchema, select } from '../query.ts';
import { type Route, type RouteContext, route } from '../route.ts';
import { done, jsonBody, systemQuery } from '../wire.ts';

const tag = 'datasets';
const byId = z.object({ datasetId: datasetIdSchema });

type Dataset = CallOutput<'datasets.get'>;
const NOT_COUNTED = { annotations: 0, items: 0 };

async function write(dataset: Dataset, { call, base }: RouteContext) {
  return writeDataset(dataset, await call('datasets.annotated', { datasetId: dataset.id }), base);
}

/** @param projects their ids; null: all. */
async function datasetsIn(projects: ReadonlySet<string> | null, { call }: RouteContext): Promise<Dataset[]> {
  const all = (await call('projects.list', {})).filter(({ id }) => projects?.has(id) ?? true);
  return (await Promise.all(all.map(({ id }) => call('datasets.list', { projectId: id })))).flat();
}

export const datasetRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/datasets',
    tag,
    summary: 'A new dataset, with an empty recipe of its own unless createDefaultRecipe is false.',
    role: 'developer',
    body: z.looseObject({
      name: nameSchema,
      projects: z.array(projectIdSchema).min(1),
      createDefaultRecipe: z.boolean().nullish(),
    }),
    reply: datasetReply,
    handle: async ({ body }, context) => {
      const { name, projects, createDefaultRecipe } = body;
      const [projectId] = z.tuple([projectIdSchema]).rest(projectIdSchema).parse(projects);
      const createRecipe = createDefaultRecipe !== false;
      const extra = readDatasetExtra(body);
      return await write(
        await context.call('datasets.create', { projectId, name, createRecipe, extra }),
        context,
      );
    },
  }),
  route({
    method: 'GET',
    path: '/datasets',
    tag,
    summary: 'The datasets of these projects, of that name or of that creator: all without any of them.',
    role: 'annotator',
    query: z.looseObject({
      projects: listParameter,
      name: z.string().optional(),
      creator: z.string().optional(),
    }),
    reply: z.array(datasetReply),
    handle: async ({ query: { projects, name, creator } }, context) => {
      const all = await datasetsIn(projects && new Set(projects), context);
      const found = all.filter(
        (one) => (name ?? one.name) === one.name && (creator ?? one.creator) === one.creator,
      );
      return await Promise.all(found.map((dataset) => write(dataset, context)));
    },
  }),
  route({
    method: 'POST',
    path: '/datasets/query',
    tag,
    summary: 'The datasets that a filter matches.',
    role: 'annotator',
    reads: true,
    body: querySchema,
    reply: pageReply(datasetReply),
    handle: async ({ body }, context) => {
      const all = await datasetsIn(projectsIn(body), context);
      const datasets = new Map(all.map((dataset) => [dataset.id as string, dataset]));
      const isCounted = fieldsOf(parseFilter({ filter: body.filter ?? {} })).some((field) =>
        /^annot/.test(field),
      );
      // Counting goes through many rows: for those that are shown, unless the filter asks for it.
      const entities = await Promise.all(
        [...datasets.values()].map(async (dataset) =>
          isCounted ? await write(dataset, context) : writeDataset(dataset, NOT_COUNTED, context.base),
        ),
      );
      const page = pageOf(select(entities, body), body);
      const shown = page.items.flatMap(({ id }) => datasets.get(id) ?? []);
      return { ...page, items: await Promise.all(shown.map((dataset) => write(dataset, context))) };
    },
  }),
  route({
    method: 'GET',
    path: '/datasets/:datasetId',
    tag,
    summary: 'One dataset.',
    role: 'annotator',
    params: byId,
    reply: datasetReply,
    handle: async ({ params }, context) => await write(await context.call('datasets.get', params), context),
  }),
  route({
    method: 'PATCH',
    path: '/datasets/:datasetId',
    tag,
    summary: 'Changes what is given; null takes away. With system=true also its recipe.',
    role: 'developer',
    params: byId,
    query: systemQuery,
    body: jsonBody,
    reply: datasetReply,
    handle: async ({ params, query, body }, context) => {
      const before = await context.call('datasets.get', params);
      const change = readDatasetChange(before, body, query.system);
      return await write(await context.call('datasets.update', { ...params, ...change }), context);
    },
  }),
  route({
    method: 'DELETE',
    path: '/datasets/:datasetId',
    tag,
    summary: 'Deletes a dataset; files stay.',
    role: 'developer',
    params: byId,
    reply: done,
    handle: async ({ params }, { call }) => {
      await call('datasets.delete', params);
      return {};
    },
  }),
];
