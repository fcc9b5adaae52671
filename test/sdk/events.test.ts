import { afterAll, beforeAll, expect, test } from 'vitest';
import { BadRequest, connect, type ServerEvent, Unauthorized } from '#sdk/index.ts';
import { PLACE } from './support/network.ts';
import { type Served, serve } from './support/server.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(async () => await served.close());

test('a script hears of what changes, until it leaves', async () => {
  const project = await served.session.projects.create('Heard');
  const other = await served.session.projects.create('Unheard');
  const heard: ServerEvent[] = [];
  let begin = () => {};
  const listening = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const loop = (async () => {
    for await (const event of served.session.events({
      names: ['dataset.created'],
      projects: [project.id],
      onListening: begin,
    })) {
      heard.push(event);
      return;
    }
  })();
  await listening;
  await other.datasets.create('D');
  const { id } = await project.datasets.create('D');
  await loop;
  expect(heard).toMatchObject([{ name: 'dataset.created', payload: { id, projectId: project.id } }]);
});

test('an abort ends it quietly; who may not listen, or to nothing that there is, is told', async () => {
  const stop = new AbortController();
  const heard: ServerEvent[] = [];
  for await (const event of served.session.events({ signal: stop.signal, onListening: () => stop.abort() }))
    heard.push(event);
  expect(heard).toEqual([]);
  const stranger = served.connect({ token: 'none' });
  await expect(stranger.events().next()).rejects.toThrow(Unauthorized);
  await expect(served.session.events({ names: ['nonsense'] }).next()).rejects.toThrow(BadRequest);
});

test('events come in pieces, with signs of life between them, and a broken stream is no end', async () => {
  const streams = [
    [
      'id: r-1\nevent: a\nda',
      'ta: {"x":1}\n',
      '\n: still here\n\n',
      'event: b\r\ndata: {"y":\r\ndata: 2}\r\n\r\n',
      'event: lost\nda',
    ],
    ['event: c\ndata: {}\n\n'],
  ];
  const asked: string[] = [];
  const session = connect({
    url: PLACE,
    token: 'T',
    fetch: async (input, init) => {
      asked.push(`${input} ${new Headers(init?.headers).get('last-event-id')}`);
      const pieces = (streams.shift() ?? []).map((text) => new TextEncoder().encode(text));
      const stream = new ReadableStream<Uint8Array>({
        start(controller) {
          for (const piece of pieces) controller.enqueue(piece);
          controller.close();
        },
      });
      return new Response(stream);
    },
  });
  const heard: ServerEvent[] = [];
  for await (const event of session.events({ againMs: 1 })) {
    heard.push(event);
    if (event.name === 'c') break;
  }
  expect(heard).toEqual([
    { name: 'a', payload: { x: 1 } },
    { name: 'b', payload: { y: 2 } },
    { name: 'c', payload: {} },
  ]);
  const address = 'http://127.0.0.1:7411/api/v1/events';
  expect(asked).toEqual([`${address} null`, `${address} r-1`]);
});
