/** What a dataset holds, by a filter (reference sections 1.18 and 1.19): the resource says of what kind. */
import { z } from 'zod';
import { datasetIdSchema } from '#core/model/ids.ts';
import { pageReply, querySchema } from '../query.ts';
import { type Route, route } from '../route.ts';
import { json } from '../wire.ts';
import { queryAnnotations } from './annotation-query.ts';

/** Who answers for which resource. */
const QUERIES = { annotations: queryAnnotations } as const;

const resourceSchema = z.enum(['annotations']);

export const datasetQueryRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/datasets/:datasetId/query',
    tag: 'datasets',
    summary:
      'The annotations of a dataset that a filter matches, page by page; with "delete": true they are deleted.',
    role: 'annotator',
    reads: (body) => !isChange(body),
    params: z.object({ datasetId: datasetIdSchema }),
    body: querySchema.extend({ resource: resourceSchema, delete: z.boolean().nullish() }),
    reply: pageReply(json),
    handle: async ({ params, body }, context) =>
      await QUERIES[body.resource](params.datasetId, body, context),
  }),
];

function isChange(body: unknown): boolean {
  const query = querySchema.safeParse(body).data;
  return query !== undefined && (query['delete'] === true || query['update'] !== undefined);
}
