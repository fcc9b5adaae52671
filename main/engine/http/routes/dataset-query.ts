/** What a dataset holds, by a filter (reference sections 1.18 and 1.19): the resource says of what kind. */
import { z } from 'zod';
import { commandReply } from '#core/formats/dataloop/replies.ts';
import { datasetIdSchema } from '#core/model/ids.ts';
import { pageReply } from '../query.ts';
import { type Route, route } from '../route.ts';
import { json } from '../wire.ts';
import { queryAnnotations } from './annotation-query.ts';
import { datasetQuery, queryItems } from './item-query.ts';

/** Who answers for which resource. */
const QUERIES = { items: queryItems, annotations: queryAnnotations } as const;

const resourceSchema = z.enum(['items', 'annotations']);

export const datasetQueryRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/datasets/:datasetId/query',
    tag: 'datasets',
    summary:
      'The items, folders among them, or annotations of a dataset that a filter matches, page by page; with "delete": true they are deleted, items with "update" changed, with "references" put into tasks or taken out of them. When a filter says after which id to go on and the page before was not asked for, totalItemsCount counts items no further than to 10,000.',
    role: 'annotator',
    reads: (body) => !isChange(body),
    params: z.object({ datasetId: datasetIdSchema }),
    body: datasetQuery.extend({ resource: resourceSchema.default('items') }),
    reply: pageReply(json).extend({ command: commandReply.optional() }),
    handle: async ({ params, body }, context) =>
      await QUERIES[body.resource](params.datasetId, body, context),
  }),
];

function isChange(body: unknown): boolean {
  const query = datasetQuery.safeParse(body).data;
  return (
    query !== undefined && (query.delete === true || (query.update ?? query.references ?? null) !== null)
  );
}
