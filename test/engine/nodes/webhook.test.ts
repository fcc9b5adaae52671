/** `webhook` against a real server: what is sent, what counts as told, and what is tried again. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import {
  type Bench,
  type Flow,
  flowOf,
  graphOf,
  makeBench,
  makeFlow,
  storage,
} from '../runner/support/flow.ts';
import { label, library, only, until } from './support.ts';

type Heard = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};

let world: World;
let bench: Bench;
let server: Server;
let origin: string;
let heard: Heard[];
/** How the server answers; it has the number of the request. */
let answer: (response: ServerResponse, nth: number, request: Heard) => void;

beforeEach(async () => {
  heard = [];
  answer = (response) => response.end('ok');
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      heard.push(one);
      answer(response, heard.length, one);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  world = await openWorld();
  bench = await makeBench(world);
});

afterEach(async () => {
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const hook = (config: Readonly<Record<string, unknown>> = {}) =>
  graphOf(
    [
      library('webhook', 'hook', { url: `${origin}/tell?token=secret`, ...config }),
      storage('end', bench.inbox),
    ],
    ['hook > end'],
  );

const executionOf = async (flow: Flow) => only(flow, (await flow.cycle()).id, 'hook');

/** Starts a cycle, and waits until the webhook is in a state. */
async function startAndWait(flow: Flow, attempts: number) {
  const item = world.arrive(bench.inbox, 'a.png');
  await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, itemIds: [item.id] });
  await until(async () => {
    const run = await executionOf(flow);
    return run.attempt === attempts && run.state === 'queued';
  });
  return item;
}

test('tells of the item as JSON, and lets it go on', async () => {
  const flow = await makeFlow(world, bench, hook());
  const item = world.arrive(bench.inbox, 'a.png');
  label(world, item.id, 'car', [1, 2, 3, 4]);
  await flow.run([item]);
  const run = await executionOf(flow);
  expect(heard).toMatchObject([
    {
      method: 'POST',
      url: '/tell?token=secret',
      headers: { 'content-type': 'application/json', 'idempotency-key': run.id, 'user-agent': 'Sluice' },
    },
  ]);
  expect(JSON.parse(heard[0]?.body ?? '')).toMatchObject({ id: item.id, annotations: [{ label: 'car' }] });
  expect(await flow.statuses()).toEqual(['success']);
  expect(await flow.taken()).toEqual([1]);
});

test('sends what it is told to: method, headers, a text with places, a login', async () => {
  const url = `${origin.replace('//', '//me:pass%20word@')}/put`;
  const body = '{"text":"{{item.name}} of {{cycle.id}}","node":{{node}}}';
  const flow = await makeFlow(
    world,
    bench,
    hook({ url, method: 'PUT', headers: { 'X-Own': 'yes', 'Idempotency-Key': 'mine' }, body }),
  );
  await flow.send('a "quoted".png');
  const run = await executionOf(flow);
  expect(heard).toMatchObject([
    {
      method: 'PUT',
      url: '/put',
      headers: {
        'x-own': 'yes',
        'idempotency-key': run.id,
        authorization: `Basic ${Buffer.from('me:pass word').toString('base64')}`,
      },
    },
  ]);
  expect(JSON.parse(heard[0]?.body ?? '')).toEqual({
    text: `a "quoted".png of ${(await flow.cycle()).id}`,
    node: { id: 'hook', name: 'hook' },
  });
});

test('GET has no body', async () => {
  const flow = await makeFlow(world, bench, hook({ method: 'GET', body: 'never' }));
  await flow.send('a');
  expect(heard).toMatchObject([{ method: 'GET', body: '' }]);
});

test.each([400, 401, 404, 410, 422])('an answer of %i fails at once, with what was said', async (status) => {
  answer = (response) => response.writeHead(status).end('not  like\nthis');
  const flow = await makeFlow(world, bench, hook());
  await flow.send('a');
  const { state, error, attempt } = await executionOf(flow);
  expect([state, attempt, heard.length]).toEqual(['failed', 1, 1]);
  expect(error).toBe(`POST ${origin}/tell was answered with ${status}: not like this`);
});

test.each([429, 500, 503])('an answer of %i is tried again under the same key', async (status) => {
  answer = (response, nth) => response.writeHead(nth === 1 ? status : 200).end();
  const flow = await makeFlow(world, bench, hook());
  await startAndWait(flow, 1);
  expect((await executionOf(flow)).error).toBe(`POST ${origin}/tell was answered with ${status}`);
  world.clock.at += 10_000;
  world.runner.wake();
  await world.settled();
  expect(await flow.statuses()).toEqual(['success']);
  expect(new Set(heard.map((one) => one.headers['idempotency-key'])).size).toBe(1);
  expect(heard).toHaveLength(2);
});

