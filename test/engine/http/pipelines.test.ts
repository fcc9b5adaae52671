import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TaskId } from '#core/model/ids.ts';
import { itemIdSchema, projectIdSchema } from '#core/model/ids.ts';
import { BASE, openApi, type TestApi } from './support/api.ts';
import { addItem } from './support/items.ts';
import { connection, datasetNode, labelling, root, waitFor } from './support/pipelines.ts';

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

const EMPTY = { nodes: [], connections: [], startNodes: [], variables: [] };
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

async function create(name: string, graph: object = {}) {
  return (await api.sdk('POST', '/pipelines', { name, projectId, ...EMPTY, ...graph })).body;
}

const labels = () => labelling({ id: recipeId, datasetId }, doneId);

/** Gives the item a status in the only task of a pipeline. */
async function decide(name: string, itemId: string, status: string) {
  const tasks = await api.call('tasks.list', { projectId: projectIdSchema.parse(projectId) });
  const task = tasks.find((one) => one.name === name);
  await api.call('tasks.setStatus', {
    taskId: task?.id as TaskId,
    itemId: itemIdSchema.parse(itemId),
    status,
  });
}

test('the chapter: create, get, execute, list, statistics, pause, reset, delete', async () => {
  const made = await create('My-First-Pipeline');
  expect(made).toMatchObject({
    id: expect.stringMatching(/^[0-9a-f]{24}$/),
    name: 'My-First-Pipeline',
    creator: 'ada@example.com',
    orgId: expect.any(String),
    connections: [],
    nodes: [],
    startNodes: [],
    settings: {},
    variables: [],
    status: 'Created',
    createdAt: TIME,
    updatedAt: TIME,
    projectId,
    compositionId: expect.any(String),
    url: `${BASE}/pipelines/${made.id}`,
    preview: null,
    description: null,
  });
  const path = `/pipelines/${made.id}`;
  expect((await api.sdk('GET', path)).body).toEqual(made);

  const updated = await api.sdk('PATCH', path, { ...made, ...labels() });
  expect(updated).toMatchObject({ status: 200, body: { ...labels(), status: 'Created', versionNumber: 2 } });
  const installed = await api.sdk('POST', `${path}/install`, {});
  expect(installed).toMatchObject({ status: 200, body: { status: 'Installed' } });

  const itemId = addItem(api, datasetId);
  const execution = await api.sdk('POST', `${path}/execute`, {
    pipeline: { testMode: false, input: { item: itemId } },
  });
  expect(execution).toMatchObject({
    status: 200,
    body: {
      pipelineId: made.id,
      projectId,
      url: `${BASE}/pipelines/${made.id}/executions/${execution.body.id}`,
      status: expect.stringMatching(/pending|in-progress/),
      testMode: false,
      nodes: [{ id: 'begin' }, { id: 'label', status: 'pending', type: 'task' }, { id: 'end' }],
    },
  });
  const cycle = `${path}/executions/${execution.body.id}`;
  const parked = await waitFor(
    async () => (await api.sdk('GET', cycle)).body,
    ({ nodes }) => nodes[1].status === 'in-progress',
  );
  expect(parked).toMatchObject({ status: 'in-progress', taskNodeItemCount: { label: 1 } });
  await decide('label', itemId, 'completed');
  const over = await waitFor(
    async () => (await api.sdk('GET', cycle)).body,
    ({ status }) => !['pending', 'in-progress'].includes(status),
  );
  expect(over).toMatchObject({
    status: 'success',
    nodes: [{ status: 'success' }, { status: 'success' }, { status: 'success' }],
    executions: { begin: [{ _id: expect.any(String) }], label: [{}], end: [{}] },
  });

  const query = { filter: { $and: [{ projectId }] }, page: 0, pageSize: 1000, resource: 'pipeline' };
  const listed = await api.sdk('POST', '/pipelines/query', query);
  expect(listed.body.items.map(({ id }: { id: string }) => id)).toContain(made.id);
  const byName = { $and: [{ name: 'My-First-Pipeline' }, { projectId }, { projectId }] };
  expect((await api.sdk('POST', '/pipelines/query', { ...query, filter: byName })).body).toMatchObject({
    totalItemsCount: 1,
    totalPagesCount: 1,
    hasNextPage: false,
    items: [{ id: made.id }],
  });
  const executions = await api.sdk('POST', '/pipelines/query', {
    filter: { $and: [{ pipelineId: made.id }] },
    page: 0,
    pageSize: 100,
    resource: 'pipelineState',
  });
  expect(executions.body).toMatchObject({ totalItemsCount: 1, items: [over] });

  const stats = await api.sdk('GET', `${path}/statistics`);
  expect(stats.body).toMatchObject({
    pipelineExecutionCounters: [{ status: 'success', count: 1 }],
    nodeExecutionsCounters: ['begin', 'label', 'end'].map((nodeId) => ({
      nodeId,
      statusCount: [{ status: 'success', count: 1 }],
    })),
  });

  const refused = await api.sdk('POST', `${path}/reset`);
  expect(refused).toMatchObject({
    status: 400,
    body: { message: "Pipeline with installed status couldn't be updated" },
  });
  const paused = await api.sdk('POST', `${path}/uninstall`, {});
  expect(paused).toMatchObject({ status: 200, body: { status: 'Uninstalled' } });
  expect((await api.sdk('POST', `${path}/uninstall`, { keepTriggersActive: true })).status).toBe(200);
  expect((await api.sdk('POST', `${path}/reset`)).status).toBe(200);
  expect((await api.sdk('GET', `${path}/statistics`)).body).toMatchObject({
    pipelineExecutionCounters: [],
    pipelineExecutionStatistics: { avgTimePerExecution: 0, avgExecutionsPerDay: 0 },
    nodeExecutionStatistics: [{ executionStatistics: { avgTimePerExecution: 0 } }, {}, {}],
  });

  expect((await api.sdk('DELETE', path)).status).toBe(200);
  expect(await api.sdk('GET', path)).toMatchObject({ status: 404, body: { message: expect.any(String) } });
});

