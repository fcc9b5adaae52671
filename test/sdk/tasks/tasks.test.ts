import { expect, test } from 'vitest';
import { Filters } from '#sdk/index.ts';
import type { Asked, Reply } from '../support/network.ts';
import { itemJson, platform } from '../support/platform.ts';

const TASK = {
  id: 't1',
  name: 'Label',
  status: 'open',
  projectId: 'p1',
  datasetId: 'd1',
  recipeId: 'r1',
  spec: { type: 'annotation' },
  assignmentIds: ['s1'],
  metadata: { system: {} },
  progress: 0,
  priority: 2,
};
const ASSIGNMENT = {
  id: 's1',
  annotator: 'a@b.c',
  status: 'todo',
  projectId: 'p1',
  metadata: { system: { taskId: 't1' } },
};
const command = (status: string, spec: object = {}) => ({
  body: { id: 'm1', type: 'task', status, progress: 1, spec },
});
const page = (items: readonly object[]) => ({
  body: { totalItemsCount: items.length, items, totalPagesCount: 1, hasNextPage: false },
});

function server(answer: (asked: Asked) => Reply | null = () => null) {
  return platform((asked) => {
    const { method, path } = asked;
    const own = answer(asked);
    if (own) return own;
    if (path === '/projects/p1') return { body: { id: 'p1' } };
    if (path === '/users/me') return { body: { email: 'ada@example.com' } };
    if (path === '/annotationtasks/query') return page([TASK]);
    if (path === '/commands/m1') return command('success', { createdTaskId: 't1' });
    if (path === '/datasets/d1/query') return page([itemJson('i1', '/a')]);
    if (path.startsWith('/assignments?')) return page([ASSIGNMENT]);
    if (path === '/assignments/s1') return { body: ASSIGNMENT };
    if (
      path === '/annotationtasks' ||
      method === 'DELETE' ||
      /\/(addTo|removeFrom)Task$|re(assign|distribute)$/.test(path)
    ) {
      return command('in-progress');
    }
    return { body: path.endsWith('/status') ? {} : TASK };
  });
}

const sent = ({ asked }: ReturnType<typeof server>, from = 1) =>
  asked.slice(from).map(({ method, path, body }) => [`${method} ${path}`, body]);
const project = async (net: ReturnType<typeof server>) => await net.session.projects.get({ id: 'p1' });
const FAST = { firstMs: 1 };
const workload = [{ assigneeId: 'a@b.c', load: 100 }];

test('a task is made by a command, with its query as a text, and then fetched', async () => {
  const net = server();
  const { tasks } = await project(net);
  const filters = new Filters().add('dir', '/a');
  const task = await tasks.create({
    name: 'Label',
    datasetId: 'd1',
    filters,
    workload,
    actions: ['completed'],
    dueDate: 5,
    ...FAST,
  });
  expect(task.id).toBe('t1');
  expect(sent(net)).toEqual([
    ['GET /users/me', ''],
    [
      'POST /annotationtasks',
      {
        name: 'Label',
        query: JSON.stringify({
          filter: { $and: [{ dir: '/a' }, { hidden: false }, { type: 'file' }] },
          page: 0,
          pageSize: 1000,
          resource: 'items',
        }),
        taskOwner: 'ada@example.com',
        spec: { type: 'annotation' },
        datasetId: 'd1',
        projectId: 'p1',
        assignmentIds: [],
        dueDate: 5,
        asynced: true,
        priority: 2,
        workload,
        availableActions: [{ action: 'completed', displayName: 'completed' }],
      },
    ],
    ['GET /commands/m1', ''],
    ['GET /annotationtasks/t1', ''],
  ]);
});

test('a QA task is about what has a status in its parent', async () => {
  const net = server();
  const { tasks } = await project(net);
  await tasks.createQaTask(await tasks.get({ id: 't1' }), { taskOwner: 'a@b.c', ...FAST });
  const [, body] = sent(net, 2)[0] ?? [];
  expect(body).toMatchObject({ name: 'Label_qa', spec: { type: 'qa', parentTaskId: 't1' }, recipeId: 'r1' });
  const { query } = body as { query: string };
  expect(JSON.parse(query).filter.$and[0]).toEqual({
    'metadata.system.refs': { $match: { id: 't1', type: 'task', metadata: { status: { $exists: true } } } },
  });
});

