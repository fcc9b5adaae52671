/** Items that a query puts into tasks and takes out of them (reference section 1.18, `references`). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi, type TestApi } from './support/api.ts';
import { addItem } from './support/items.ts';
import { labelling } from './support/pipelines.ts';
import { makeTask, putItems, type TaskWish } from './support/tasks.ts';

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

const DEFAULTS = [{ hidden: false }, { type: 'file' }];

/** As the SDK prepares a query with a task or an assignment in it. */
const refer = (operation: string, refs: readonly object[], condition: object, datasetId = place.datasetId) =>
  api.sdk('POST', `/datasets/${datasetId}/query`, {
    filter: { $and: [...DEFAULTS, condition] },
    page: 0,
    pageSize: 1000,
    resource: 'items',
    references: { operation, refs },
  });
const refsOf = async (id: string): Promise<{ id: string; type: string }[]> =>
  (await api.sdk('GET', `/items/${id}`)).body.metadata.system.refs;
const inTask = async (taskId: string): Promise<string[]> => {
  const filter = { $and: [...DEFAULTS, { 'metadata.system.refs.id': { $in: [taskId] } }] };
  const { body } = await api.sdk('POST', `/datasets/${place.datasetId}/query`, { resource: 'items', filter });
  return body.items.map(({ id }: { id: string }) => id);
};
const nothing = { name: 'nothing' };

test('a task gets the items of a query, and gives them back', async () => {
  const task = await makeTask(api, { ...place, name: 'by query', filter: nothing });
  const ref = { type: 'task', id: task.id };
  const added = await refer('create', [ref], { name: { $in: ['a.png', 'b.png', 'c.png'] } });
  expect(added).toMatchObject({
    status: 200,
    body: { totalItemsCount: 3, items: [], hasNextPage: false, command: { status: 'success' } },
  });
  expect(await inTask(task.id)).toEqual(items.slice(0, 3));
  expect(await refsOf(items[0] ?? '')).toEqual([
    { id: task.id, type: 'task' },
    { id: task.assignmentIds[0], type: 'assignment' },
  ]);
  // What is there already stays.
  expect((await refer('create', [ref], {})).body.totalItemsCount).toBe(1);
  expect((await refer('delete', [ref], { name: 'b*' })).body.totalItemsCount).toBe(1);
  expect(await inTask(task.id)).toEqual([items[0], items[2], items[3]]);
  expect((await refer('delete', [ref], nothing)).body.totalItemsCount).toBe(0);
});

test("a person's part of a task gets items of a query, and two tasks at once do", async () => {
  const workload = ['ann@example.com', 'bob@example.com'].map((assigneeId) => ({ assigneeId, load: 50 }));
  const task = await makeTask(api, { ...place, name: 'shares', filter: nothing, more: { workload } });
  const { body } = await api.sdk('GET', `/assignments?projects=${place.projectId}&taskId=${task.id}`);
  const bob = body.items.find(({ annotator }: { annotator: string }) => annotator === 'bob@example.com');
  expect((await refer('create', [{ type: 'assignment', id: bob.id }], {})).status).toBe(200);
  expect((await api.sdk('GET', `/assignments/${bob.id}`)).body.totalItems).toBe(4);
  const other = await makeTask(api, { ...place, name: 'other', filter: nothing });
  const both = [
    { type: 'task', id: other.id },
    { type: 'assignment', id: bob.id },
  ];
  expect((await refer('create', both, { name: 'a.png' })).status).toBe(200);
  expect(await inTask(other.id)).toEqual([items[0]]);
  expect((await refer('delete', [{ type: 'assignment', id: bob.id }], { name: 'a.png' })).status).toBe(200);
  expect(await inTask(bob.id)).toEqual(items.slice(1));
});

test('what cannot be assigned is refused, and nothing is', async () => {
  const task = await makeTask(api, { ...place, name: 'refusing', filter: nothing });
  const { body: dataset } = await api.sdk('POST', '/datasets', { name: 'e', projects: [place.projectId] });
  addItem(api, dataset.id);
  const ref = { type: 'task', id: task.id };
  expect((await refer('create', [ref, { type: 'task', id: '0'.repeat(24) }], {})).status).toBe(404);
  expect((await refer('create', [ref, { type: 'assignment', id: '0'.repeat(24) }], {})).status).toBe(404);
  expect((await refer('create', [ref], {}, dataset.id)).body.message).toContain('another dataset');
  for (const refs of [[], [{ type: 'pipeline', id: task.id }], [{ type: 'task' }]]) {
    expect((await refer('create', refs, {})).status).toBe(400);
  }
  expect((await refer('update', [ref], {})).status).toBe(400);
  expect((await refer('create', [ref], { $nonsense: 1 })).status).toBe(400);
  const token = await api.tokenFor('annotator');
  const body = { resource: 'items', filter: {}, references: { operation: 'create', refs: [ref] } };
  const path = `/datasets/${place.datasetId}/query`;
  expect((await api.send({ method: 'POST', path, body, token })).status).toBe(403);
  expect(await inTask(task.id)).toEqual([]);
});

test('while the pipeline of one of the tasks is paused nothing is assigned', async () => {
  const { projectId, datasetId } = place;
  const { body: dataset } = await api.sdk('GET', `/datasets/${datasetId}`);
  const graph = labelling({ id: dataset.metadata.system.recipes[0], datasetId }, datasetId);
  const { body: pipeline } = await api.sdk('POST', '/pipelines', { name: 'flow', projectId, ...graph });
  await api.sdk('POST', `/pipelines/${pipeline.id}/install`, {});
  const { body: tasks } = await api.sdk('POST', '/annotationtasks/query', { filter: { name: 'label' } });
  const alone = await makeTask(api, { ...place, name: 'alone', filter: nothing });
  const refs = [alone, tasks.items[0]].map(({ id }) => ({ type: 'task', id }));
  await api.sdk('POST', `/pipelines/${pipeline.id}/uninstall`, {});
  expect(await refer('create', refs, {})).toMatchObject({
    status: 409,
    body: { message: expect.stringContaining('Install "flow"') },
  });
  expect(await inTask(alone.id)).toEqual([]);
  await api.sdk('POST', `/pipelines/${pipeline.id}/install`, {});
  expect((await refer('create', refs, { name: 'a.png' })).status).toBe(200);
  expect(await inTask(tasks.items[0].id)).toEqual([items[0]]);
});
