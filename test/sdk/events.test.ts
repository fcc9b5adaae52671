import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, Forbidden, type ServerEvent } from '#sdk/index.ts';
import { PLACE } from './support/network.ts';
import { type Served, serve } from './support/server.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(async () => await served.close());

test('a script hears of what changes, until it leaves', async () => {
  const heard: ServerEvent[] = [];
  let begin = () => {};
  const listening = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const loop = (async () => {
    for await (const event of served.session.events({ names: ['projects.changed'], onListening: begin })) {
      heard.push(event);
      return;
    }
  })();
  await listening;
  const { id } = await served.session.projects.create('Heard');
  await loop;
  expect(heard).toEqual([{ name: 'projects.changed', payload: { projectId: id } }]);
});

test('an abort ends it quietly; a role that may not listen is told', async () => {
  const stop = new AbortController();
  const heard: ServerEvent[] = [];
  for await (const event of served.session.events({ signal: stop.signal, onListening: () => stop.abort() }))
    heard.push(event);
  expect(heard).toEqual([]);
  const annotator = served.connect({ token: await served.api.tokenFor('annotator') });
  await expect(annotator.events().next()).rejects.toThrow(Forbidden);
});

test('events come in pieces, with signs of life between them, and a broken stream is no end', async () => {
  const streams = [
    [
      'event: a\nda',
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
    fetch: async (input) => {
      asked.push(String(input));
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
  expect(new Set(asked)).toEqual(new Set(['http://127.0.0.1:7411/events']));
});
