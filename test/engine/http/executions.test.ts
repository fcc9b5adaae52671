import { afterAll, beforeAll, expect, test } from 'vitest';
import { itemIdSchema, taskIdSchema } from '#core/model/ids.ts';
import { BASE, openApi, type TestApi } from './support/api.ts';
import { addItem } from './support/items.ts';
import {
  commandOver,
  connection,
  datasetNode,
  labelling,
  root,
  taskNode,
  waitFor,
} from './support/pipelines.ts';

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

/** Starts a cycle, and waits until its item waits for a person. */
async function parkedIn(path: string) {
  const pipeline = { input: { item: addItem(api, datasetId) } };
  const { body: cycle } = await api.sdk('POST', `${path}/execute`, { pipeline });
  const filter = { 'pipeline.executionId': cycle.id, 'pipeline.nodeId': 'label' };
  const { items } = await waitFor(
    async () => (await api.sdk('POST', '/query/faas', { filter, resource: 'executions' })).body,
    (page) => page.items[0]?.latestStatus.status === 'in-progress',
  );
  return { cycle, execution: items[0] };
}

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
  expect((await api.sdk('POST', `${one}/rerun`)).status).toBe(400);
  expect((await api.sdk('POST', `${one}/terminate`)).body.latestStatus.status).toBe('terminated');
  expect((await api.sdk('GET', `${path}/executions/${cycle.id}`)).body.status).toBe('terminated');
  expect((await api.sdk('POST', `${one}/rerun`)).body.latestStatus.status).toBe('created');
  expect((await api.sdk('GET', `/executions/${cycle.id}`)).status).toBe(404);
});

test('what clients tell of an execution is kept while it goes on, and shown', async () => {
  const { path } = await installed('told', people());
  const { execution, cycle } = await parkedIn(path);
  const one = `/executions/${execution.id}`;
  // As dtlpy writes it, which never says "in-progress".
  const told = { status: 'inProgress', percentComplete: 40, message: 'two of five' };
  const answer = await api.sdk('POST', `${one}/progress`, told);
  expect(answer).toMatchObject({
    status: 200,
    body: {
      id: execution.id,
      latestStatus: { status: 'in-progress', percentComplete: 40, message: 'two of five' },
    },
  });
  const later = { status: 'completed', percentComplete: 100, output: { any: 'thing' } };
  expect((await api.sdk('POST', `${one}/progress`, later)).body).toMatchObject({
    output: null,
    latestStatus: { status: 'in-progress', percentComplete: 100, message: 'two of five' },
  });
  expect((await api.sdk('GET', one)).body.statusLog).toMatchObject([{ percentComplete: 100 }]);
  const filter = { 'pipeline.executionId': cycle.id, 'latestStatus.status': 'in-progress' };
  const list = await api.sdk('POST', '/query/faas', { filter, resource: 'executions' });
  expect(list.body.items).toMatchObject([{ id: execution.id, latestStatus: { message: 'two of five' } }]);
  for (const wrong of [{ percentComplete: 'x' }, { message: 5 }, [1]]) {
    expect((await api.sdk('POST', `${one}/progress`, wrong)).status).toBe(400);
  }
  expect((await api.sdk('POST', `${one}/terminate`)).status).toBe(200);
  const over = await api.sdk('POST', `${one}/progress`, told);
  expect(over).toMatchObject({ status: 400, body: { message: expect.stringContaining('has ended') } });
});