test('waits as long as it is asked to', async () => {
  answer = (response, nth) => response.writeHead(nth === 1 ? 503 : 200, { 'retry-after': '600' }).end();
  const flow = await makeFlow(world, bench, hook());
  const began = world.clock.at;
  await startAndWait(flow, 1);
  const due = world.db.get<{ at: number }>(
    'SELECT not_before AS at FROM execution WHERE not_before IS NOT NULL',
  );
  expect(due?.at).toBe(began + 600_000);
  world.clock.at = began + 600_000;
  world.runner.wake();
  await world.settled();
  expect(heard).toHaveLength(2);
});

test('gives up after the attempts that its node allows', async () => {
  answer = (response) => response.writeHead(500).end('broken');
  const flow = await makeFlow(world, bench, hook({ maxAttempts: 2 }));
  await startAndWait(flow, 1);
  world.clock.at += 60_000;
  world.runner.wake();
  await world.settled();
  expect(await executionOf(flow)).toMatchObject({ state: 'failed', attempt: 2 });
  expect(heard).toHaveLength(2);
});

test('who is not there, or says nothing in time, is tried again later', async () => {
  answer = () => undefined;
  const late = await makeFlow(world, bench, hook({ timeoutSeconds: 0.1 }), { name: 'Late' });
  await startAndWait(late, 1);
  expect((await executionOf(late)).error).toBe(`${origin}/tell gave no answer in 0.1 seconds.`);
  const nobody = await makeFlow(world, bench, hook({ url: 'http://127.0.0.1:9/' }), { name: 'Nobody' });
  const item = world.arrive(bench.inbox, 'b.png');
  await world.calls['pipelines.execute']({ pipelineId: nobody.pipelineId, itemIds: [item.id] });
  await until(async () => (await executionOf(nobody)).error !== null);
  expect((await executionOf(nobody)).error).toMatch(/^http:\/\/127\.0\.0\.1:9\/ cannot be reached: /);
});

test('an answer without end is not waited for', async () => {
  answer = (response) => {
    response.writeHead(400);
    const more = () => {
      if (response.write('x'.repeat(10_000))) setImmediate(more);
      else response.once('drain', more);
    };
    more();
  };
  const flow = await makeFlow(world, bench, hook());
  await flow.send('a');
  const { state, error } = await executionOf(flow);
  expect(state).toBe('failed');
  expect(error?.length).toBeLessThan(500);
});

test('redirects are followed on the same host', async () => {
  answer = (response, nth, { url }) => {
    if (nth === 1) response.writeHead(307, { location: '/there?x=1' }).end();
    else if (url.startsWith('/there')) response.writeHead(303, { location: `${origin}/see` }).end();
    else response.end();
  };
  const flow = await makeFlow(world, bench, hook({ body: '{}' }));
  await flow.send('a');
  expect(heard.map(({ method, url, body }) => [method, url, body])).toEqual([
    ['POST', '/tell?token=secret', '{}'],
    ['POST', '/there?x=1', '{}'],
    ['GET', '/see', ''],
  ]);
  expect(await flow.statuses()).toEqual(['success']);
});

test.each([
  ['to another host', 'http://localhost:1/x', /sends on to http:\/\/localhost:1\/x, which is somewhere else/],
  ['without end', '/again', /from one address to the next more than 5 times/],
])('redirects %s are refused', async (_what, location, words) => {
  answer = (response) => response.writeHead(308, { location }).end();
  const flow = await makeFlow(world, bench, hook());
  await flow.send('a');
  const { state, error } = await executionOf(flow);
  expect(state).toBe('failed');
  expect(error).toMatch(words);
});

test('an engine that dies before it knows the answer asks again under the same key', async () => {
  let open: ServerResponse | null = null;
  answer = (response, nth) => {
    if (nth === 1) open = response;
    else response.end();
  };
  const flow = await makeFlow(world, bench, hook());
  const item = world.arrive(bench.inbox, 'a.png');
  await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, itemIds: [item.id] });
  await until(() => open !== null);
  await world.kill();
  world = await openWorld({ folder: world.folder });
  await world.settled();
  expect(await flowOf(world, bench, flow.pipelineId).statuses()).toEqual(['success']);
  const keys = heard.map((one) => one.headers['idempotency-key']);
  expect(keys).toEqual([keys[0], keys[0]]);
});
