/** What happens, for scripts: server-sent events at `/api/v1/events`, which a reader that was cut off can go on with. */
import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { invalidInput } from '#contract/envelope.ts';
import type { NewsFeed, ToldNews } from '../news/feed.ts';
import { NEWS_TYPES, type News, newsSchema } from '../news/news.ts';
import type { Guarded } from './guard.ts';
import { listParameter } from './query.ts';

/** A line now and then shows both sides that the other is still there, in milliseconds. */
const BEAT_MS = 15_000;

/** A reader that is this far behind (bytes) is let go: it may come back, and goes on where it was. */
const BACKLOG_BYTES = 4 * 1024 * 1024;

/** Milliseconds that a reader which is let go has for what was sent to it. */
const FAREWELL_MS = 10_000;

const PATH = '/events';

/** `item` stands for all types of items. */
const KINDS = [...new Set([...NEWS_TYPES, ...NEWS_TYPES.map((type) => type.replace(/\..*/, ''))])];

const querySchema = z.looseObject({
  type: listParameter.refine(
    (types) => types?.every((type) => KINDS.includes(type)) ?? true,
    `must be of ${KINDS.join(', ')}`,
  ),
  project: listParameter,
  dataset: listParameter,
});
type Wanted = z.output<typeof querySchema>;

export function addEvents(app: FastifyInstance, apiPath: string, news: NewsFeed): void {
  const config = { role: 'annotator' } as const satisfies Guarded;
  app.get(apiPath + PATH, { config }, (request, reply) => {
    const query = querySchema.safeParse(request.query);
    if (!query.success) throw invalidInput('The query', query.error.issues);
    const last = request.headers['last-event-id'];
    reply.hijack();
    stream(reply.raw, news, { wanted: query.data, after: typeof last === 'string' ? last : null });
    request.raw.resume();
  });
}

function stream(
  response: ServerResponse,
  news: NewsFeed,
  { wanted, after }: { readonly wanted: Wanted; readonly after: string | null },
): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  const send = (told: readonly ToldNews[]) => {
    const text = told
      .filter((one) => isWanted(one.news, wanted))
      .map(({ id, news: one }) => `id: ${id}\nevent: ${one.type}\ndata: ${JSON.stringify(one)}\n\n`)
      .join('');
    if (text !== '') response.write(text);
    if (response.writableLength > BACKLOG_BYTES) letGo();
  };
  const { missed, stop } = news.listen(send, after);
  const beat = setInterval(() => response.write(': still here\n\n'), BEAT_MS);
  const leave = () => {
    clearInterval(beat);
    stop();
  };
  const letGo = () => {
    leave();
    response.end('event: behind\ndata: {"message":"You read too slowly; come back with Last-Event-ID."}\n\n');
    setTimeout(() => response.destroy(), FAREWELL_MS).unref();
  };
  response.once('close', leave);
  response.write(': listening\n\n');
  if (missed) send(missed);
  else
    response.write(
      'event: reset\ndata: {"message":"Events were missed: read the state by other calls."}\n\n',
    );
}

function isWanted(news: News, { type, project, dataset }: Wanted): boolean {
  const [kind = ''] = news.type.split('.');
  if (type && !type.includes(news.type) && !type.includes(kind)) return false;
  if (project && !project.includes(news.projectId ?? '')) return false;
  return !dataset || dataset.includes(news.datasetId ?? '');
}

/** For the document that describes the API. */
export function describeEvents(schemaOf: (schema: z.ZodType) => object) {
  const parameter = (name: string, place: string, description: string) => ({
    name,
    in: place,
    required: false,
    description,
    schema: { type: 'string' },
  });
  return {
    [PATH]: {
      get: {
        operationId: 'get-events',
        tags: ['events'],
        summary: 'What happens from now on, as server-sent events; each is named by its type and has an id.',
        description: 'Least role: annotator.',
        parameters: [
          parameter('type', 'query', `Only these, with commas: ${KINDS.join(', ')}.`),
          parameter('project', 'query', 'Only of projects with these ids.'),
          parameter('dataset', 'query', 'Only of datasets with these ids.'),
          parameter(
            'Last-Event-ID',
            'header',
            'Goes on after this event. When some since then are not kept any more, the first event is "reset".',
          ),
        ],
        responses: {
          200: { description: 'Events', content: { 'text/event-stream': { schema: schemaOf(newsSchema) } } },
        },
      },
    },
  };
}
