import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASE, openApi, type TestApi } from './support/api.ts';

let api: TestApi;
let projectId: string;
beforeAll(async () => {
  api = await openApi();
  projectId = (await api.call('projects.create', { name: 'p' })).id;
});
afterAll(async () => await api.close());

const create = (name: string, more: object = {}) =>
  api.sdk('POST', '/datasets', { name, projects: [projectId], createDefaultRecipe: true, ...more });

test('a new dataset has every key and a recipe with an empty ontology', async () => {
  const { status, body } = await create('cars', {
    driver: null,
    expirationOptions: { itemMaxDays: 4 },
    indexDriver: 'v2',
  });
  expect(status).toBe(200);
  const url = `${BASE}/datasets/${body.id}`;
  expect(body).toMatchObject({
    url,
    name: 'cars',
    annotated: 0,
    itemsCount: 0,
    annotationsCount: 0,
    items: `${url}/items`,
    directoryTree: `${url}/directoryTree`,
    creator: 'ada@example.com',
    projects: [projectId],
    metadata: { system: { recipes: [expect.stringMatching(/^[0-9a-f]{24}$/)] } },
    readableType: 'persistent',
    readonly: false,
    expirationOptions: { itemMaxDays: 4 },
    indexDriver: 'v2',
  });
  const { body: recipe } = await api.sdk('GET', `/recipes/${body.metadata.system.recipes[0]}`);
  const { body: ontology } = await api.sdk('GET', `/ontologies/${recipe.ontologyIds[0]}`);
  expect(ontology).toMatchObject({ roots: [], metadata: { attributes: [] } });
});

test('with labels the SDK makes ontology and recipe first and then stores the whole dataset with them', async () => {
  const { body: dataset } = await create('labelled', { createDefaultRecipe: false });
  expect(dataset.metadata.system.recipes).toEqual([]);
  const { body: ontology } = await api.sdk('POST', '/ontologies', {
    roots: [
      {
        value: { tag: 'car', displayLabel: 'car', color: '#ff0000', attributes: [], displayData: {} },
        children: [],
      },
    ],
    projectIds: [projectId],
    attributes: [],
  });
  const { body: recipe } = await api.sdk('POST', '/recipes', {
    title: 'labelled Default Recipe',
    projectIds: [projectId],
    ontologyIds: [ontology.id],
    uiSettings: { allowObjectIdAutoAssign: true, studioV2App: true },
  });
  const whole = { ...dataset, metadata: { ...dataset.metadata, system: { recipes: [recipe.id] } } };
  const { status, body } = await api.sdk('PATCH', `/datasets/${dataset.id}?system=true`, whole);
  expect({ status, recipes: body.metadata.system.recipes }).toEqual({ status: 200, recipes: [recipe.id] });
  const { body: stored } = await api.sdk('GET', `/recipes/${recipe.id}`);
  expect(stored).toMatchObject({ ontologyIds: [ontology.id], uiSettings: { allowObjectIdAutoAssign: true } });
});

test('an update is a diff, and the system is changed only when it says so', async () => {
  const { body: made } = await create('diffs');
  const path = `/datasets/${made.id}`;
  const diff = {
    name: 'renamed',
    metadata: { user: { k: 2, gone: 1 }, system: { recipes: [], scope: 'x' } },
  };
  const plain = await api.sdk('PATCH', path, diff);
  expect(plain.body).toMatchObject({
    name: 'renamed',
    metadata: { user: { k: 2 }, system: made.metadata.system },
  });
  expect(plain.body.metadata.system).not.toHaveProperty('scope');
  const system = await api.sdk('PATCH', `${path}?system=true`, {
    metadata: { user: { gone: null }, system: { scope: 'x', recipes: [] } },
  });
  expect(system.body.metadata).toEqual({ user: { k: 2 }, system: { scope: 'x', recipes: [] } });
  for (const recipes of [['nope'], ['0'.repeat(24)]]) {
    const wrong = await api.sdk('PATCH', `${path}?system=true`, { metadata: { system: { recipes } } });
    expect(wrong).toMatchObject({ status: 404, body: { message: expect.stringContaining('recipe') } });
  }
});