test('what is created with a graph is kept to the letter, unknown nodes and keys too', async () => {
  const app = {
    ...datasetNode('app', 1, null),
    type: 'api',
    description: 'kept',
    app: { id: 'a1', dpkName: 'clip' },
    metadata: { position: { x: 1.5, y: 2, z: 3 }, customNodeConfig: { deep: [{ a: null }] } },
  };
  const graph = {
    nodes: [datasetNode('begin', 0, datasetId), app],
    connections: [connection('begin', 'app', { condition: '{"resource":"items","filter":{"$and":[]}}' })],
    startNodes: [root('begin')],
    template: { state: 'initial', id: 't' },
  };
  const made = await create('unknown', graph);
  expect(made).toMatchObject(graph);
  const path = `/pipelines/${made.id}`;
  // The SDK drops the keys of a node that it does not know.
  const { app: _app, description: _description, ...known } = made.nodes[1];
  const sent = { ...made, nodes: [made.nodes[0], known] };
  expect((await api.sdk('PATCH', path, sent)).body).toEqual({ ...made, updatedAt: TIME });
  const refused = await api.sdk('POST', `${path}/install`, {});
  expect(refused).toMatchObject({ status: 400, body: { message: expect.stringContaining('"app"') } });
  expect((await api.sdk('GET', path)).body.status).toBe('Failure');
  expect((await api.sdk('POST', '/pipelines/validate', made)).body).toMatchObject({
    valid: false,
    message: refused.body.message,
    problems: expect.arrayContaining([expect.objectContaining({ code: 'not-runnable', nodeId: 'app' })]),
  });
  await api.sdk('DELETE', path);
});

test.each([
  '{}',
  '{"metadata.system.mimetype":"image/*"}',
  '{"$and":[{"hidden":false},{"type":"file"}]}',
  '{"resource":"items","filter":{"$and":[{"name":"a*"}]}}',
])('a condition %s goes out as it came in', async (condition) => {
  const { nodes, startNodes } = labels();
  const connections = [connection('begin', 'label', { condition }), connection('label', 'end')];
  const made = await create('condition', { nodes, startNodes, connections });
  expect(made.connections).toEqual(connections);
  expect((await api.sdk('POST', '/pipelines/validate', made)).body).toMatchObject({ valid: true });
});

test('null lists, absent places and empty namespaces never go out', async () => {
  const bare = {
    ...datasetNode('begin', 0, datasetId),
    namespace: null,
    outputs: null,
    metadata: { workload: null },
  };
  const made = await create('nulls', { nodes: [bare], connections: null, startNodes: null, variables: null });
  expect(made).toMatchObject({
    nodes: [{ namespace: {}, outputs: [], metadata: { position: { x: 100, y: 87 } } }],
    connections: [],
    startNodes: [],
    variables: [],
  });
  expect(made.nodes[0].metadata).not.toHaveProperty('workload');
});

const wrong = (change: (graph: ReturnType<typeof labels>) => void) => () => {
  const graph = labels();
  change(graph);
  return graph;
};

