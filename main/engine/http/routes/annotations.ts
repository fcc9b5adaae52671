/** Annotations (reference section 2.5). Lists by filter are asked of their dataset: see `annotation-query.ts`. */
import { z } from 'zod';
import { SluiceError } from '#core/errors.ts';
import {
  fpsOf,
  readAnnotation,
  readAnnotationChange,
  writeAnnotation,
} from '#core/formats/dataloop/annotation.ts';
import type { Json } from '#core/formats/dataloop/json.ts';
import { annotationReply } from '#core/formats/dataloop/replies.ts';
import type { AnnotationRecord } from '#core/model/annotation.ts';
import { type AnnotationId, annotationIdSchema, itemIdSchema } from '#core/model/ids.ts';
import { type Route, type RouteContext, route } from '../route.ts';
import { done, jsonBody, systemQuery } from '../wire.ts';

const tag = 'annotations';
const byId = z.object({ annotationId: annotationIdSchema });
const ofItem = z.object({ itemId: itemIdSchema });

/** Annotations of one request. */
const MOST = 10_000;

/** Times that a change is tried again when another one came between. */
const TRIES = 5;

export const annotationRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/items/:itemId/annotations',
    tag,
    summary:
      'Adds annotations to an item: all of them, or none when one does not fit. Answers with them in order.',
    role: 'annotator',
    params: ofItem,
    body: z.union([z.array(jsonBody).max(MOST), jsonBody]),
    reply: z.array(annotationReply),
    handle: async ({ params, body }, { call, base }) => {
      const fps = fpsOf(await call('items.get', params));
      const annotations = [body].flat().map((json, at) => {
        const { content, status } = readAnnotation(json, { fps, place: `annotations.${at}` });
        return { ...content, status };
      });
      const made = await call('annotations.add', { ...params, annotations });
      return made.map((record) => writeAnnotation(record, base));
    },
  }),
  route({
    method: 'GET',
    path: '/items/:itemId/annotations',
    tag,
    summary: 'All annotations of an item.',
    role: 'annotator',
    params: ofItem,
    reply: z.array(annotationReply),
    handle: async ({ params }, { call, base }) =>
      (await call('annotations.ofItem', params)).map((record) => writeAnnotation(record, base)),
  }),
  route({
    method: 'GET',
    path: '/annotations/:annotationId',
    tag,
    summary: 'One annotation.',
    role: 'annotator',
    params: byId,
    reply: annotationReply,
    handle: async ({ params }, { call, base }) =>
      writeAnnotation(await call('annotations.get', params), base),
  }),
  route({
    method: 'PUT',
    path: '/annotations/:annotationId',
    tag,
    summary:
      'Changes what is given; null takes away. metadata.system, and with it the status, only with system=true.',
    role: 'annotator',
    params: byId,
    query: systemQuery,
    body: jsonBody,
    reply: annotationReply,
    handle: async ({ params, query, body }, context) =>
      writeAnnotation(await update(params.annotationId, body, query.system, context), context.base),
  }),
  route({
    method: 'PUT',
    path: '/annotations/:annotationId/issue',
    tag,
    summary:
      'Opens an issue on an annotation: an item that waits in a QA task goes back to whoever labelled it.',
    role: 'annotator',
    params: byId,
    body: jsonBody,
    reply: annotationReply,
    handle: async ({ params }, context) => {
      const diff = { metadata: { system: { status: 'issue' } } };
      return writeAnnotation(await update(params.annotationId, diff, true, context), context.base);
    },
  }),
  route({
    method: 'DELETE',
    path: '/annotations/:annotationId',
    tag,
    summary: 'Deletes an annotation; it can be brought back in the studio.',
    role: 'annotator',
    empty: true,
    params: byId,
    reply: done,
    handle: async ({ params }, { call }) => {
      await call('annotations.remove', params);
      return {};
    },
  }),
];

/** Two clients' diffs are laid over each other, one after the other: neither takes the other's back. */
async function update(
  annotationId: AnnotationId,
  diff: Json,
  system: boolean,
  { call }: RouteContext,
): Promise<AnnotationRecord> {
  for (let tries = 1; ; tries += 1) {
    const before = await call('annotations.get', { annotationId });
    const fps = fpsOf(await call('items.get', { itemId: before.itemId }));
    const change = readAnnotationChange(before, diff, { fps, system, place: 'annotation' });
    if (change.content === null && change.status === undefined) return before;
    try {
      return await call('annotations.change', { annotationId, rev: before.rev, ...change });
    } catch (error) {
      const isLate = error instanceof SluiceError && error.code === 'conflict';
      if (!isLate || tries === TRIES) throw error;
    }
  }
}
