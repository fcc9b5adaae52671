import { afterAll, beforeAll, expect, test } from 'vitest';
import { itemIdSchema, taskIdSchema } from '#core/model/ids.ts';
import { BASE, openApi, type TestApi } from './support/api.ts';
import { addItem } from './support/items.ts';
import { commandOver, connection, datasetNode, labelling, root, waitFor } from './support/pipelines.ts';

let api: TestApi;
let projectId: string;
let datasetId: string;
let doneId: string;
let recipeId: string;
beforeAll(async () => {
  api = await openApi();
  projectId = (await api.sdk('POST', '/projects', { name: 'p' })).body.id;
  const dataset = async (name: string) =>
    (await api.sdk('POST', '/datasets', { name, projects: [projectId] })).body;
  const inbox = await dataset('in');
  datasetId = inbox.id;
  [recipeId] = inbox.metadata.system.recipes;
  doneId = (await dataset('done')).id;
});
afterAll(async () => await api.close());

/** A pipeline that is installed: of machine work alone, or with people in it. */
async function installed(name: string, graph: object) {
  const sent = { name, projectId, nodes: [], connections: [], startNodes: [], variables: [], ...graph };
  const { body } = await api.sdk('POST', '/pipelines', sent);
  const path = `/pipelines/${body.id}`;
  expect((await api.sdk('POST', `${path}/install`, {})).body).toMatchObject({ status: 'Installed' });
  return { id: body.id, path, body };
}

const copying = () => ({
  nodes: [datasetNode('begin', 0, datasetId), datasetNode('end', 1, doneId)],
  connections: [connection('begin', 'end')],
  startNodes: [root('begin')],
});
const people = () => labelling({ id: recipeId, datasetId }, doneId);

async function cycles(pipelineId: string, filter: object = {}) {
  const query = { filter: { $and: [{ pipelineId }, filter] }, pageSize: 100, resource: 'pipelineState' };
  return (await api.sdk('POST', '/pipelines/query', query)).body;
}

test('a batch is a command that is waited for: a cycle for each item of the query', async () => {
  const { id, path } = await installed('batch', copying());
  const night = [1, 2, 3].map(() => addItem(api, datasetId, { metadata: { user: { time: 'night' } } }));
  addItem(api, datasetId);
  const query = {
    filter: { $and: [{ 'metadata.user.time': 'night' }, { hidden: false }, { type: 'file' }] },
    context: { datasets: [datasetId] },
    resource: 'items',
    page: 0,
    pageSize: 1000,
    sort: {},
  };
  const { status, body } = await api.sdk('POST', `${path}/execute`, { batch: { query, args: {} } });
  expect({ status, body }).toMatchObject({
    status: 200,
    body: { url: `${BASE}/commands/${body.id}`, progress: expect.any(Number), spec: {} },
  });
  expect(await commandOver(api, body)).toMatchObject({ status: 'success', progress: 100 });
  const page = await waitFor(
    () => cycles(id, { status: 'success' }),
    ({ totalItemsCount }) => totalItemsCount === night.length,
  );
  expect(page.items).toMatchObject(
    night.map(() => ({ pipelineId: id, executions: { begin: [{}], end: [{}] } })),
  );
  const first = await api.sdk('GET', `${path}/executions?pageOffset=1&pageSize=2`);
  expect(first.body).toMatchObject({ totalItemsCount: 3, totalPagesCount: 2, items: [{ pipelineId: id }] });
});

