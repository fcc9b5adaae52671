/** What is done with all items of a dataset at once: commands (reference section 2.3). */
import { z } from 'zod';
import type { CallOutput } from '#contract/index.ts';
import { writeCommand } from '#core/formats/dataloop/command.ts';
import { readRemoteFolder } from '#core/formats/dataloop/remote-path.ts';
import { commandReply } from '#core/formats/dataloop/replies.ts';
import { nameSchema } from '#core/model/common.ts';
import { datasetIdSchema, projectIdSchema } from '#core/model/ids.ts';
import { HttpError } from '../errors.ts';
import { type Route, type RouteContext, route } from '../route.ts';
import { jsonBody } from '../wire.ts';
import { copyParams, itemsOf, whatOf } from './copy-params.ts';

const common = {
  method: 'POST',
  tag: 'datasets',
  role: 'developer',
  params: z.object({ datasetId: datasetIdSchema }),
  reply: commandReply,
} as const;

const percent = z.int().min(0).max(100);
const write = (command: CallOutput<'commands.get'>, { base }: RouteContext) => writeCommand(command, base);

export const datasetCommandRoutes: readonly Route[] = [
  route({
    ...common,
    path: '/datasets/:datasetId/clone',
    summary:
      'A dataset with copies of the items that match; spec.returnedModelId of the command is its id. With targetDatasetId they go into that one, where places are free.',
    body: z.looseObject({
      name: nameSchema.nullish(),
      filter: jsonBody.nullish(),
      cloneDatasetParams: copyParams
        .unwrap()
        .unwrap()
        .extend({ targetDatasetId: datasetIdSchema.nullish(), targetDirectory: z.string().nullish() })
        .nullish(),
    }),
    handle: async ({ params, body }, context) => {
      const { name, filter, cloneDatasetParams: wish } = body;
      const to = wish?.targetDatasetId ? { targetId: wish.targetDatasetId } : name ? { name } : null;
      if (!to) throw new HttpError(400, 'The clone needs a "name", or a "targetDatasetId" to go into.');
      const folder = wish?.targetDirectory ? { folder: readRemoteFolder(wish.targetDirectory) } : {};
      const asked = { ...params, to, filter: itemsOf(filter), ...folder, ...whatOf(wish) };
      return write(await context.call('datasets.clone', asked), context);
    },
  }),
  route({
    method: 'POST',
    path: '/datasets/merge',
    tag: 'datasets',
    summary: 'A dataset with copies of all items of these; those whose place is taken get a number.',
    role: 'developer',
    body: z.looseObject({
      name: nameSchema,
      datasetsIds: z.array(datasetIdSchema).min(1).max(100),
      projectIds: z.union([projectIdSchema, z.array(projectIdSchema)]).nullish(),
      mergeDatasetParams: copyParams,
    }),
    reply: commandReply,
    handle: async ({ body }, context) => {
      const { name, datasetsIds: datasetIds, projectIds, mergeDatasetParams } = body;
      const [projectId] = [projectIds ?? []].flat();
      const asked = { name, datasetIds, ...(projectId ? { projectId } : {}), ...whatOf(mergeDatasetParams) };
      return write(await context.call('datasets.merge', asked), context);
    },
  }),
  route({
    ...common,
    path: '/datasets/:datasetId/export',
    summary:
      'The items that match, each with its annotations if annotations.include says so: one list with the exportType "json", otherwise a zip with a JSON file of each, in its folder. spec.outputItemId is the item to download; it is in no list, and goes after two weeks.',
    body: z.looseObject({
      /** A zip when absent. */
      exportType: z.enum(['json', 'zip']).nullish(),
      /** Of the files in a zip: "a.png" is "a.json" (V1, when absent) or "a.png.json". */
      exportVersion: z.enum(['V1', 'V2']).nullish(),
      itemsQuery: jsonBody.nullish(),
      /** Without its filter the query is only about which items there are. */
      annotations: z.looseObject({ include: z.boolean().nullish(), filter: z.boolean().nullish() }).nullish(),
      annotationsQuery: jsonBody.nullish(),
    }),
    handle: async ({ params, body }, context) => {
      const { exportType, exportVersion, itemsQuery, annotations, annotationsQuery } = body;
      const wanted = annotations?.filter === false ? null : annotationsQuery;
      const filter = wanted && { filter: wanted['filter'] ?? wanted };
      const asked = {
        ...params,
        filter: itemsOf(itemsQuery),
        withAnnotations: annotations?.include ?? annotationsQuery !== undefined,
        annotationFilter: filter ? { resource: 'annotations', ...filter } : null,
        format: exportType ?? 'zip',
        naming: exportVersion === 'V2' ? ('whole' as const) : ('stem' as const),
      };
      return write(await context.call('datasets.export', asked), context);
    },
  }),
  route({
    ...common,
    path: '/datasets/:datasetId/split',
    summary: 'Marks the items that match for train, validation and test, by shares, in metadata.system.tags.',
    body: z.looseObject({
      itemsQuery: jsonBody.nullish(),
      MLSplitList: z.strictObject({ train: percent, validation: percent, test: percent }),
    }),
    handle: async ({ params, body }, context) => {
      const asked = { ...params, filter: itemsOf(body.itemsQuery), shares: body.MLSplitList };
      return write(await context.call('datasets.split', asked), context);
    },
  }),
  route({
    ...common,
    path: '/datasets/:datasetId/items/bulk-update-metadata',
    summary: 'Lays metadata over that of the items that match; null takes away.',
    body: z.looseObject({
      query: jsonBody.nullish(),
      updateQuery: z.looseObject({
        update: z.looseObject({ metadata: jsonBody }),
        systemSpace: z.boolean().nullish(),
      }),
    }),
    handle: async ({ params, body: { query, updateQuery } }, context) => {
      const { update, systemSpace } = updateQuery;
      const change = { metadata: update.metadata, system: systemSpace === true };
      const asked = { ...params, filter: itemsOf(query), ...change };
      return write(await context.call('datasets.updateItems', asked), context);
    },
  }),
  route({
    ...common,
    path: '/datasets/:datasetId/sync',
    summary: 'Looks through the watched folders of the dataset again; spec.message says through which.',
    handle: async ({ params }, context) => write(await context.call('datasets.sync', params), context),
  }),
  // Clients of today send PATCH, others POST.
  ...(['POST', 'PATCH'] as const).map((method) =>
    route({
      ...common,
      method,
      path: '/datasets/:datasetId/unlock',
      summary: 'Nothing here locks a dataset: the command is done at once.',
      handle: async ({ params }, context) => write(await context.call('datasets.unlock', params), context),
    }),
  ),
];