test('one execution is ended alone: its cycle goes on with the rest, and ends with it', async () => {
  const graph = people();
  const { path, body } = await installed('forked', {
    ...graph,
    nodes: [...graph.nodes, { ...taskNode('second', 3, { id: recipeId, datasetId }) }],
    connections: [...graph.connections, connection('begin', 'second')],
  });
  const { execution, cycle } = await parkedIn(path);
  const status = async () => (await api.sdk('GET', `${path}/executions/${cycle.id}`)).body;
  await waitFor(status, ({ taskNodeItemCount }) => taskNodeItemCount.second === 1);
  expect(await status()).toMatchObject({
    executionsCount: 3,
    taskNodeItemCount: { label: 1, second: 1 },
    nodes: [{ executionsCount: 1 }, { executionsCount: 1 }, { executionsCount: 0 }, {}],
  });
  const ended = await api.sdk('POST', `/executions/${execution.id}/terminate`);
  expect(ended.body).toMatchObject({ toTerminate: true, latestStatus: { status: 'terminated' } });
  expect(await status()).toMatchObject({ status: 'in-progress', taskNodeItemCount: { second: 1 } });
  const { body: composition } = await api.sdk('GET', `/compositions/${body.id}`);
  const taskOf = (node: string) =>
    composition.tasks.find(({ nodeId }: { nodeId: string }) => nodeId === node).state.taskId;
  // The item has left the task that it waited in, and that alone.
  for (const [node, remaining] of [
    ['label', 0],
    ['second', 1],
  ] as const) {
    const task = await api.sdk('GET', `/annotationtasks/${taskOf(node)}`);
    expect(task.body.itemStatus.remaining).toBe(remaining);
  }
  // Asking twice is no mistake.
  expect((await api.sdk('POST', `/executions/${execution.id}/terminate`)).body).toEqual(ended.body);
  const [second] = (await status()).executions.second;
  await api.sdk('POST', `/executions/${second._id}/terminate`);
  expect((await status()).status).toBe('terminated');
  expect((await api.sdk('POST', `/executions/${execution.id}/rerun`)).body).toMatchObject({
    id: execution.id,
    latestStatus: { status: 'created' },
  });
  await waitFor(status, ({ taskNodeItemCount }) => taskNodeItemCount.label === 1);
  const attempts = await waitFor(
    async () => (await api.sdk('GET', `/executions/${execution.id}/attempts`)).body,
    ([, latest]) => latest?.latestStatus.status === 'in-progress',
  );
  expect(attempts).toMatchObject([
    { id: execution.id, attempts: 1, latestStatus: { status: 'terminated', message: 'Ended by a person.' } },
    { id: execution.id, attempts: 2, latestStatus: { status: 'in-progress' } },
  ]);
  const counting = await api.sdk('POST', `/executions/${execution.id}/attempts`);
  expect(counting).toMatchObject({ status: 400, body: { message: expect.stringContaining('rerun') } });
});

test('an execution that succeeded runs again as a new one of its cycle, with what comes after it', async () => {
  const { path } = await installed('once-more', copying());
  const started = await api.sdk('POST', `${path}/execute`, {
    pipeline: { input: { item: addItem(api, datasetId) } },
  });
  const cycle = async () => (await api.sdk('GET', `${path}/executions/${started.body.id}`)).body;
  const before = await waitFor(cycle, ({ status }) => status === 'success');
  const [begin] = before.executions.begin;
  const again = await api.sdk('POST', `/executions/${begin._id}/rerun`);
  expect(again.body).toMatchObject({
    id: expect.not.stringMatching(begin._id),
    pipeline: { nodeId: 'begin', executionId: before.id },
  });
  const after = await waitFor(cycle, ({ status }) => status === 'success');
  expect(after.executions.begin).toMatchObject([
    { _id: begin._id, status: 'terminated' },
    { _id: again.body.id, status: 'success' },
  ]);
  expect(after.executions.end).toMatchObject([{ status: 'terminated' }, { status: 'success' }]);
  const lost = await api.sdk('POST', `/executions/${begin._id}/rerun`);
  expect(lost).toMatchObject({ status: 400, body: { message: expect.stringContaining('counts no more') } });
});

