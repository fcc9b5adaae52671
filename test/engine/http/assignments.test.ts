/** Assignments over the API (reference sections 1.8 and 2.7). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASE, openApi, type TestApi } from './support/api.ts';
import { makeTask, putItems, settled, type TaskWish } from './support/tasks.ts';

let api: TestApi;
let place: Pick<TaskWish, 'projectId' | 'datasetId'>;
beforeAll(async () => {
  api = await openApi();
  const project = await api.call('projects.create', { name: 'p' });
  const { body } = await api.sdk('POST', '/datasets', { name: 'd', projects: [project.id] });
  place = { projectId: project.id, datasetId: body.id };
  putItems(api, body.id, ['a.png', 'b.png', 'c.png', 'd.png', 'e.png', 'f.png', 'g.png']);
});
afterAll(async () => await api.close());

const ann = { workload: [{ assigneeId: 'ann@example.com', load: 100 }] };

/** By person: how many items are theirs. */
async function parts(taskId: string): Promise<Record<string, number>> {
  const { body } = await api.sdk(
    'GET',
    `/assignments?projects=${place.projectId}&pageSize=500&taskId=${taskId}`,
  );
  type One = { annotator: string; totalItems: number };
  return Object.fromEntries(body.items.map((one: One) => [one.annotator, one.totalItems]));
}

test('an assignment tells whose it is, of which task, and how far it has come', async () => {
  const task = await makeTask(api, { ...place, name: 'facts', more: ann });
  const [id] = task.assignmentIds;
  const { body } = await api.sdk('GET', `/assignments/${id}`);
  expect(body).toMatchObject({
    id,
    url: `${BASE}/assignments/${id}`,
    name: 'facts (ann@example.com)',
    annotator: 'ann@example.com',
    status: 'todo',
    projectId: place.projectId,
    metadata: {
      system: { taskId: task.id, datasetId: place.datasetId, dueDate: task.dueDate, active: true },
    },
    totalItems: 7,
    itemStatus: { completed: 0, remaining: 7, actions: {} },
    taskType: 'annotation',
    progress: 0,
    forReview: 0,
    issues: 0,
  });
  const listed = await api.sdk(
    'GET',
    `/assignments?projects=${place.projectId}&name=${encodeURIComponent(body.name)}`,
  );
  expect(listed.body).toMatchObject({ totalItemsCount: 1, hasNextPage: false, items: [body] });
});

test('the whole of an assignment comes back with changes', async () => {
  const task = await makeTask(api, { ...place, name: 'patched', more: ann });
  const before = (await api.sdk('GET', `/assignments/${task.assignmentIds[0]}`)).body;
  const sent = { ...before, name: 'mine', totalItems: 1, metadata: { ...before.metadata, user: { a: 1 } } };
  const { status, body } = await api.sdk('PATCH', `/assignments/${before.id}`, sent);
  expect({ status, body }).toEqual({
    status: 200,
    body: { ...before, name: 'mine', metadata: { ...before.metadata, user: { a: 1 } } },
  });
});

test('all of an assignment goes to somebody else', async () => {
  const task = await makeTask(api, { ...place, name: 'passed on', more: ann });
  const answer = await api.sdk('POST', `/assignments/${task.assignmentIds[0]}/reassign`, {
    taskId: task.id,
    annotator: 'bob@example.com',
    asynced: true,
  });
  const command = await settled(api, answer);
  expect(command.status).toBe('success');
  const { body } = await api.sdk('GET', `/assignments/${command.spec.toAssignment}`);
  expect(body).toMatchObject({
    annotator: 'bob@example.com',
    totalItems: 7,
    metadata: { system: { active: true } },
  });
  expect(await parts(task.id)).toEqual({ 'ann@example.com': 0, 'bob@example.com': 7 });
});

test('an assignment is shared out among others', async () => {
  const task = await makeTask(api, { ...place, name: 'shared out', more: ann });
  const workload = [
    { assigneeId: 'bob@example.com', load: 50 },
    { assigneeId: 'cyd@example.com', load: 50 },
  ];
  const answer = await api.sdk('POST', `/assignments/${task.assignmentIds[0]}/redistribute`, {
    taskId: task.id,
    workload,
    asynced: true,
  });
  expect((await settled(api, answer)).spec.workload).toMatchObject(workload);
  expect(await parts(task.id)).toEqual({ 'ann@example.com': 0, 'bob@example.com': 4, 'cyd@example.com': 3 });
});

test('people take batches and give them back', async () => {
  const metadata = { system: { batchSize: 3, maxBatchWorkload: 5, allowedAssignees: ['ann@example.com'] } };
  const task = await makeTask(api, { ...place, name: 'pulled', more: { metadata } });
  expect(task.metadata.system).toMatchObject(metadata.system);
  const [id] = task.assignmentIds;
  expect((await api.sdk('POST', `/assignments/${id}/batch`, {})).body).toMatchObject({ totalItems: 3 });
  expect((await api.sdk('POST', `/assignments/${id}/batch`, {})).body).toMatchObject({ totalItems: 5 });
  expect((await api.sdk('POST', `/assignments/${id}/clear`)).body).toMatchObject({ totalItems: 0 });
  expect((await api.sdk('POST', `/assignments/${id}/batch`)).body).toMatchObject({ totalItems: 3 });
});

test('nothing is taken or given back where items are handed out', async () => {
  const task = await makeTask(api, { ...place, name: 'handed out', more: ann });
  const [id] = task.assignmentIds;
  expect((await api.sdk('POST', `/assignments/${id}/batch`)).status).toBe(409);
  expect((await api.sdk('POST', `/assignments/${id}/clear`)).status).toBe(409);
});

test('what is not there', async () => {
  const id = '0'.repeat(24);
  for (const [method, path, body] of [
    ['GET', `/assignments/${id}`, undefined],
    ['POST', `/assignments/${id}/reassign`, { annotator: 'x@example.com' }],
    ['GET', `/scores/tasks/${id}/items/${id}`, undefined],
  ] as const) {
    const answer = await api.sdk(method, path, body);
    expect(answer).toMatchObject({ status: 404, body: { message: expect.any(String) } });
  }
});
