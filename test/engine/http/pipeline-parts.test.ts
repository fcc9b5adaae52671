import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi, type TestApi } from './support/api.ts';
import { datasetNode, labelling, root } from './support/pipelines.ts';

let api: TestApi;
let projectId: string;
let datasetId: string;
let recipeId: string;
beforeAll(async () => {
  api = await openApi();
  projectId = (await api.sdk('POST', '/projects', { name: 'p' })).body.id;
  const { body } = await api.sdk('POST', '/datasets', { name: 'd', projects: [projectId] });
  datasetId = body.id;
  [recipeId] = body.metadata.system.recipes;
});
afterAll(async () => await api.close());

const graph = () => labelling({ id: recipeId, datasetId }, datasetId);

async function create(name: string, parts: object = graph()) {
  return (await api.sdk('POST', '/pipelines', { name, projectId, ...parts })).body;
}

test('a composition has the tasks that an install has made, and says why it could not', async () => {
  const made = await create('composed');
  const path = `/compositions/${made.compositionId}`;
  expect((await api.sdk('GET', path)).body).toMatchObject({ status: 'Created', tasks: [], triggers: [] });
  await api.sdk('POST', `/pipelines/${made.id}/install`, {});
  const { body } = await api.sdk('GET', path);
  expect(body).toMatchObject({
    status: 'Installed',
    tasks: [
      { name: 'label', nodeId: 'label', taskType: 'annotation', state: { taskId: expect.any(String) } },
    ],
  });
  expect(body).not.toHaveProperty('errorText');
  const bad = graph();
  Object.assign(bad.nodes[1]?.metadata ?? {}, { batchSize: 1 });
  const failed = await create('failed', bad);
  expect((await api.sdk('POST', `/pipelines/${failed.id}/install`, {})).status).toBe(400);
  expect((await api.sdk('GET', `/compositions/${failed.id}`)).body).toMatchObject({
    status: 'Failure',
    errorText: { message: 'Request failed with status code 400, Failed to create a task' },
  });
});

test('versions are listed, read and restored', async () => {
  const made = await create('versions', {
    nodes: [datasetNode('begin', 0, datasetId)],
    startNodes: [root('begin')],
  });
  const path = `/pipelines/${made.id}`;
  await api.sdk('PATCH', path, graph());
  expect((await api.sdk('GET', `${path}/versions`)).body).toMatchObject({
    totalItemsCount: 2,
    items: [{ versionNumber: 2, creator: 'ada@example.com' }, { versionNumber: 1 }],
  });
  const first = await api.sdk('GET', `${path}/versions/1`);
  expect(first.body).toMatchObject({ versionNumber: 1, nodes: made.nodes, connections: [] });
  expect((await api.sdk('POST', `${path}/versions/1/restore`)).body).toMatchObject({
    versionNumber: 3,
    nodes: made.nodes,
    connections: [],
  });
  expect((await api.sdk('GET', `${path}/versions/9`)).status).toBe(404);
});

test('the log says what was done to a pipeline, latest first', async () => {
  const made = await create('logged');
  await api.sdk('POST', `/pipelines/${made.id}/install`, {});
  const { body } = await api.sdk('GET', `/pipelines/${made.id}/logs`);
  expect(body.items).toMatchObject([
    { kind: 'pipeline-status', actor: 'ada@example.com', timestamp: expect.any(String) },
    { kind: 'pipeline-created' },
  ]);
});