test('lists are cut, ordered and narrowed by the engine', async () => {
  const { id, path } = await installed('listed', copying());
  const ids: string[] = [];
  for (let at = 0; at < 5; at += 1) {
    const pipeline = { input: { item: addItem(api, datasetId) }, testMode: at % 2 === 1 };
    ids.push((await api.sdk('POST', `${path}/execute`, { pipeline })).body.id);
  }
  await waitFor(
    () => cycles(id, { status: 'success' }),
    ({ totalItemsCount }) => totalItemsCount === ids.length,
  );
  const list = async (body: object) =>
    (await api.sdk('POST', '/pipelines/query', { resource: 'pipelineState', ...body })).body;
  const idsOf = ({ items }: { items: { id: string }[] }) => items.map((one) => one.id);
  const filter = { $and: [{ pipelineId: id }] };
  expect(idsOf(await list({ filter }))).toEqual(ids.toReversed());
  const second = await list({ filter, page: 1, pageSize: 2 });
  expect(idsOf(second)).toEqual([ids[2], ids[1]]);
  expect(second).toMatchObject({ totalItemsCount: 5, totalPagesCount: 3, hasNextPage: true });
  expect((await list({ filter, page: 2, pageSize: 2 })).hasNextPage).toBe(false);
  const onwards = { $and: [{ pipelineId: id }, { id: { $gt: ids[2] } }] };
  expect(idsOf(await list({ filter: onwards, sort: { id: 'ascending' } }))).toEqual(ids.slice(3));
  expect((await list({ filter: { $and: [{ pipelineId: id }, { testMode: true }] } })).totalItemsCount).toBe(
    2,
  );
  expect(await list({ filter: { pipelineId: 'nope' } })).toMatchObject({ totalItemsCount: 0, items: [] });
  expect((await list({ filter: {}, context: { projects: ['nope'] } })).totalItemsCount).toBe(0);
  const order = await list({ filter, sort: { nonsense: 'ascending' } });
  expect(order.message).toMatch(/createdAt/);
  expect((await list({ filter: { status: { $odd: 1 } } })).message).toMatch(/\$odd/);
  expect((await api.sdk('GET', `/pipelines/${'0'.repeat(24)}/executions`)).status).toBe(404);
  const faas = { filter: { functionName: 'clone_item' }, resource: 'executions' };
  expect((await api.sdk('POST', '/query/faas', faas)).body.message).toMatch(/pipeline\.nodeId/);
  const only = { batch: { query: { filter: { $and: [{ testMode: true }] }, resource: 'pipelineState' } } };
  const again = { pipeline: { method: 'startFromBeginning', startNodeIds: null }, ...only };
  await commandOver(api, (await api.sdk('POST', `${path}/executions/rerun`, again)).body);
  const ran = await waitFor(
    () => list({ filter }),
    ({ items }) => items.every(({ status }: { status: string }) => status === 'success'),
  );
  expect(ran.items.map((one: { executionsCount: number }) => one.executionsCount)).toEqual([2, 4, 2, 4, 2]);
  const wrong = { ...again, batch: { query: { filter: { status: { $odd: 1 } } } } };
  expect((await api.sdk('POST', `${path}/executions/rerun`, wrong)).status).toBe(400);
});

test('a pipeline is ended with all that is open, and deleted with it', async () => {
  const { id, path } = await installed('gone', people());
  const { cycle } = await parkedIn(path);
  const ended = await api.sdk('DELETE', `${path}/terminate`);
  expect(await commandOver(api, ended.body)).toMatchObject({ status: 'success' });
  expect((await api.sdk('GET', path)).body.status).toBe('Uninstalled');
  expect((await api.sdk('GET', `${path}/executions/${cycle.id}`)).body.status).toBe('terminated');
  expect((await cycles(id, { status: 'in-progress' })).totalItemsCount).toBe(0);
  // Asking twice is no mistake.
  expect((await api.sdk('DELETE', `${path}/terminate`)).status).toBe(200);
  await api.sdk('POST', `${path}/install`, {});
  expect(await api.sdk('DELETE', `${path}/purge`)).toMatchObject({ status: 200, body: {} });
  for (const method of ['terminate', 'purge']) {
    expect((await api.sdk('DELETE', `${path}/${method}`)).status).toBe(404);
  }
});