test('a task that the server finds instead of a new one is taken', async () => {
  const net = server(({ method, path }) =>
    method === 'POST' && path === '/annotationtasks' ? { body: TASK } : null,
  );
  const { tasks } = await project(net);
  expect((await tasks.create({ name: 'Label', datasetId: 'd1' })).id).toBe('t1');
});

test('list, get by name, update by diff, delete', async () => {
  const net = server();
  const { tasks } = await project(net);
  const task = await tasks.get({ name: 'Label' });
  await tasks.list().toArray();
  await task.update({ name: 'Label', priority: 2 });
  await task.update({ priority: 3 });
  await task.delete(FAST);
  await tasks.delete('t1', FAST);
  expect(sent(net)).toEqual([
    [
      'POST /annotationtasks/query',
      {
        filter: { $and: [{ name: 'Label' }] },
        page: 0,
        pageSize: 1000,
        resource: 'tasks',
        context: { projectIds: ['p1'] },
      },
    ],
    [
      'POST /annotationtasks/query',
      { filter: {}, page: 0, pageSize: 500, resource: 'tasks', context: { projectIds: ['p1'] } },
    ],
    ['PATCH /annotationtasks/t1', { priority: 3 }],
    ['DELETE /annotationtasks/t1', { asynced: true }],
    ['GET /commands/m1', ''],
    ['DELETE /annotationtasks/t1', { asynced: true }],
    ['GET /commands/m1', ''],
  ]);
});

test('the items of a task: listed, added, taken out, decided', async () => {
  const net = server();
  const task = await (await project(net)).tasks.get({ id: 't1' });
  await task.items.list({ filters: new Filters({ useDefaults: false }) }).toArray();
  const filters = new Filters({ useDefaults: false }).add('dir', '/b');
  await task.addItems(filters, { workload, ...FAST });
  await task.removeItems(filters, FAST);
  await task.setItemStatus('i1', 'completed');
  const query = JSON.stringify({
    filter: { $and: [{ dir: '/b' }] },
    page: 0,
    pageSize: 1000,
    resource: 'items',
  });
  expect(sent(net, 2).filter(([what]) => String(what).startsWith('POST'))).toEqual([
    [
      'POST /datasets/d1/query',
      {
        filter: { $and: [{ 'metadata.system.refs.id': { $in: ['t1'] } }] },
        sort: { id: 'ascending' },
        page: 0,
        pageSize: 1000,
        resource: 'items',
      },
    ],
    ['POST /annotationtasks/t1/addToTask', { query, asynced: true, workload }],
    ['POST /annotationtasks/t1/removeFromTask', { query, asynced: true }],
    [
      'POST /assignments/items/tasks/t1/status',
      {
        itemIds: ['i1'],
        statusPayload: { operation: 'create', returnLastStatus: true, status: 'completed' },
      },
    ],
  ]);
});

test('assignments: of a task, of a project, handed on, decided', async () => {
  const net = server();
  const it = await project(net);
  const task = await it.tasks.get({ id: 't1' });
  const assignment = await task.assignments.list().first();
  await it.assignments.list().toArray();
  await it.assignments.get('s1');
  await assignment?.setItemStatus('i1', 'discard', { clear: true });
  await assignment?.reassign('d@e.f', FAST);
  await assignment?.redistribute(workload, FAST);
  expect(assignment?.annotator).toBe('a@b.c');
  expect(sent(net, 2).filter(([what]) => what !== 'GET /commands/m1')).toEqual([
    ['GET /assignments?projects=p1&taskId=t1&pageOffset=0&pageSize=500', ''],
    ['GET /assignments?projects=p1&pageOffset=0&pageSize=500', ''],
    ['GET /assignments/s1', ''],
    ['POST /assignments/s1/items/i1/status', { operation: 'delete', status: 'discard' }],
    ['POST /assignments/s1/reassign', { taskId: 't1', assigneeId: 'd@e.f', asynced: true }],
    ['POST /assignments/s1/redistribute', { taskId: 't1', workload, asynced: true }],
  ]);
});
