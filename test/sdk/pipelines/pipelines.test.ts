import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { BadRequest, Filters, nodes } from '#sdk/index.ts';
import type { Asked, Reply } from '../support/network.ts';
import { platform } from '../support/platform.ts';

const PIPELINE = {
  id: 'l1',
  name: 'My-First-Pipeline',
  creator: 'email@gmail.com',
  orgId: 'o1',
  connections: [],
  settings: { keepTriggersActive: false },
  status: 'Created',
  createdAt: '2023-01-31T15:51:50.837Z',
  startNodes: [],
  projectId: 'p1',
  compositionId: 'c1',
  url: 'https://gate.dataloop.ai/api/v1/pipelines/l1',
  preview: null,
  description: null,
  nodes: [],
  variables: [],
};
const CYCLE = {
  id: 'y1',
  pipelineId: 'l1',
  status: 'success',
  nodes: [{ id: 'n1', name: 'A', type: 'code', status: 'success' }],
  executions: {},
  createdAt: '2023-01-31T15:51:50.837Z',
};
const COMMAND = {
  id: 'm1',
  type: 'batch',
  status: 'success',
  progress: 100,
  spec: {},
  url: '/api/v1/commands/m1',
};

/** What a server stores of a graph comes back with the next answer. */
function server(answer: (asked: Asked) => Reply | null = () => null) {
  let stored: Record<string, unknown> = PIPELINE;
  return platform((asked) => {
    const own = answer(asked);
    if (own) return own;
    const { method, path, body } = asked;
    if (path === '/projects/p1') return { body: { id: 'p1', name: 'P' } };
    if (path === '/pipelines/query')
      return { body: { totalItemsCount: 1, items: [stored], totalPagesCount: 1, hasNextPage: false } };
    if (method === 'PATCH') stored = { ...stored, ...(body as object) };
    if (/\/execute$|\/executions\//.test(path) && method !== 'POST') return { body: CYCLE };
    if (path.endsWith('/execute'))
      return { body: body && JSON.stringify(body).includes('batch') ? COMMAND : CYCLE };
    if (path.endsWith('/rerun')) return { body: COMMAND };
    return { body: stored };
  });
}

const project = async (net: ReturnType<typeof server>) => await net.session.projects.get({ id: 'p1' });
const sent = ({ asked }: ReturnType<typeof server>, from = 1) =>
  asked.slice(from).map(({ method, path, body }) => [`${method} ${path}`, body]);

test('create, get by id and by name, list, delete', async () => {
  const net = server();
  const { pipelines } = await project(net);
  const made = await pipelines.create('My-First-Pipeline');
  await pipelines.get({ id: 'l1' });
  await pipelines.get({ name: 'My-First-Pipeline' });
  expect(await pipelines.list().toArray()).toHaveLength(1);
  await net.session.pipelines.list().toArray();
  expect(await pipelines.delete(made)).toBe(true);
  expect(await pipelines.delete('l1')).toBe(true);
  const query = (...conditions: object[]) => ({
    filter: conditions.length === 0 ? {} : { $and: conditions },
    page: 0,
    pageSize: 1000,
    resource: 'pipeline',
  });
  expect(sent(net)).toEqual([
    [
      'POST /pipelines',
      {
        nodes: [],
        connections: [],
        startNodes: [],
        variables: [],
        name: 'My-First-Pipeline',
        projectId: 'p1',
      },
    ],
    ['GET /pipelines/l1', ''],
    ['POST /pipelines/query', query({ name: 'My-First-Pipeline' }, { projectId: 'p1' })],
    ['POST /pipelines/query', query({ projectId: 'p1' })],
    ['POST /pipelines/query', query()],
    ['DELETE /pipelines/l1', ''],
    ['DELETE /pipelines/l1', ''],
  ]);
  await expect(net.session.pipelines.create('x')).rejects.toThrow('A pipeline is made in a project');
});

test('a printed pipeline has the fields of the Python SDK in its order', async () => {
  const pipeline = await (await project(server())).pipelines.get({ id: 'l1' });
  const text =
    "Pipeline(id='l1', name='My-First-Pipeline', creator='email@gmail.com', org_id='o1', connections=[], " +
    "settings={keepTriggersActive: false}, status='Created', created_at='2023-01-31T15:51:50.837Z', start_nodes=[], " +
    "project_id='p1', composition_id='c1', url='https://gate.dataloop.ai/api/v1/pipelines/l1', preview=null, " +
    'description=null, revisions=null)';
  expect(String(pipeline)).toBe(text);
  expect(inspect(pipeline)).toBe(text);
  expect(inspect({ pipeline })).toContain(text);
});

test('install, pause, reset and statistics', async () => {
  const net = server();
  const { pipelines } = await project(net);
  const pipeline = await pipelines.get({ id: 'l1' });
  await pipelines.install(pipeline, { resumeOption: 'resumeExistingCycles' });
  await pipelines.pause(pipeline);
  await pipelines.pause(pipeline, { keepTriggersActive: true });
  await pipelines.reset(pipeline);
  await pipelines.stats(pipeline);
  await pipeline.composition();
  const posts = sent(net, 2).filter(([what]) => what !== 'GET /pipelines/l1');
  expect(posts).toEqual([
    ['POST /pipelines/l1/install', { resumeOption: 'resumeExistingCycles' }],
    ['POST /pipelines/l1/uninstall', {}],
    ['POST /pipelines/l1/uninstall', { keepTriggersActive: true }],
    ['POST /pipelines/l1/reset', ''],
    ['GET /pipelines/l1/statistics', ''],
    ['GET /compositions/c1', ''],
  ]);
});

test('reset pauses first when it is told to', async () => {
  let status = 'Installed';
  const net = server(({ path }) => {
    if (path.endsWith('/reset') && status === 'Installed')
      return { status: 400, body: { message: 'It is installed.' } };
    if (path.endsWith('/uninstall')) status = 'Uninstalled';
    return path === '/pipelines/l1' ? { body: { ...PIPELINE, status } } : null;
  });
  const pipeline = await (await project(net)).pipelines.get({ id: 'l1' });
  await expect(pipeline.reset()).rejects.toThrow(BadRequest);
  expect((await pipeline.reset({ stopIfRunning: true })).status).toBe('Uninstalled');
});

test('cycles: execute, create, get, list, wait, batch, rerun', async () => {
  let looks = 0;
  const net = server(({ path }) => {
    if (path !== '/pipelines/l1/executions/y2') return null;
    looks += 1;
    return { body: { ...CYCLE, id: 'y2', status: looks < 3 ? 'in-progress' : 'failed' } };
  });
  const { pipelines } = await project(net);
  const pipeline = await pipelines.get({ id: 'l1' });
  const dataset = await net.dataset();
  await pipelines.execute(pipeline, { item: 'i1' });
  await pipeline.pipelineExecutions.create({ item: dataset, list: [dataset] }, { nodeId: 'n1' });
  await pipeline.execute({ item: 'i1' }, { testMode: true });
  const filters = new Filters({ useDefaults: false }).context({ datasets: ['d1'] });
  await pipelines.executeBatch(pipeline, filters);
  await pipeline.pipelineExecutions.rerun('startFromNodes', { startNodeIds: ['n1'] });
  await pipeline.pipelineExecutions.list().toArray();
  const query = { ...filters.prepare() };
  expect(sent(net, 3)).toEqual([
    ['POST /pipelines/l1/execute', { pipeline: { testMode: false, input: { item: 'i1' } } }],
    ['POST /pipelines/l1/execute', { pipeline: { input: { item: 'd1', list: ['d1'] }, nodeId: 'n1' } }],
    ['POST /pipelines/l1/execute', { pipeline: { testMode: true, input: { item: 'i1' } } }],
    ['POST /pipelines/l1/execute', { batch: { query, args: {} } }],
    [
      'POST /pipelines/l1/executions/rerun',
      { pipeline: { method: 'startFromNodes', startNodeIds: ['n1'] }, batch: { query: {} } },
    ],
    [
      'POST /pipelines/query',
      { filter: { $and: [{ pipelineId: 'l1' }] }, page: 0, pageSize: 100, resource: 'pipelineState' },
    ],
  ]);
  const cycle = await pipeline.pipelineExecutions.get('y2');
  expect(cycle.inProgress).toBe(true);
  expect((await cycle.wait({ firstMs: 1 })).status).toBe('failed');
  expect(String(cycle)).toContain("status='failed'");
});

test('opening in the web: one, or all of a project', async () => {
  const opened: string[] = [];
  const net = server();
  const { connect } = await import('#sdk/index.ts');
  const cloud = connect({
    url: 'https://gate.dataloop.ai/api/v1',
    token: 'T',
    fetch: net.fetch,
    open: (url) => void opened.push(url),
  });
  const { pipelines } = await cloud.projects.get({ id: 'p1' });
  await pipelines.openInWeb('l1');
  expect(await pipelines.openInWeb()).toBe('https://console.dataloop.ai/projects/p1/pipelines');
  expect(opened[0]).toBe('https://console.dataloop.ai/projects/p1/pipelines/l1');
});

async function empty() {
  const net = server();
  return { net, pipeline: await (await project(net)).pipelines.create('G') };
}

const people = [{ assigneeId: 'a@b.c', load: 100 }];
const label = () => nodes.task({ name: 'Label', datasetId: 'd1', taskOwner: 'a@b.c', workload: people });
const review = () =>
  nodes.task({ name: 'Review', datasetId: 'd1', taskOwner: 'a@b.c', workload: people, taskType: 'qa' });
const keep = () => nodes.dataset({ name: 'Keep', datasetId: 'd2', folder: '/done' });

test('the first node is the start; a connection adds its target and takes the first action', async () => {
  const { net, pipeline } = await empty();
  const first = pipeline.nodes.add(label());
  const second = first.connect(review());
  second.connect(keep(), {
    action: 'approved',
    filters: new Filters({ useDefaults: false }).add('dir', '/a'),
  });
  expect([...pipeline.nodes].map(({ name }) => name)).toEqual(['Label', 'Review', 'Keep']);
  expect(pipeline.startNodes).toEqual([{ nodeId: first.id, type: 'root' }]);
  expect(pipeline.connections).toMatchObject([
    {
      src: { nodeId: first.id, portId: first.outputs[0]?.portId },
      tgt: { nodeId: second.id },
      action: 'completed',
    },
    { action: 'approved', condition: '{"$and":[{"dir":"/a"}]}' },
  ]);
  await pipeline.update({ description: 'Flow' });
  const [, body] = sent(net).at(-1) ?? [];
  expect(body).toMatchObject({ id: 'l1', name: 'My-First-Pipeline', projectId: 'p1', description: 'Flow' });
  expect(body).not.toHaveProperty('status');
  const { nodes: stored } = body as { nodes: { type: string; namespace: object; metadata: object }[] };
  expect(stored.map(({ type, namespace, metadata }) => ({ type, namespace, metadata }))).toMatchObject([
    {
      type: 'task',
      namespace: {
        functionName: 'move_to_task',
        serviceName: 'pipeline-utils',
        projectName: 'DataloopTasks',
      },
      metadata: {
        taskType: 'annotation',
        repeatable: true,
        workload: people,
        position: { x: 100, y: 87, z: 0 },
      },
    },
    { type: 'task', metadata: { taskType: 'qa', position: { x: 440, y: 87, z: 0 } } },
    {
      type: 'storage',
      namespace: { functionName: 'dataset_handler' },
      metadata: { datasetId: 'd2', dir: '/done', triggerToPipeline: { filter: null } },
    },
  ]);
  expect(pipeline.nodes.get('Review')?.type).toBe('task');
});

test('a start moves back to what leads into it, and cannot be where something leads into', async () => {
  const { pipeline } = await empty();
  const end = pipeline.nodes.add(keep());
  const before = pipeline.nodes.add(label());
  before.connect(end, { action: 'discard' });
  expect(pipeline.startNodes).toEqual([{ nodeId: before.id, type: 'root' }]);
  expect(() => pipeline.setStartNode(end)).toThrow('"Keep" cannot be where cycles start');
  const other = pipeline.nodes.add(review());
  pipeline.setStartNode(other);
  expect(pipeline.startNodes).toEqual([{ nodeId: other.id, type: 'root' }]);
});

test('triggers: on the start, on another node, by the clock', async () => {
  const { pipeline } = await empty();
  const first = pipeline.nodes.add(label());
  const second = first.connect(review());
  first.addTrigger({
    filters: new Filters({ useDefaults: false }).add('dir', '/in'),
    executionMode: 'Always',
  });
  second.addTrigger({ cron: '0 5 * * *' });
  expect(pipeline.startNodes).toEqual([
    {
      nodeId: first.id,
      type: 'root',
      trigger: {
        type: 'Event',
        spec: {
          filter: '{"$and":[{"dir":"/in"}]}',
          resource: 'Item',
          actions: ['Created'],
          executionMode: 'Always',
        },
      },
    },
    { nodeId: second.id, type: 'trigger', trigger: { type: 'Cron', spec: { cron: '0 5 * * *' } } },
  ]);
});

test('a node that is removed takes its connections along, and the start falls back to the first', async () => {
  const { pipeline } = await empty();
  const first = pipeline.nodes.add(label());
  const second = first.connect(review());
  second.connect(keep());
  expect(pipeline.nodes.remove('Label')).toBe(true);
  expect(pipeline.nodes.remove('Label')).toBe(false);
  expect(pipeline.startNodes).toEqual([{ nodeId: second.id, type: 'root' }]);
  expect(pipeline.connections).toHaveLength(1);
  pipeline.nodes.remove(second.id);
  pipeline.nodes.remove('Keep');
  expect([pipeline.nodes.size, pipeline.connections, pipeline.startNodes]).toEqual([0, [], []]);
});

test('what does not fit is told at once, by name', async () => {
  const { pipeline } = await empty();
  const first = label();
  expect(() => first.connect(keep())).toThrow(
    'The node "Label" is in no pipeline: pipeline.nodes.add(node) first',
  );
  pipeline.nodes.add(first);
  expect(() => first.connect(keep(), { action: 'approved' })).toThrow('it has: completed, discard.');
  expect(() => first.connect(keep(), { targetPort: 'items' })).toThrow(
    '"Keep" has no input "items"; it has: item.',
  );
  expect(() => first.connect(nodes.generic({ name: 'Timer', type: 'custom', inputs: [] }))).toThrow(
    '"Timer" has no input',
  );
  expect(pipeline.nodes.size).toBe(1);
});

test('nodes of code and of functions', () => {
  const code = nodes.code({ name: 'Cut', code: 'class ServiceRunner: ...', method: 'run', position: [2, 1] });
  expect(code.json).toMatchObject({
    type: 'code',
    namespace: { functionName: 'run' },
    config: { package: { code: 'class ServiceRunner: ...', name: 'Cut', type: 'code' } },
    metadata: { position: { x: 780, y: 217.5, z: 0 } },
    inputs: [{ name: 'item', type: 'Item' }],
  });
  const made = nodes.function({
    name: 'F',
    functionName: 'f',
    serviceName: 's',
    inputs: [{ name: 'n', type: 'Number', defaultValue: 3 }],
  });
  expect(made.json).toMatchObject({ type: 'function', namespace: { functionName: 'f', serviceName: 's' } });
  expect(made.inputs).toMatchObject([{ name: 'n', type: 'Number', defaultValue: 3 }]);
  expect(made.change({ name: 'G' }).name).toBe('G');
  const data = nodes.dataset({
    name: 'D',
    datasetId: 'd',
    loadExistingData: true,
    dataFilters: new Filters({ useDefaults: false }),
  });
  expect(data.json.metadata).toMatchObject({ triggerToPipeline: { active: true, filter: '{}' } });
});