test('a cycle with very many executions names the first and the last, and counts all', async () => {
  const fan = {
    ...datasetNode('fan', 1, null),
    type: 'code',
    namespace: { functionName: 'run', serviceName: 'fan', packageName: 'fan', projectName: 'p' },
    config: {
      package: {
        name: 'fan',
        type: 'code',
        code: 'function run(item) { return Array.from({ length: 120 }, () => item); }',
      },
    },
  };
  const [out] = fan.outputs;
  const { id, path } = await installed('fan-out', {
    nodes: [
      datasetNode('begin', 0, datasetId),
      { ...fan, outputs: [{ ...out, type: 'Item[]' }] },
      datasetNode('end', 2, doneId),
    ],
    connections: [connection('begin', 'fan'), connection('fan', 'end')],
    startNodes: [root('begin')],
  });
  const pipeline = { input: { item: addItem(api, datasetId) } };
  const { body: started } = await api.sdk('POST', `${path}/execute`, { pipeline });
  const alone = await waitFor(
    async () => (await api.sdk('GET', `${path}/executions/${started.id}`)).body,
    ({ status }) => status === 'success' || status === 'failed',
  );
  const named = ({ executions }: { executions: Record<string, { _id: string }[]> }) =>
    ['begin', 'fan', 'end'].flatMap((node) => (executions[node] ?? []).map(({ _id }) => _id));
  expect(alone).toMatchObject({
    status: 'success',
    executionsCount: 122,
    nodes: [{}, {}, { executionsCount: 120 }],
  });
  expect(named(alone)).toHaveLength(122);
  const {
    items: [listed],
  } = await cycles(id);
  expect(listed).toMatchObject({ executionsCount: 122, nodes: alone.nodes });
  expect(named(listed)).toEqual([...named(alone).slice(0, 50), ...named(alone).slice(-50)]);
  const filter = { 'pipeline.executionId': started.id };
  const query = { filter, resource: 'executions', page: 1, pageSize: 100 };
  const rest = (await api.sdk('POST', '/query/faas', query)).body;
  expect(rest.items.map((one: { id: string }) => one.id)).toEqual(named(alone).slice(100));
  expect(rest).toMatchObject({ totalItemsCount: 122, totalPagesCount: 2, hasNextPage: false });
});

test('the other ways in which clients ask', async () => {
  const { id, path } = await installed('other-ways', copying());
  const ids = ({ items }: { items: { id: string }[] }) => items.map((one) => one.id);
  for (const address of ['/pipelines/query', '/pipelines/query/table']) {
    const all = await api.sdk('POST', address, { filter: {}, page: 0, pageSize: 1000, resource: 'pipeline' });
    expect(ids(all.body)).toContain(id);
  }
  const one = addItem(api, datasetId, { metadata: { user: { only: 'this' } } });
  const query = {
    filter: { 'metadata.user.only': 'this' },
    context: { datasets: [datasetId] },
    resource: 'items',
  };
  const batch = await api.sdk('POST', `${path}/execute`, { batch: { query, args: {} }, nodeId: 'end' });
  const command = await commandOver(api, batch.body);
  expect((await api.sdk('POST', `/commands/${command.id}/abort`)).body).toEqual(command);
  expect((await api.sdk('POST', `/commands/${'0'.repeat(24)}/abort`)).status).toBe(404);
  const {
    items: [cycle],
  } = await waitFor(
    () => cycles(id, { status: 'success' }),
    ({ totalItemsCount }) => totalItemsCount === 1,
  );
  expect(cycle).toMatchObject({
    executions: { end: [{}] },
    nodes: [{ status: 'pending' }, { status: 'success' }],
  });
  const execution = await api.sdk('GET', `/executions/${cycle.executions.end[0]._id}?sync=true`);
  expect(execution.body).toMatchObject({
    input: { item: { item_id: one } },
    latestStatus: { percentComplete: 100 },
  });
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
