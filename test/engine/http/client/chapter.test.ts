/** The chapter about pipelines, from create to list and delete, request by request (reference section 2.9). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PIXEL } from '../support/parts.ts';
import { datasets, projects } from './data.ts';
import { addNode, connectNodes, datasetNode, type Held } from './graph.ts';
import { items, upload } from './items.ts';
import { cycles, pipelines } from './pipelines.ts';
import { openServed, type Served } from './server.ts';
import type { Client, Json } from './wire.ts';

let served: Served;
let client: Client;
let project: Json;
let item: Json;
let pipeline: Held;
beforeAll(async () => {
  served = await openServed();
  client = served.client();
  project = await projects.create(client, 'chapter');
  const [from, to] = [
    await datasets.create(client, project, 'in'),
    await datasets.create(client, project, 'out'),
  ];
  item = (await upload(client, from, { path: '/test1.jpg', bytes: PIXEL })).item;
  pipeline = await pipelines.create(client, project, 'My-First-Pipeline');
  const begin = addNode(pipeline, datasetNode(project, 'in', from));
  connectNodes(pipeline, begin, datasetNode(project, 'out', to));
});
afterAll(async () => await served.close());

test('print(pipeline): every field that it shows is there', async () => {
  const { json } = await pipelines.create(client, project, 'printed');
  expect(json).toMatchObject({
    id: expect.stringMatching(/^[0-9a-f]{24}$/),
    name: 'printed',
    creator: 'ada@example.com',
    orgId: expect.any(String),
    connections: [],
    nodes: [],
    settings: {},
    variables: [],
    status: 'Created',
    createdAt: expect.stringMatching(/Z$/),
    startNodes: [],
    projectId: project.id,
    compositionId: expect.any(String),
    url: `${client.environment.url}/pipelines/${json.id}`,
    preview: null,
    description: null,
  });
  expect((await pipelines.get(client, json.id)).json).toEqual(json);
  expect((await pipelines.named(client, project, 'printed')).json).toEqual(json);
  await pipelines.delete(client, json.id);
  await expect(pipelines.get(client, json.id)).rejects.toMatchObject({ status: 404 });
});

test('print(item): every field that it shows is there', async () => {
  const shown = await items.get(client, item.id);
  expect(shown).toMatchObject({ filename: '/test1.jpg', name: 'test1.jpg', type: 'file', spec: null });
  expect(shown.dataset).toBe(`${client.environment.url}/datasets/${shown.datasetId}`);
});

test('execute, list, stats, pause, reset, delete', async () => {
  const id = pipeline.json.id;
  pipeline = await pipelines.update(client, pipeline);
  expect((await pipelines.install(client, id)).json.status).toBe('Installed');
  const first = await pipelines.execute(client, id, { item: item.id });
  const second = await cycles.create(client, id, { input: { item: item.id } });
  for (const cycle of [first, second]) {
    expect(await cycles.wait(client, cycle)).toMatchObject({ status: 'success', pipelineId: id });
  }
  const listed = await cycles.list(client, id);
  expect(listed.map((one) => one.id).toSorted()).toEqual([first.id, second.id].toSorted());
  expect((await pipelines.list(client)).map((one) => one.id)).toContain(id);
  expect(await pipelines.stats(client, id)).toMatchObject({
    pipelineExecutionCounters: [{ status: 'success', count: 2 }],
  });
  await expect(pipelines.reset(client, id)).rejects.toMatchObject({ status: 400 });
  await pipelines.pause(client, id);
  expect((await pipelines.get(client, id)).json.status).toBe('Uninstalled');
  await pipelines.reset(client, id);
  expect(await cycles.list(client, id)).toEqual([]);
  await pipelines.install(client, id);
  await pipelines.reset(client, id, true);
  await pipelines.delete(client, id);
  expect((await pipelines.list(client, { projectId: project.id })).map((one) => one.id)).not.toContain(id);
});

test('open_in_web asks for nothing: a browser without a token finds the way into the app, or is told that there is none', async () => {
  const shown = await fetch(
    `${client.environment.gate}/projects/${project.id}/pipelines/${pipeline.json.id}`,
  );
  expect([shown.status, shown.headers.get('content-type')]).toEqual([
    200,
    expect.stringMatching(/^text\/html/),
  ]);
  const other = await fetch(`${client.environment.gate}/projects/${project.id}/recipes/x`);
  expect([other.status, await other.json()]).toEqual([404, { message: expect.stringContaining('window') }]);
});