test('cycles run again under their ids, from the beginning, from nodes, or what failed', async () => {
  const { id, path } = await installed('rerun', copying());
  const started = await api.sdk('POST', `${path}/execute`, {
    pipeline: { input: { item: addItem(api, datasetId) } },
  });
  const cycleId = started.body.id;
  const over = () =>
    waitFor(
      async () => (await api.sdk('GET', `${path}/executions/${cycleId}`)).body,
      ({ status }) => status === 'success',
    );
  await over();
  const query = { filter: { $and: [{ id: { $in: [cycleId] } }] }, resource: 'pipelineState' };
  for (const [method, startNodeIds, of] of [
    ['startFromBeginning', null, {}],
    ['startFromNodes', ['end'], query],
    ['startFromFailedExecutions', null, query],
  ]) {
    const { body } = await api.sdk('POST', `${path}/executions/rerun`, {
      pipeline: { method, startNodeIds },
      batch: { query: of },
    });
    expect(body.spec).toHaveProperty('cycleOptions');
    const command = await commandOver(api, body);
    expect(command).toMatchObject({ status: 'success', spec: { cycleOptions: expect.anything() } });
    await over();
  }
  expect((await cycles(id)).totalItemsCount).toBe(1);
  const wrong = await api.sdk('POST', `${path}/executions/rerun`, {
    pipeline: { method: 'startFromNodes', startNodeIds: ['nope'] },
    batch: { query: {} },
  });
  expect(wrong).toMatchObject({ status: 404, body: { message: expect.stringContaining('nope') } });
});

test('a trial is marked; a cycle from a node leaves those before it pending; cycles are ended by a query', async () => {
  const { id, path } = await installed('ended', people());
  const pipeline = { input: { item: { item_id: addItem(api, datasetId) } }, nodeId: 'label', testMode: true };
  const { body } = await api.sdk('POST', `${path}/execute`, { pipeline });
  expect(body).toMatchObject({ testMode: true, nodes: [{ id: 'begin', status: 'pending' }, {}, {}] });
  const trial = await api.sdk('POST', `${path}/test`, { pipeline: { input: pipeline.input } });
  expect(trial.body).toMatchObject({ testMode: true });
  const one = { filter: { $and: [{ id: body.id }] } };
  const ended = await api.sdk('POST', `${path}/executions/terminate`, { batch: { query: one } });
  expect(await commandOver(api, ended.body)).toMatchObject({ status: 'success' });
  expect(await cycles(id, { status: 'terminated' })).toMatchObject({ items: [{ id: body.id }] });
  await commandOver(api, (await api.sdk('POST', `${path}/executions/terminate`, {})).body);
  expect((await cycles(id, { status: 'terminated' })).totalItemsCount).toBe(2);
});

test('what stands for an item must be one', async () => {
  const { path } = await installed('wrong', copying());
  for (const input of [{ item: 'nope' }, { item: '0'.repeat(24) }, { item: { item_id: 5 } }]) {
    const { status, body } = await api.sdk('POST', `${path}/execute`, { pipeline: { input } });
    expect({ status, message: body.message }).toEqual({ status: 404, message: expect.any(String) });
  }
  expect((await api.sdk('POST', `${path}/execute`, { nonsense: 1 })).status).toBe(400);
  const other = await installed('other', copying());
  const { body } = await api.sdk('POST', `${path}/execute`, {
    pipeline: { input: { item: addItem(api, datasetId) } },
  });
  expect((await api.sdk('GET', `${other.path}/executions/${body.id}`)).status).toBe(404);
  expect((await api.sdk('GET', `${path}/executions/nope`)).status).toBe(404);
});

