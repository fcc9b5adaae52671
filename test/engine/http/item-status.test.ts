/** Statuses of items in tasks over the API (reference sections 2.7, 3.5 and 3.6). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeRefs, writeStatusLog } from '#core/formats/dataloop/refs.ts';
import { openApi, type TestApi } from './support/api.ts';
import { makeTask, putItems, refsOf, type TaskWish } from './support/tasks.ts';

let api: TestApi;
let place: Pick<TaskWish, 'projectId' | 'datasetId'>;
beforeAll(async () => {
  api = await openApi();
  const project = await api.call('projects.create', { name: 'p' });
  const { body } = await api.sdk('POST', '/datasets', { name: 'd', projects: [project.id] });
  place = { projectId: project.id, datasetId: body.id };
});
afterAll(async () => await api.close());

let made = 0;
/** A task of its own with items of its own. */
async function start(count: number, more: object = {}) {
  made += 1;
  const items = putItems(
    api,
    place.datasetId,
    Array.from({ length: count }, (_, at) => `${made}-${at}.png`),
  );
  const filter = { $and: [{ id: { $in: items } }] };
  const task = await makeTask(api, { ...place, name: `task ${made}`, filter, more });
  return { items, first: items[0] ?? '', task };
}

const give = (taskId: string, itemIds: string[], status: string, operation = 'create') =>
  api.sdk('POST', `/assignments/items/tasks/${taskId}/status`, {
    itemIds,
    statusPayload: { operation, returnLastStatus: true, status },
  });

test('statuses by task, with refs that are current at once', async () => {
  const { items, first, task } = await start(2);
  const { status, body } = await give(task.id, items, 'complete');
  expect(status).toBe(200);
  expect(Object.keys(body)).toEqual(items);
  expect(body[first]).toEqual({
    id: first,
    taskId: task.id,
    assignmentId: task.assignmentIds[0],
    status: 'completed',
    creator: 'ada@example.com',
    timestamp: expect.stringMatching(/Z$/),
  });
  // As the SDK reads it: from the item, without asking for the status.
  const item = (await api.sdk('GET', `/items/${first}`)).body;
  expect(item.metadata.system.refs).toEqual(writeRefs(await refsOf(api, first)));
  expect(item.metadata.system.taskStatusLog).toMatchObject([
    { action: 'created', status: { taskId: task.id } },
  ]);
  const { timestamp } = body[first];
  const metadata = { status: 'completed', timestamp, creator: 'ada@example.com' };
  expect(writeRefs(await refsOf(api, first))).toEqual([
    { id: task.id, type: 'task', metadata },
    { id: task.assignmentIds[0], type: 'assignment', metadata },
  ]);
  expect((await api.sdk('GET', `/annotationtasks/${task.id}`)).body).toMatchObject({
    status: 'completed',
    progress: 100,
    itemStatus: { completed: 2, remaining: 0, actions: { completed: 2 } },
  });
});

test('the items of a task are found as the SDK asks for them', async () => {
  const { items, task } = await start(2);
  for (const id of [task.id, task.assignmentIds[0]]) {
    const filter = { $and: [{ 'metadata.system.refs.id': { $in: [id] } }] };
    const query = { filter, page: 0, pageSize: 1000, resource: 'items', sort: { id: 'ascending' } };
    const { body } = await api.sdk('POST', `/datasets/${place.datasetId}/query`, query);
    expect(body.items.map((one: { id: string }) => one.id)).toEqual(items);
  }
});