test('all of the log of a pipeline can be paged through', async () => {
  const made = await create('long-logged');
  const path = `/pipelines/${made.id}`;
  for (let at = 0; at < 6; at += 1) {
    await api.sdk('POST', `${path}/install`, {});
    await api.sdk('POST', `${path}/uninstall`, {});
  }
  const page = async (query: string) => (await api.sdk('GET', `${path}/logs${query}`)).body;
  const whole = await page('');
  expect(whole).toMatchObject({ totalItemsCount: 13, totalPagesCount: 1, hasNextPage: false });
  const pages = [0, 1, 2, 3].map(async (at) => await page(`?pageOffset=${at}&pageSize=4`));
  const parts = await Promise.all(pages);
  expect(parts.flatMap(({ items }) => items)).toEqual(whole.items);
  expect(parts.map(({ hasNextPage }) => hasNextPage)).toEqual([true, true, true, false]);
  expect(parts.at(-1).items).toMatchObject([{ kind: 'pipeline-created' }]);
  expect((await page('?pageOffset=999999')).items).toEqual([]);
});

test('a pipeline is made from a template and its parts', async () => {
  const { body } = await api.sdk('GET', '/pipelines/templates');
  expect(body.items.length).toBeGreaterThan(3);
  const [first] = body.items;
  expect((await api.sdk('GET', `/pipelines/templates/${first.id}`)).body).toEqual(first);
  const sent = { name: 'from', projectId };
  const missing = await api.sdk('POST', `/pipelines/templates/${first.id}`, sent);
  expect(missing).toMatchObject({ status: 400, body: { message: expect.stringContaining('needs') } });
  const kinds = { dataset: datasetId, recipe: recipeId, number: 1, text: 'x' };
  const parts = Object.fromEntries(
    first.needs.map(({ key, kind }: { key: string; kind: keyof typeof kinds }) => [key, kinds[kind]]),
  );
  const made = await api.sdk('POST', `/pipelines/templates/${first.id}`, { ...sent, parts });
  expect(made).toMatchObject({ status: 200, body: { name: 'from', status: 'Created' } });
  expect((await api.sdk('GET', '/pipelines/templates/nope')).status).toBe(404);
});

test('triggers in their three forms, switched, changed and taken away', async () => {
  const event = { resource: 'Item', executionMode: 'Once', actions: ['Created'] };
  const query = { $and: [{ hidden: false }] };
  const trigger = (filter: unknown) => ({ type: 'Event', name: 'new', spec: { ...event, filter } });
  for (const [filter, expected] of [
    [JSON.stringify(query), query],
    [{}, {}],
    [query, query],
  ] as const) {
    const startNodes = [{ ...root('begin'), trigger: trigger(filter) }];
    const made = await create('triggered', { ...graph(), startNodes });
    expect(made.startNodes).toEqual(startNodes);
    const found = await api.sdk('POST', '/query/faas', {
      filter: { $and: [{ 'spec.operation.id': made.id }] },
      resource: 'triggers',
    });
    const operation = { type: 'pipeline', id: made.id, nodeId: 'begin' };
    expect(found.body).toMatchObject({
      totalItemsCount: 1,
      items: [
        {
          name: 'new',
          type: 'Event',
          active: true,
          projectId,
          spec: { ...event, filter: expected, operation },
        },
      ],
    });
  }
  const { body: all } = await api.sdk('GET', '/triggers?pageSize=1');
  expect(all).toMatchObject({ items: [{ type: 'Event' }], hasNextPage: true });
  const one = (await api.sdk('GET', '/triggers')).body.items.at(-1);
  const path = one.url.split('api/v1')[1];
  expect((await api.sdk('GET', path)).body).toEqual(one);
  expect((await api.sdk('PATCH', path, { active: false })).body).toMatchObject({ active: false });
  const spec = { ...one.spec, executionMode: 'Always' };
  const changed = await api.sdk('PATCH', path, { name: 'each', spec });
  expect(changed.body).toMatchObject({ name: 'each', active: false, spec });
  expect((await api.sdk('DELETE', path)).status).toBe(200);
  expect((await api.sdk('GET', path)).status).toBe(404);
  expect((await api.sdk('GET', `/pipelines/${one.spec.operation.id}`)).body.startNodes).toEqual([
    root('begin'),
  ]);
  const made = await api.sdk('POST', '/triggers', { name: 'x' });
  expect(made).toMatchObject({ status: 404, body: { message: expect.stringContaining('startNodes') } });
});