test('executions are listed by cycle, pipeline and node, and looked at one by one', async () => {
  const { id, path } = await installed('faas', people());
  const itemId = addItem(api, datasetId);
  const { body: cycle } = await api.sdk('POST', `${path}/execute`, { pipeline: { input: { item: itemId } } });
  const list = async (...filter: object[]) =>
    (await api.sdk('POST', '/query/faas', { filter: { $and: filter }, resource: 'executions' })).body;
  const found = await waitFor(
    () => list({ 'pipeline.executionId': cycle.id }, { 'pipeline.nodeId': 'label' }),
    ({ items }) => items[0]?.latestStatus.status === 'in-progress',
  );
  const [execution] = found.items;
  expect(execution).toMatchObject({
    url: `${BASE}/executions/${execution.id}`,
    functionName: 'move_to_task',
    serviceName: 'pipeline-utils',
    projectId,
    input: { item: { item_id: itemId } },
    output: null,
    attempts: expect.any(Number),
    pipeline: { id, nodeId: 'label', executionId: cycle.id, versionNumber: 1 },
  });
  const succeeded = await list({ 'pipeline.id': id }, { 'latestStatus.status': 'success' });
  expect(succeeded).toMatchObject({ totalItemsCount: 1, items: [{ pipeline: { nodeId: 'begin' } }] });

  const one = `/executions/${execution.id}`;
  expect((await api.sdk('GET', one)).body).toEqual(execution);
  expect((await api.sdk('PATCH', one, { status: 'x' })).body).toEqual(execution);
  expect((await api.sdk('GET', `${one}/attempts`)).body).toEqual([execution]);
  expect((await api.sdk('POST', `${one}/progress`, { percentComplete: 50 })).status).toBe(400);
  expect((await api.sdk('POST', `${one}/rerun`)).status).toBe(400);
  expect((await api.sdk('POST', `${one}/terminate`)).body.latestStatus.status).toBe('terminated');
  expect((await api.sdk('GET', `${path}/executions/${cycle.id}`)).body.status).toBe('terminated');
  expect((await api.sdk('POST', `${one}/rerun`)).body.latestStatus.status).toBe('created');
  expect((await api.sdk('GET', `/executions/${cycle.id}`)).status).toBe(404);
});

test('what there is none of is named', async () => {
  for (const resource of ['services', 'packages']) {
    const answer = await api.sdk('POST', '/query/faas', { filter: {}, resource });
    expect(answer).toMatchObject({ status: 404, body: { message: expect.stringContaining(resource) } });
  }
  for (const [method, path] of [
    ['POST', '/executions/some-service'],
    ['GET', '/packages/x'],
    ['POST', '/services'],
  ] as const) {
    const { status, body } = await api.sdk(method, path, method === 'POST' ? {} : undefined);
    expect({ status, message: body.message }).toEqual({
      status: 404,
      message: expect.stringContaining('services'),
    });
  }
});

test('a pause keeps what people decide, and the next install goes on with it or ends it', async () => {
  const { path } = await installed('paused', people());
  const start = async () => {
    const itemId = addItem(api, datasetId);
    const { body } = await api.sdk('POST', `${path}/execute`, { pipeline: { input: { item: itemId } } });
    const cycle = `${path}/executions/${body.id}`;
    await waitFor(
      async () => (await api.sdk('GET', cycle)).body,
      ({ nodes }) => nodes[1].status === 'in-progress',
    );
    return { itemId, cycle, status: async () => (await api.sdk('GET', cycle)).body.status };
  };
  const first = await start();
  const left = await start();
  expect((await api.sdk('POST', `${path}/uninstall`, { keepTriggersActive: true })).status).toBe(200);
  const refused = await api.sdk('POST', `${path}/execute`, { pipeline: { input: { item: first.itemId } } });
  expect(refused.status).toBe(400);
  const { body: composition } = await api.sdk('GET', `/compositions/${path.split('/').at(-1)}`);
  const [{ state }] = composition.tasks;
  await api.call('tasks.setStatus', {
    taskId: taskIdSchema.parse(state.taskId),
    itemId: itemIdSchema.parse(first.itemId),
    status: 'complete',
  });
  expect((await api.sdk('GET', first.cycle)).body).toMatchObject({
    status: 'in-progress',
    nodes: [{}, {}, { status: expect.not.stringMatching('success') }],
  });
  await api.sdk('POST', `${path}/install`, { resumeOption: 'resumeExistingCycles' });
  await waitFor(first.status, (status) => status === 'success');
  await api.sdk('POST', `${path}/uninstall`, { value: false });
  await api.sdk('POST', `${path}/install`, { resumeOption: 'terminateExistingCycles' });
  expect([await first.status(), await left.status()]).toEqual(['success', 'terminated']);
  expect((await api.sdk('POST', `${path}/install`, { resumeOption: 'nonsense' })).status).toBe(400);
});
