import { once } from 'node:events';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type CliHome, cliHome, type RunningCli } from './support/cli.ts';

const startedSchema = z.strictObject({
  address: z.string().regex(/^http:\/\/127\.0\.0\.1:\d+$/),
  token: z.string().min(40),
  workspace: z.string(),
  pid: z.int(),
  /** Tokens that stay on this computer need no certificate. */
  fingerprint: z.null(),
});

type Sent = { method?: string; path: string; headers?: Record<string, string>; body?: string };

describe('sluice serve', () => {
  let home: CliHome;
  let server: RunningCli;
  let started: z.infer<typeof startedSchema>;

  beforeAll(async () => {
    home = await cliHome();
    server = home.start('serve', '--workspace', home.path('w'), '--json');
    started = startedSchema.parse(JSON.parse(await server.firstLine()));
  });
  afterAll(async () => await home[Symbol.asyncDispose]());

  /** Sends exactly these headers; `fetch` would not let a test set Host or Origin. */
  async function open(sent: Sent): Promise<IncomingMessage> {
    const sending = httpRequest(new URL(sent.path, started.address), {
      method: sent.method ?? 'GET',
      headers: sent.headers ?? {},
    });
    sending.end(sent.body);
    const [response] = (await once(sending, 'response')) as [IncomingMessage];
    return response;
  }

  async function send(sent: Sent) {
    const response = await open(sent);
    return { status: response.statusCode, headers: response.headers, body: JSON.parse(await text(response)) };
  }

  const authorized = () => ({
    authorization: `Bearer ${started.token}`,
    'content-type': 'application/json',
  });

  const call = (name: string, input: unknown = {}, headers: Record<string, string> = {}) =>
    send({
      method: 'POST',
      path: `/call/${name}`,
      headers: { ...authorized(), ...headers },
      body: JSON.stringify(input),
    });

  it('is well, and says so to everybody on this computer', async () => {
    const { status, body } = await send({ path: '/health' });
    expect({ status, body }).toEqual({
      status: 200,
      body: { ok: true, value: { version: expect.stringMatching(/^\d+\.\d+\.\d+/) } },
    });
  });

  it('answers calls of the contract', async () => {
    const { status, body } = await call('projects.create', { name: 'By script' });
    expect({ status, body }).toMatchObject({ status: 200, body: { ok: true, value: { name: 'By script' } } });
    const ping = await call('diagnostics.ping');
    expect(ping.body).toMatchObject({ ok: true, value: { pid: started.pid } });
    const list = await call('projects.list');
    expect(list.body.value).toEqual([body.value]);
  });

  it.each([
    ['no token', {}],
    ['a wrong token', { authorization: 'Bearer wrong' }],
    ['another scheme', { authorization: 'Basic dTpw' }],
  ])('refuses %s', async (_what, headers) => {
    const sent = { method: 'POST', path: '/call/projects.list', body: '{}' };
    const {
      status,
      headers: received,
      body,
    } = await send({
      ...sent,
      headers: { 'content-type': 'application/json', ...headers },
    });
    expect({ status, code: body.error.code }).toEqual({ status: 401, code: 'forbidden' });
    expect(received['www-authenticate']).toBe('Bearer');
    expect((await send({ path: '/events', headers })).status).toBe(401);
  });

  it.each([
    ['a foreign host name', { host: 'evil.example' }],
    ['a foreign port', { host: '127.0.0.1:1' }],
    ['a page of another origin', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['a page on this computer', { origin: 'http://localhost:3000' }],
    ['what a page loads', { 'sec-fetch-site': 'cross-site' }],
  ])('refuses %s, token or not', async (_what, headers: Record<string, string>) => {
    expect((await send({ path: '/health', headers })).status).toBe(403);
    const { status, body, headers: received } = await call('projects.list', {}, headers);
    expect({ status, ok: body.ok }).toEqual({ status: 403, ok: false });
    expect(received['access-control-allow-origin']).toBeUndefined();
  });

  it.each([
    ['no.such.call', {}, 404, 'unknown-call'],
    ['media.resolve', { itemId: '0'.repeat(24), variant: 'original' }, 403, 'forbidden'],
    ['workspaces.open', { path: '/' }, 403, 'forbidden'],
    ['app.info', {}, 400, 'unsupported'],
    ['projects.create', { name: '' }, 400, 'invalid-input'],
    ['tasks.get', { taskId: '0'.repeat(24) }, 404, 'not-found'],
  ])('answers %s with its error', async (name, input, status, code) => {
    const answer = await call(name, input);
    expect({ status: answer.status, code: answer.body.error.code }).toEqual({ status, code });
  });

  it('wants JSON that is sent as JSON, and not too much of it', async () => {
    const post = { method: 'POST', path: '/call/projects.list' };
    const form = { ...authorized(), 'content-type': 'text/plain' };
    expect((await send({ ...post, headers: form, body: '{}' })).status).toBe(400);
    expect((await send({ ...post, headers: authorized(), body: '{' })).status).toBe(400);
    const large = JSON.stringify({ name: 'x'.repeat(17 * 1024 * 1024) });
    const { status, body } = await send({ ...post, headers: authorized(), body: large });
    expect({ status, message: body.error.message }).toEqual({
      status: 413,
      message: expect.stringContaining('larger than'),
    });
    expect((await send({ path: '/', headers: authorized() })).status).toBe(404);
  });

  it('tells events to whoever listens', async () => {
    const stream = await open({ path: '/events', headers: authorized() });
    expect(stream.headers['content-type']).toBe('text/event-stream');
    stream.setEncoding('utf8');
    let received = '';
    stream.on('data', (part: string) => {
      received += part;
    });
    const { body } = await call('projects.create', { name: 'Heard of' });
    while (!received.includes('projects.changed')) await once(stream, 'data');
    const told = `event: projects.changed\ndata: {"projectId":"${body.value.id}"}\n\n`;
    expect(received).toContain(told);
    stream.destroy();
  });

  it('watches folders without a window', async () => {
    const project = await call('projects.setUp', { name: 'Watched' });
    const { inbox } = project.body.value.datasets;
    const folder = home.path('camera');
    await mkdir(folder);
    const added = await call('watchedFolders.add', { datasetId: inbox, path: folder });
    expect(added.body).toMatchObject({ ok: true, value: { path: folder } });
    const create = { width: 8, height: 8, channels: 3, background: 'red' } as const;
    await sharp({ create }).png().toFile(home.path('camera', 'red.png'));
    const count = async () => (await call('items.count', { datasetId: inbox })).body.value.count;
    await expect.poll(count, { timeout: 20_000 }).toBe(1);
  });

  it('does what other commands want of its workspace', async () => {
    const project = await call('projects.create', { name: 'Shared' });
    await call('datasets.create', { projectId: project.body.value.id, name: 'Pictures' });
    const where = ['--workspace', home.path('w'), '--project', 'Shared'];
    const create = { width: 8, height: 8, channels: 3, background: 'blue' } as const;
    await sharp({ create }).png().toFile(home.path('blue.png'));
    const uploaded = await home.json(
      'items',
      'upload',
      'Pictures',
      home.path('blue.png'),
      '--path',
      '/x',
      ...where,
    );
    expect(uploaded).toMatchObject([{ op: 'created', item: { filename: '/x/blue.png' } }]);
    expect(await home.json('items', 'list', 'Pictures', ...where)).toMatchObject([
      { filename: '/x/blue.png' },
    ]);
    const download = [
      'items',
      'download',
      '--dataset',
      'Pictures',
      '--to',
      home.path('out'),
      '--workspace',
      home.path('w'),
    ];
    await home.json(...download);
    expect(await readFile(home.path('out', 'x', 'blue.png'))).toEqual(await readFile(home.path('blue.png')));
    expect(await home.run(...download)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--overwrite'),
    });
    expect(await home.json('tasks', 'list', '--workspace', home.path('w'))).toHaveLength(3);
    expect(await home.json('pipelines', 'list', ...where)).toEqual([]);
    await home.json('projects', 'create', 'Made', '--workspace', home.path('w'));
    await home.json('tasks', 'create', 'Look', '--dataset', 'Pictures', ...where);
    const taken = await home.json('tasks', 'take', 'Look', ...where);
    expect(taken).toMatchObject({ item: { name: 'blue.png' }, path: null });
    await home.json('tasks', 'delete', 'Look', ...where);
    const made = (await call('projects.list')).body.value;
    expect(made).toContainEqual(expect.objectContaining({ name: 'Made' }));
    const tokens = await call('api.tokens');
    expect(tokens.body.value).toHaveLength(1);
  });

  it('keeps its workspace to itself for who does not have its tokens', async () => {
    const other = { ...home.env, XDG_CONFIG_HOME: home.path('stranger') };
    await using stranger = await cliHome(other);
    const { code, stdout, stderr } = await stranger.run('tasks', 'list', '--workspace', home.path('w'));
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toContain(String(started.pid));
  });

  it('cannot have a port that is taken', async () => {
    const port = new URL(started.address).port;
    const args = ['serve', '--workspace', home.path('other'), '--port', port];
    expect(await home.run(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(port) });
  });

  it('ends in order when it is told to, also while somebody listens', async () => {
    const stream = await open({ path: '/events', headers: authorized() });
    stream.on('error', () => undefined).resume();
    const { code, stdout, stderr } = await server.end('SIGTERM');
    // Nobody is sent to where nothing is served any more.
    expect(await readdir(home.path('config', 'sluice', 'api', 'serving'))).toEqual([]);
    expect({ code, stderr, lines: stdout.trim().split('\n').length }).toEqual({
      code: 0,
      stderr: '',
      lines: 1,
    });
    const tasks = (await home.json('tasks', 'list', '--workspace', home.path('w'))) as { name: string }[];
    expect(tasks.map((task) => task.name)).toEqual(['Label A', 'Label B', 'QA']);
  });
});