test('a status by assignment, and its end', async () => {
  const { first, task } = await start(1);
  const [assignmentId] = task.assignmentIds;
  const path = `/assignments/${assignmentId}/items/${first}/status`;
  const given = await api.sdk('POST', path, { operation: 'create', status: 'discard' });
  expect(given).toMatchObject({ status: 200, body: { status: 'discard', assignmentId } });
  expect((await api.sdk('GET', `/assignments/${assignmentId}`)).body).toMatchObject({
    status: 'done',
    itemStatus: { completed: 1, remaining: 0, actions: { discard: 1 } },
  });
  const taken = await api.sdk('POST', path, { operation: 'delete', status: 'discard' });
  expect(taken).toMatchObject({ status: 200, body: { status: null } });
  const places = await refsOf(api, first);
  expect(writeRefs(places)).toEqual([
    { id: task.id, type: 'task' },
    { id: assignmentId, type: 'assignment' },
  ]);
  expect(writeStatusLog(places).map(({ action, status }) => [action, status.status])).toEqual([
    ['created', 'discard'],
    ['deleted', 'discard'],
  ]);
  // Nothing to take away any more: that is how clients want it.
  expect((await api.sdk('POST', path, { operation: 'delete' })).status).toBe(200);
});

test('another status takes the place of the one that is there; the same one stays', async () => {
  const { first, task } = await start(1);
  const [before] = Object.values((await give(task.id, [first], 'completed')).body);
  expect(Object.values((await give(task.id, [first], 'complete')).body)).toEqual([before]);
  expect((await give(task.id, [first], 'discard')).body[first].status).toBe('discard');
  const events = writeStatusLog(await refsOf(api, first));
  expect(events.map(({ action, status }) => `${action} ${status.status}`)).toEqual([
    'created completed',
    'deleted completed',
    'created discard',
  ]);
});

test('a status of its own where the task has it, and no other', async () => {
  const { items, first, task } = await start(2, { availableActions: [{ action: 'to-check' }] });
  const refused = await give(task.id, items, 'completed');
  expect(refused).toMatchObject({ status: 400, body: { message: expect.stringContaining('to-check') } });
  expect((await give(task.id, [first], 'to-check')).body[first].status).toBe('to-check');
});

test('all of them or none', async () => {
  const { first, task } = await start(1);
  const [stranger = ''] = putItems(api, place.datasetId, ['stranger.png']);
  expect((await give(task.id, [first, stranger], 'completed')).status).toBe(404);
  expect(writeRefs(await refsOf(api, first))[0]).toEqual({ id: task.id, type: 'task' });
  const path = `/assignments/${task.assignmentIds[0]}/items/${stranger}/status`;
  expect((await api.sdk('POST', path, { operation: 'create', status: 'completed' })).status).toBe(404);
});

test('who decided is whoever asked', async () => {
  const { first, task } = await start(1);
  const token = await api.tokenFor('annotator', 'ann@example.com');
  const { body } = await api.send({
    method: 'POST',
    path: `/assignments/items/tasks/${task.id}/status`,
    body: { itemIds: [first], statusPayload: { operation: 'create', status: 'completed' } },
    token,
  });
  expect(body[first]).toMatchObject({ creator: 'ann@example.com' });
});

/** As the SDK asks for a QA task: over the items that have a status in the other one. */
async function review(task: { id: string; name: string }) {
  const match = { id: task.id, type: 'task', metadata: { status: { $exists: true } } };
  return await makeTask(api, {
    ...place,
    name: `${task.name}_qa`,
    filter: { $and: [{ hidden: false }, { type: 'file' }, { 'metadata.system.refs': { $match: match } }] },
    more: { spec: { type: 'qa', parentTaskId: task.id } },
  });
}

