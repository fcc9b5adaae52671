/** What workstations ask of a hub, beyond what the reference system has. */
import { z } from 'zod';
import { calls } from '#contract/index.ts';
import { datasetIdSchema } from '#core/model/ids.ts';
import { HttpError } from '../errors.ts';
import { type Route, type RouteContext, route } from '../route.ts';
import { jsonBody } from '../wire.ts';

const tag = 'hub';

/** That a workstation was heard of, and what has come from it. */
function noteStation(
  { accounts, who, from }: RouteContext,
  came: { readonly received: number; readonly clashes: number } = { received: 0, clashes: 0 },
): void {
  accounts.hear(who, from, came);
}

export const hubRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/hub',
    tag,
    summary: 'Says that this is a hub, and which questions it answers.',
    role: 'annotator',
    reply: z.object({ name: z.literal('sluice'), protocol: z.literal(1) }),
    handle: () => ({ name: 'sluice' as const, protocol: 1 as const }),
  }),
  route({
    method: 'GET',
    path: '/hub/datasets/:datasetId',
    tag,
    summary: 'What the labelling of a dataset needs beside its items: recipes, tasks, who works in them.',
    role: 'annotator',
    params: z.object({ datasetId: datasetIdSchema }),
    reply: calls['hub.dataset'].output,
    handle: async ({ params }, { call }) => await call('hub.dataset', params),
  }),
  route({
    method: 'GET',
    path: '/hub/datasets/:datasetId/changes',
    tag,
    summary:
      'Items of a dataset changed after a place in its feed, each as it is now with its annotations; without a place all.',
    role: 'annotator',
    params: z.object({ datasetId: datasetIdSchema }),
    query: z.looseObject({
      era: z.string().max(100).optional(),
      after: z.coerce.number().int().min(0).optional(),
      limit: z.coerce.number().int().min(1).max(1000).optional(),
    }),
    reply: calls['hub.changes'].output,
    handle: async ({ params, query }, context) => {
      noteStation(context);
      return await context.call('hub.changes', {
        ...params,
        era: query.era ?? null,
        after: query.after,
        limit: query.limit,
      });
    },
  }),
  route({
    method: 'POST',
    path: '/hub/uploads',
    tag,
    summary:
      'Makes an item of a file that was sent in pieces, or says how many bytes of it are here. The same file in its place is taken for it.',
    role: 'annotator',
    body: calls['hub.upload'].input,
    reply: calls['hub.upload'].output,
    handle: async ({ body }, { call }) => await call('hub.upload', body),
  }),
  route({
    method: 'POST',
    path: '/hub/uploads/:datasetId/:sha256',
    tag,
    summary:
      'The next piece of a file (multipart: file), beginning with the byte "offset"; 409 tells what is here.',
    role: 'annotator',
    params: z.object({ datasetId: datasetIdSchema, sha256: calls['hub.append'].input.shape.sha256 }),
    query: z.looseObject({ offset: z.coerce.number().int().min(0) }),
    parts: true,
    body: jsonBody.nullish(),
    reply: calls['hub.append'].output,
    handle: async ({ params: { datasetId, sha256 }, query: { offset } }, { call, receive }) => {
      const { path: place } = await call('items.uploadPlace', { datasetId });
      const received = await receive?.(async () => place);
      if (!received?.file)
        throw new HttpError(400, 'Send the piece as "multipart/form-data", as the part "file".');
      return await call('hub.append', { sha256, offset, path: received.file.path });
    },
  }),
  route({
    method: 'POST',
    path: '/hub/leases',
    tag,
    summary:
      'Keeps items of a task for the person who asks, until a day. The same id again is answered the same.',
    role: 'annotator',
    body: calls['hub.lease'].input,
    reply: calls['hub.lease'].output,
    handle: async ({ body }, { call }) => await call('hub.lease', body),
  }),
  route({
    method: 'DELETE',
    path: '/hub/leases/:id',
    tag,
    summary: 'The person needs the items no more: others may get them.',
    role: 'annotator',
    params: calls['hub.endLease'].input,
    reply: calls['hub.endLease'].output,
    handle: async ({ params }, { call }) => await call('hub.endLease', params),
  }),
  route({
    method: 'POST',
    path: '/hub/recipes',
    tag,
    summary: 'Takes a change of a recipe, put together with what others have changed of it meanwhile.',
    role: 'developer',
    body: calls['hub.recipe'].input,
    reply: calls['hub.recipe'].output,
    handle: async ({ body }, { call }) => await call('hub.recipe', body),
  }),
  route({
    method: 'POST',
    path: '/hub/watch',
    tag,
    summary:
      'Waits until datasets have changed after these places in their feeds, or recipes and tasks have; at the latest after "wait" seconds.',
    role: 'annotator',
    reads: true,
    body: calls['hub.watch'].input,
    reply: calls['hub.watch'].output,
    handle: async ({ body }, context) => {
      noteStation(context);
      return await context.call('hub.watch', body);
    },
  }),
  route({
    method: 'POST',
    path: '/hub/parcels',
    tag,
    summary:
      'A parcel of changes, each with what it began from: put together with what others changed, and answered in order. May be sent again.',
    role: 'annotator',
    body: calls['hub.receive'].input,
    reply: calls['hub.receive'].output,
    handle: async ({ body }, context) => {
      const answered = await context.call('hub.receive', body);
      const clashes = answered.outcomes.reduce((sum, outcome) => sum + outcome.clashes.length, 0);
      noteStation(context, { received: body.changes.length, clashes });
      return answered;
    },
  }),
];