test("names are the project's own once; deleting frees them", async () => {
  const { body: first } = await create('once');
  expect(await create('once')).toMatchObject({
    status: 409,
    body: { message: expect.stringContaining('once') },
  });
  expect((await api.sdk('GET', `/datasets/${first.id}`)).status).toBe(200);
  expect((await api.sdk('DELETE', `/datasets/${first.id}`)).status).toBe(200);
  expect((await api.sdk('GET', `/datasets/${first.id}`)).status).toBe(404);
  expect((await create('once')).status).toBe(200);
});

test('a dataset for which a folder is watched is not deleted', async () => {
  const { body } = await create('watched');
  const path = join(api.folder, 'camera');
  await mkdir(path);
  const folder = await api.call('watchedFolders.add', { datasetId: body.id, path });
  expect(await api.sdk('DELETE', `/datasets/${body.id}`)).toMatchObject({
    status: 409,
    body: { message: expect.stringContaining(path) },
  });
  await api.call('watchedFolders.remove', { folderId: folder.id });
});

test.each([
  ['by name', { filter: { $and: [{ name: 'find-2' }] } }, ['find-2']],
  ["in the reference's order", { filter: {}, sort: { name: 'descending' } }, ['find-3', 'find-2', 'find-1']],
  ['with an operator', { filter: { $and: [{ name: { $in: ['find-1', 'find-3'] } }] } }, ['find-1', 'find-3']],
  [
    'with a wildcard, and conditions twice',
    { filter: { $and: [{ name: 'find*' }, { name: 'find*' }] } },
    ['find-1', 'find-2', 'find-3'],
  ],
  ['by what is counted', { filter: { annotationsCount: { $gt: 0 } } }, []],
])('datasets are found %s', async (_what, query, expected) => {
  const { body: project } = await api.send({ method: 'POST', path: '/projects', body: { name: 'find' } });
  for (const name of ['find-1', 'find-2', 'find-3']) {
    await api.sdk('POST', '/datasets', { name, projects: [project.id], createDefaultRecipe: false });
  }
  const sent = {
    ...query,
    page: 0,
    pageSize: 1000,
    resource: 'datasets',
    context: { projects: [project.id] },
  };
  const { status, body } = await api.sdk('POST', '/datasets/query', sent);
  expect({ status, names: body.items.map((item: { name: string }) => item.name) }).toEqual({
    status: 200,
    names: expected,
  });
  expect(body).toMatchObject({
    totalItemsCount: expected.length,
    totalPagesCount: Math.ceil(expected.length / 1000),
    hasNextPage: false,
  });
});

test('pages follow one another to the end', async () => {
  const ask = (page: number) =>
    api.sdk('POST', '/datasets/query', {
      filter: { name: 'find*' },
      page,
      pageSize: 2,
      resource: 'datasets',
    });
  const first = (await ask(0)).body;
  expect(first).toMatchObject({ hasNextPage: true, items: [{}, {}] });
  const { totalPagesCount, totalItemsCount } = first;
  const seen = new Set<string>();
  for (let page = 0; page < totalPagesCount; page += 1) {
    const { body } = await ask(page);
    expect(body.hasNextPage).toBe(page + 1 < totalPagesCount);
    for (const { id } of body.items) seen.add(id);
  }
  expect(seen.size).toBe(totalItemsCount);
  const after = [...seen][0];
  const rest = await api.sdk('POST', '/datasets/query', {
    filter: { name: 'find*', id: { $gt: after } },
    page: 0,
    pageSize: 1000,
  });
  expect(rest.body.totalItemsCount).toBe(totalItemsCount - 1);
});

test("a filter that cannot be read is the client's mistake", async () => {
  const { status, body } = await api.sdk('POST', '/datasets/query', { filter: { name: { $nonsense: 1 } } });
  expect({ status, message: body.message }).toEqual({
    status: 400,
    message: expect.stringContaining('$nonsense'),
  });
});

test('the tree of folders holds those on the way, too', async () => {
  const { body: dataset } = await create('folders');
  expect((await api.sdk('GET', `/datasets/${dataset.id}/directoryTree`)).body).toEqual({
    name: '/',
    path: '/',
    children: [],
    metadata: {},
    value: expect.objectContaining({ filename: '/', type: 'dir' }),
  });
});