test.each([
  [
    'types',
    'must be of the same type',
    wrong(({ nodes }) => Object.assign(nodes[1]?.inputs[0] ?? {}, { type: 'Json' })),
  ],
  [
    'an action without actions',
    "reading 'includes'",
    wrong(({ connections }) => Object.assign(connections[0] ?? {}, { action: 'x' })),
  ],
  [
    'an unknown action',
    'connection action do not includes in port actions',
    wrong(({ connections }) => Object.assign(connections[1] ?? {}, { action: 'x' })),
  ],
  [
    'two roots',
    'Pipeline may only include 1 root node',
    wrong(({ startNodes }) => startNodes.push(root('end'))),
  ],
  [
    'a loop',
    'Infinite Loop detected for node "begin"',
    wrong(({ connections }) => connections.push(connection('begin', 'begin'))),
  ],
])('%s are refused when they are saved', async (_, message, graph) => {
  const made = await create('good', labels());
  const created = await api.sdk('POST', '/pipelines', { name: 'bad', projectId, ...EMPTY, ...graph() });
  const updated = await api.sdk('PATCH', `/pipelines/${made.id}`, graph());
  for (const answer of [created, updated]) {
    expect(answer).toMatchObject({ status: 400, body: { message: expect.stringContaining(message) } });
  }
  expect((await api.sdk('GET', `/pipelines/${made.id}`)).body).toEqual(made);
});

test('the rest is refused when it is installed', async () => {
  const made = await create('no dataset', {
    nodes: [datasetNode('begin', 0, null)],
    startNodes: [root('begin')],
  });
  expect(await api.sdk('POST', `/pipelines/${made.id}/install`, {})).toMatchObject({
    status: 400,
    body: { message: 'Dataset node "begin" must have a datasetId' },
  });
  const path = `/pipelines/${made.id}`;
  const early = await api.sdk('POST', `${path}/execute`, { pipeline: { input: {} } });
  expect(early).toMatchObject({ status: 400, body: { message: expect.stringContaining('Install') } });
  expect((await api.sdk('POST', `${path}/uninstall`, {})).status).toBe(400);
});

test('an update sends back what the server said, and settings of a wrong type: they are not looked at', async () => {
  const made = await create('settings', labels());
  const path = `/pipelines/${made.id}`;
  const settings = Object.fromEntries(
    ['defaultResumeOption', 'keepTriggersActive', 'activeTriggerAskAgain', 'lastUpdate'].map((key) => [
      key,
      'terminateExistingCycles',
    ]),
  );
  const first = await api.sdk('PATCH', path, { settings });
  expect(first.body.settings).toEqual({ defaultResumeOption: 'terminateExistingCycles' });
  const sent = {
    ...made,
    settings,
    status: 'Installed',
    creator: 'x',
    compositionId: 'y',
    id: 'z',
    name: 'new',
  };
  const { body } = await api.sdk('PATCH', path, sent);
  expect(body).toEqual({ ...made, name: 'new', settings: first.body.settings, updatedAt: TIME });
  const more = await api.sdk('PATCH', `${path}/settings`, { keepTriggersActive: true });
  expect(more.body.settings).toEqual({
    defaultResumeOption: 'terminateExistingCycles',
    keepTriggersActive: true,
  });
});

test('variables come in a list or under their key; a value alone is no new version', async () => {
  const made = await create('variables', labels());
  const path = `/pipelines/${made.id}/variables`;
  const variable = { name: 'limit', type: 'Integer', value: 3, description: 'd' };
  const { body } = await api.sdk('PATCH', path, { variables: [variable] });
  expect(body).toMatchObject({
    versionNumber: 2,
    variables: [
      {
        ...variable,
        id: expect.any(String),
        reference: made.id,
        creator: 'ada@example.com',
        createdAt: TIME,
      },
    ],
  });
  const changed = await api.sdk('PATCH', path, [{ ...body.variables[0], value: 4 }]);
  expect(changed.body).toMatchObject({ versionNumber: 2, variables: [{ ...variable, value: 4 }] });
  expect((await api.sdk('PATCH', path, { variables: [] })).body.variables).toEqual([]);
  expect((await api.sdk('PATCH', path, { variables: [{ value: 1 }] })).status).toBe(400);
});

test('one node, and a name for the one that is missing', async () => {
  const made = await create('nodes', labels());
  expect((await api.sdk('GET', `/pipelines/${made.id}/nodes/label`)).body).toEqual(made.nodes[1]);
  const gone = await api.sdk('GET', `/pipelines/${made.id}/nodes/nope`);
  expect(gone).toMatchObject({ status: 404, body: { message: expect.stringContaining('nope') } });
});