test('a round of QA: an issue sends an item back, a fix returns it, and it is approved', async () => {
  const { items, first, task } = await start(3);
  const [, second = ''] = items;
  await give(task.id, [first, second], 'completed');
  const qa = await review(task);
  expect(qa).toMatchObject({
    totalItems: 2,
    spec: { type: 'qa', parentTaskId: task.id },
    hasParent: true,
    availableActions: [{ action: 'approved' }, { action: 'discard' }],
  });
  const there = { taskId: qa.id, itemId: first as never };
  await api.call('issues.open', { ...there, text: 'too loose' });
  // The completion is gone, and the annotator has it again.
  expect(writeRefs(await refsOf(api, first)).every((ref) => ref.metadata === undefined)).toBe(true);
  expect((await api.sdk('GET', `/annotationtasks/${task.id}`)).body).toMatchObject({
    issues: 1,
    itemStatus: { completed: 1, remaining: 2 },
  });
  expect((await api.sdk('GET', `/assignments/${task.assignmentIds[0]}`)).body).toMatchObject({
    status: 'in progress',
    issues: 1,
  });
  expect((await api.sdk('GET', `/annotationtasks/${qa.id}`)).body).toMatchObject({ issues: 1, forReview: 0 });
  expect((await give(qa.id, [first], 'approved')).status).toBe(409);
  await give(task.id, [first], 'completed');
  expect((await api.sdk('GET', `/annotationtasks/${qa.id}`)).body).toMatchObject({ issues: 0, forReview: 1 });
  const { body } = await give(qa.id, [first, second], 'approve');
  expect(body[first]).toMatchObject({ status: 'approved' });
  expect((await api.call('issues.list', { itemId: first as never }))[0]?.status).toBe('approved');
  expect((await api.sdk('GET', `/annotationtasks/${qa.id}`)).body).toMatchObject({
    status: 'completed',
    issues: 0,
    forReview: 0,
    itemStatus: { actions: { approved: 2 } },
  });
  const log = writeStatusLog(await refsOf(api, first));
  expect(log.map(({ action, status }) => `${action} ${status.status}`)).toEqual([
    'created completed',
    'deleted completed',
    'created completed',
    'created approved',
  ]);
});

test('a fix that is taken back leaves QA waiting for the next', async () => {
  const { first, task } = await start(1);
  await give(task.id, [first], 'completed');
  const qa = await review(task);
  await api.call('issues.open', { taskId: qa.id, itemId: first as never });
  await give(task.id, [first], 'completed');
  await give(task.id, [first], 'completed', 'delete');
  expect((await api.sdk('GET', `/annotationtasks/${qa.id}`)).body).toMatchObject({ issues: 1, forReview: 0 });
  await give(task.id, [first], 'completed');
  expect((await give(qa.id, [first], 'approved')).body[first].status).toBe('approved');
});

test('a reviewer takes a sending back back', async () => {
  const { first, task } = await start(1);
  await give(task.id, [first], 'completed');
  const qa = await review(task);
  await api.call('issues.open', { taskId: qa.id, itemId: first as never });
  await give(qa.id, [first], '', 'delete');
  expect(writeRefs(await refsOf(api, first))[0]?.metadata?.status).toBe('completed');
  expect((await api.sdk('GET', `/annotationtasks/${qa.id}`)).body).toMatchObject({
    status: 'open',
    issues: 0,
  });
});

test('an item that leaves the labelling leaves the review that waits for it', async () => {
  const { first, task } = await start(1);
  await give(task.id, [first], 'completed');
  const qa = await review(task);
  await api.call('issues.open', { taskId: qa.id, itemId: first as never });
  await api.sdk('DELETE', `/annotationtasks/${task.id}`, { asynced: true });
  await expect.poll(async () => (await api.sdk('GET', `/annotationtasks/${task.id}`)).status).toBe(404);
  expect((await api.sdk('GET', `/annotationtasks/${qa.id}`)).body).toMatchObject({ totalItems: 0 });
  expect(writeRefs(await refsOf(api, first))).toEqual([]);
});

test('a note is for whoever was the last to decide on the item, unless it says for whom', async () => {
  const { first, task } = await start(1);
  const note = (more: object = {}) => ({
    type: 'note',
    label: 'note',
    coordinates: {
      box: [
        { x: 1, y: 1, z: 0 },
        { x: 9, y: 9, z: 0 },
      ],
      note: { messages: [{ id: 'm', body: 'Look' }], status: 'issue', ...more },
    },
  });
  const assignees = async (...notes: object[]) => {
    const { body } = await api.sdk('POST', `/items/${first}/annotations`, notes);
    return body.map(({ coordinates }: ReturnType<typeof note>) => Reflect.get(coordinates.note, 'assignee'));
  };
  expect(await assignees(note())).toEqual([undefined]);
  await give(task.id, [first], 'complete');
  expect(await assignees(note(), note({ assignee: 'eve@example.com' }))).toEqual([
    'ada@example.com',
    'eve@example.com',
  ]);
});
