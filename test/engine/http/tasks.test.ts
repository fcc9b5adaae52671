/** Tasks over the API (reference sections 1.7 and 2.7). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASE, openApi, type TestApi } from './support/api.ts';
import { makeTask, putItems, settled, type TaskWish, taskBody } from './support/tasks.ts';

let api: TestApi;
let place: Pick<TaskWish, 'projectId' | 'datasetId'>;
let items: string[];
beforeAll(async () => {
  api = await openApi();
  const project = await api.call('projects.create', { name: 'p' });
  const { body } = await api.sdk('POST', '/datasets', { name: 'd', projects: [project.id] });
  place = { projectId: project.id, datasetId: body.id };
  items = putItems(api, body.id, ['a.png', 'b.png', 'c.png', 'd.png']);
});
afterAll(async () => await api.close());

const DEFAULT = { $and: [{ hidden: false }, { type: 'file' }] };

test('a task is made by a command that names it, and has the items of its query', async () => {
  const body = taskBody({ ...place, name: 'label', filter: DEFAULT });
  const answer = await api.sdk('POST', '/annotationtasks', body);
  expect(answer).toMatchObject({ status: 200, body: { url: `${BASE}/commands/${answer.body.id}` } });
  expect(answer.body.name).toBeUndefined();
  const command = await settled(api, answer);
  expect(command).toMatchObject({ status: 'success', progress: 100, error: null });
  expect(command.spec).toEqual({ createTaskPayload: body, createdTaskId: expect.any(String) });
  const { status, body: task } = await api.sdk('GET', `/annotationtasks/${command.spec.createdTaskId}`);
  expect(status).toBe(200);
  expect(task).toMatchObject({
    url: `${BASE}/annotationtasks/${task.id}`,
    name: 'label',
    status: 'open',
    ...place,
    taskOwner: 'ada@example.com',
    creator: 'ada@example.com',
    dueDate: 1795948595496.74,
    spec: { type: 'annotation' },
    hasParent: false,
    query: body.query,
    assignmentIds: [expect.any(String)],
    totalItems: 4,
    itemStatus: { completed: 0, remaining: 4, actions: {} },
    progress: 0,
    forReview: 0,
    issues: 0,
    priority: 2,
    description: null,
    availableActions: [
      { action: 'completed', displayName: 'Completed' },
      { action: 'discard', displayName: 'Discard' },
    ],
    metadata: { system: {} },
  });
  expect(task.metadata.system.pipelineId).toBeUndefined();
});

test('no list of pipelines shows where it runs', async () => {
  await makeTask(api, { ...place, name: 'unseen' });
  expect(await api.call('pipelines.list', { projectId: place.projectId as never })).toEqual([]);
});

test('a filter, a limit, shares, own actions and user metadata', async () => {
  const task = await makeTask(api, {
    ...place,
    name: 'own',
    filter: { $and: [{ id: { $in: items.slice(1) } }] },
    more: {
      limit: 2,
      workload: [
        { assigneeId: 'ann@example.com', load: 50 },
        { assigneeId: 'bob@example.com', load: 50 },
      ],
      availableActions: [
        { action: 'to-check', displayName: 'To check', color: '#123456', icon: 'x' },
        { action: 'completed' },
      ],
      metadata: { user: { batch: 7 } },
      priority: 3,
    },
  });
  expect(task).toMatchObject({ totalItems: 2, priority: 3, metadata: { user: { batch: 7 } } });
  expect(task.availableActions).toMatchObject([
    { action: 'completed' },
    { action: 'to-check', displayName: 'To check', color: '#123456', icon: 'x' },
  ]);
  const { body } = await api.sdk(
    'GET',
    `/assignments?projects=${place.projectId}&pageSize=500&taskId=${task.id}`,
  );
  expect(
    body.items.map((one: { annotator: string; totalItems: number }) => [one.annotator, one.totalItems]),
  ).toEqual([
    ['ann@example.com', 1],
    ['bob@example.com', 1],
  ]);
});

test('few of many items come into a task and leave it: they are looked for in parts', async () => {
  const { body: dataset } = await api.sdk('POST', '/datasets', { name: 'many', projects: [place.projectId] });
  const names = Array.from({ length: 5000 }, (_, at) => `${at}.png`);
  putItems(api, dataset.id, names);
  const wish = { projectId: place.projectId, datasetId: dataset.id, name: 'few' };
  const rare = { name: { $in: ['7.png', '4900.png'] } };
  const made = await api.sdk('POST', '/annotationtasks', taskBody({ ...wish, filter: { $and: [rare] } }));
  const over = await settled(api, made);
  expect(over).toMatchObject({ status: 'success', progress: 100 });
  expect(await api.call('commands.get', { commandId: over.id })).toMatchObject({ done: 2, total: 2 });
  const { createdTaskId } = over.spec;
  const total = async () => (await api.sdk('GET', `/annotationtasks/${createdTaskId}`)).body.totalItems;
  expect(await total()).toBe(2);
  const query = JSON.stringify({ filter: { name: '4900.png' }, resource: 'items' });
  const take = await api.sdk('POST', `/annotationtasks/${createdTaskId}/removeFromTask`, { query });
  expect((await settled(api, take)).spec).toEqual({ removeFromTaskId: createdTaskId });
  expect(await total()).toBe(1);
  const add = await api.sdk('POST', `/annotationtasks/${createdTaskId}/addToTask`, { query, limit: 1 });
  expect((await settled(api, add)).spec.addToTaskPayload).toEqual({ query, limit: 1 });
  expect(await total()).toBe(2);
});

test('with checkIfExist the task that is there comes back instead of a command', async () => {
  const { id } = await makeTask(api, { ...place, name: 'once' });
  const filter = { $and: [{ name: 'once' }, { projectId: place.projectId }] };
  const checkIfExist = { query: { filter, page: 0, pageSize: 1000, resource: 'tasks' } };
  const again = taskBody({ ...place, name: 'once', more: { checkIfExist } });
  expect((await api.sdk('POST', '/annotationtasks', again)).body).toMatchObject({ id, name: 'once' });
  const other = { query: { filter: { $and: [{ name: 'nothing of the kind' }] } } };
  const made = await api.sdk('POST', '/annotationtasks', { ...again, checkIfExist: other });
  expect(made.body.name).toBeUndefined();
});

test('tasks are found by filter and paged', async () => {
  const { id } = await makeTask(api, { ...place, name: 'findable' });
  const query = {
    filter: { $and: [{ name: 'findable' }, { projectId: place.projectId }, { datasetId: place.datasetId }] },
    page: 0,
    pageSize: 500,
    resource: 'tasks',
    context: { projectIds: [place.projectId] },
  };
  const { body } = await api.sdk('POST', '/annotationtasks/query', query);
  expect(body).toMatchObject({ totalItemsCount: 1, totalPagesCount: 1, hasNextPage: false, items: [{ id }] });
  const elsewhere = { ...query, context: { projectIds: ['0'.repeat(24)] } };
  expect((await api.sdk('POST', '/annotationtasks/query', elsewhere)).body.items).toEqual([]);
});

test('the whole of a task comes back with changes', async () => {
  const task = await makeTask(api, { ...place, name: 'before' });
  const changed = {
    ...task,
    name: 'after',
    dueDate: 1800000000000.5,
    priority: 1,
    status: 'completed',
    totalItems: 99,
    metadata: { ...task.metadata, user: { note: 'x' } },
    availableActions: [...task.availableActions, { action: 'unclear' }],
  };
  const { status, body } = await api.sdk('PATCH', `/annotationtasks/${task.id}`, changed);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    id: task.id,
    name: 'after',
    dueDate: 1800000000000.5,
    priority: 1,
    status: 'open',
    totalItems: 4,
    metadata: { user: { note: 'x' } },
  });
  expect(body.availableActions.map((one: { action: string }) => one.action)).toEqual([
    'completed',
    'discard',
    'unclear',
  ]);
  expect((await api.sdk('GET', `/annotationtasks/${task.id}`)).body).toEqual(body);
});

test('items are put in and taken out', async () => {
  const [first = '', second = ''] = items;
  const only = (...ids: string[]) => ({ $and: [{ id: { $in: ids } }] });
  const task = await makeTask(api, { ...place, name: 'moving', filter: only(first) });
  expect(task.totalItems).toBe(1);
  const path = `/annotationtasks/${task.id}`;
  const added = {
    query: JSON.stringify({ filter: only(first, second), resource: 'items' }),
    workload: [{ assigneeId: 'new@example.com', load: 100 }],
    asynced: true,
  };
  const command = await settled(api, await api.sdk('POST', `${path}/addToTask`, added));
  expect(command).toMatchObject({ status: 'success', spec: { addToTaskPayload: added } });
  expect((await api.sdk('GET', path)).body).toMatchObject({ totalItems: 2 });
  const { body } = await api.sdk('GET', `/assignments?projects=${place.projectId}&annotator=new@example.com`);
  expect(body.items).toMatchObject([{ totalItems: 1, metadata: { system: { taskId: task.id } } }]);
  const removed = { query: JSON.stringify({ filter: only(first) }), asynced: true };
  const gone = await settled(api, await api.sdk('POST', `${path}/removeFromTask`, removed));
  expect(gone).toMatchObject({ status: 'success', spec: { removeFromTaskId: task.id } });
  expect((await api.sdk('GET', path)).body).toMatchObject({ totalItems: 1 });
});

test('a deleted task is gone', async () => {
  const task = await makeTask(api, { ...place, name: 'doomed' });
  const command = await settled(
    api,
    await api.sdk('DELETE', `/annotationtasks/${task.id}`, { asynced: true }),
  );
  expect(command).toMatchObject({ status: 'success', spec: { deleteTaskId: task.id } });
  const { status, body } = await api.sdk('GET', `/annotationtasks/${task.id}`);
  expect({ status, body }).toEqual({ status: 404, body: { message: 'This task is not there any more.' } });
});

test.each([
  ['a query that is no JSON', { query: "{'name': 'it's'}" }, 400],
  ['a dataset that is not there', { datasetId: '0'.repeat(24) }, 404],
  ['a recipe that is not there', { recipeId: '0'.repeat(24) }, 404],
  ['a parent that is not there', { spec: { type: 'qa', parentTaskId: '0'.repeat(24) } }, 404],
  ['a batch that is too small', { metadata: { system: { batchSize: 2, maxBatchWorkload: 4 } } }, 400],
  [
    'a workload of batches that is too large',
    { metadata: { system: { batchSize: 5, maxBatchWorkload: 90 } } },
    400,
  ],
  ['no name', { name: '' }, 400],
])('refused: %s', async (_what, more, status) => {
  const before = await api.call('tasks.list', { projectId: place.projectId as never });
  const answer = await api.sdk('POST', '/annotationtasks', taskBody({ ...place, name: 'refused', more }));
  expect(answer).toMatchObject({ status, body: { message: expect.any(String) } });
  expect(await api.call('tasks.list', { projectId: place.projectId as never })).toEqual(before);
});

test('the task of a pipeline says so, and stays with its node', async () => {
  const { project } = await api.call('projects.setUp', { name: 'piped' });
  const [task] = await api.call('tasks.list', { projectId: project.id });
  const { body } = await api.sdk('GET', `/annotationtasks/${task?.id}`);
  expect(body).toMatchObject({
    datasetId: null,
    metadata: { system: { pipelineId: task?.pipelineId, nodeId: task?.nodeId } },
    query: expect.stringContaining(`{"metadata.system.refs.id":{"$in":["${task?.id}"]}}`),
  });
  const refused = await api.sdk('DELETE', `/annotationtasks/${task?.id}`, { asynced: true });
  expect(refused).toMatchObject({
    status: 409,
    body: { message: expect.stringContaining('belongs to a pipeline') },
  });
});
