import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openApi, type TestApi } from './support/api.ts';
import { settled } from './support/commands.ts';
import { fileParts, PARTS, PIXEL, partsBody } from './support/parts.ts';

/** More than a part of a command does. */
const MANY = 150;
const NOWHERE = '0'.repeat(24);

let api: TestApi;
let projectId: string;
let datasetId: string;
let otherId: string;

async function upload(to: string, path: string, metadata = '{}'): Promise<string> {
  const body = partsBody(fileParts(path, PIXEL, metadata));
  return (await api.send({ method: 'POST', path: `/datasets/${to}/items`, headers: PARTS, body })).body.id;
}

beforeAll(async () => {
  api = await openApi();
  projectId = (await api.call('projects.create', { name: 'p' })).id;
  const make = async (name: string) =>
    (await api.sdk('POST', '/datasets', { name, projects: [projectId] })).body.id;
  datasetId = await make('many');
  otherId = await make('other');
  const first = await upload(datasetId, '/a/0.png', '{"user":{"k":1}}');
  await api.sdk('POST', `/items/${first}/annotations`, [{ type: 'class', label: 'night' }]);
  for (let at = 1; at < MANY; at += 1) {
    await api.sdk('POST', `/items/${first}/clone`, {
      remoteFileName: `/a/${at}.png`,
      cloneDatasetParams: { withItemsAnnotations: false },
    });
  }
  await upload(otherId, '/a/0.png');
  await upload(otherId, '/b/x.png');
});
afterAll(async () => await api.close());

const DEFAULTS = { $and: [{ hidden: false }, { type: 'file' }] };
const items = async (id: string, filter: object = DEFAULTS) =>
  (await api.sdk('POST', `/datasets/${id}/query`, { resource: 'items', filter })).body;
const of = (id: string, command: string) => `/datasets/${id}/${command}`;

test('a cloned dataset has the recipe and, once the command is over, every item that matched once', async () => {
  const sent = {
    name: 'clone',
    filter: { filter: DEFAULTS, sort: { id: 'ascending' }, page: 0, pageSize: 1000, resource: 'items' },
    cloneDatasetParams: { withItemsAnnotations: true, withMetadata: true, withTaskAnnotationsStatus: true },
  };
  const answer = await api.sdk('POST', of(datasetId, 'clone'), sent);
  expect(answer.body).toMatchObject({ status: 'in-progress', spec: { returnedModelId: expect.any(String) } });
  const { status, progress, spec } = await settled(api, answer);
  expect([status, progress]).toEqual(['success', 100]);
  const made = (await api.sdk('GET', `/datasets/${spec.returnedModelId}`)).body;
  const source = (await api.sdk('GET', `/datasets/${datasetId}`)).body;
  expect(made).toMatchObject({ name: 'clone', itemsCount: MANY, annotated: 1 });
  expect(made.metadata.system.recipes).toEqual(source.metadata.system.recipes);
  const copies = await items(made.id);
  expect(new Set(copies.items.map(({ filename }: { filename: string }) => filename)).size).toBe(MANY);
  expect(copies.items[0].metadata.user).toEqual({ k: 1 });
  expect((await api.sdk('POST', of(datasetId, 'clone'), sent)).status).toBe(409);
});

test('a clone takes what a filter matches, into a dataset that is there without taking places', async () => {
  const sent = {
    name: null,
    filter: { filter: { $and: [{ filename: '/a/0.png' }] } },
    cloneDatasetParams: { withMetadata: false, targetDatasetId: otherId, targetDirectory: 'c' },
  };
  for (let times = 0; times < 2; times += 1) {
    const { status, spec } = await settled(api, await api.sdk('POST', of(datasetId, 'clone'), sent));
    expect([status, spec.returnedModelId]).toEqual(['success', otherId]);
    const found = await items(otherId, { $and: [{ filename: '/c/a/0.png' }] });
    expect([found.totalItemsCount, found.items[0].metadata.user]).toEqual([1, {}]);
  }
  const into = { cloneDatasetParams: { targetDatasetId: otherId, targetDirectory: '/self' } };
  const { status } = await settled(api, await api.sdk('POST', of(otherId, 'clone'), into));
  expect(status).toBe('success');
  // Its own copies are not copied again.
  expect((await items(otherId)).totalItemsCount).toBe(6);
});

test('merged datasets have the items of all, those at one place with a number', async () => {
  const sent = {
    name: 'merged',
    datasetsIds: [datasetId, otherId],
    projectIds: projectId,
    mergeDatasetParams: { withItemsAnnotations: true, withMetadata: true, withTaskAnnotationsStatus: true },
    asynced: true,
  };
  const count = (await items(datasetId)).totalItemsCount + (await items(otherId)).totalItemsCount;
  const { spec } = await settled(api, await api.sdk('POST', '/datasets/merge', sent));
  expect(spec.mergeDatasetsConfiguration).toEqual({ name: 'merged', datasetsIds: [datasetId, otherId] });
  expect(spec).not.toHaveProperty('message');
  const merged = await items(spec.returnedModelId);
  const paths: string[] = merged.items.map(({ filename }: { filename: string }) => filename);
  expect([paths.length, new Set(paths).size]).toEqual([count, count]);
  expect(paths).toContain('/a/0 (2).png');
  const refused = await Promise.all(
    [{ ...sent, datasetsIds: [NOWHERE] }, { ...sent, datasetsIds: [] }, sent].map((body) =>
      api.sdk('POST', '/datasets/merge', body),
    ),
  );
  expect(refused.map(({ status }) => status)).toEqual([404, 400, 409]);
});

test('a merge says which labels the recipe of the first dataset lacks', async () => {
  const [recipe] = (await api.sdk('GET', `/datasets/${otherId}`)).body.metadata.system.recipes;
  const [ontology] = (await api.sdk('GET', `/recipes/${recipe}`)).body.ontologyIds;
  const labelsNode = Array.from({ length: 12 }, (_, at) => ({ value: { tag: `label ${at}` }, children: [] }));
  const path = `/ontologies/${ontology}/labels`;
  expect((await api.sdk('PATCH', path, { labelsNode, upsert: true })).status).toBe(200);
  const merged = async (name: string, datasetsIds: readonly string[]) =>
    (await settled(api, await api.sdk('POST', '/datasets/merge', { name, datasetsIds }))).spec.message;
  const message = await merged('one', [datasetId, otherId]);
  expect(message).toMatch(
    /^The recipes differ: .* that of "many", without "label 0", .*"label 9" and 2 more\./,
  );
  expect(await merged('two', [otherId, datasetId])).toBeUndefined();
});

const EVEN = { train: 80, validation: 10, test: 10 };
const subset = (name: string) => ({ $and: [{ [`metadata.system.tags.${name}`]: true }] });
const sizes = async () =>
  await Promise.all(
    ['train', 'validation', 'test'].map(
      async (name) => (await items(datasetId, subset(name))).totalItemsCount,
    ),
  );

test('split marks every item for one subset, by exact shares, and again otherwise', async () => {
  const split = async (MLSplitList: object) =>
    await api.sdk('POST', of(datasetId, 'split'), { itemsQuery: { filter: DEFAULTS }, MLSplitList });
  const { status, type } = await settled(api, await split(EVEN));
  expect([status, type]).toEqual(['success', 'split']);
  expect(await sizes()).toEqual([120, 15, 15]);
  await settled(api, await split({ train: 50, validation: 50, test: 0 }));
  expect(await sizes()).toEqual([75, 75, 0]);
  expect((await split({ train: 50, validation: 10, test: 10 })).status).toBe(400);
  expect((await split({ train: 100 })).status).toBe(400);
});

test('metadata changes in bulk, in system too, and null takes away', async () => {
  const sent = (tags: object) => ({
    query: { filter: { $and: [{ filename: '/a/1*' }] }, resource: 'items' },
    updateQuery: { update: { metadata: { system: { tags } } }, systemSpace: true },
  });
  const path = of(datasetId, 'items/bulk-update-metadata');
  const put = async (tags: object) => await settled(api, await api.sdk('POST', path, sent(tags)));
  await put({ test: true, train: null, validation: null });
  // 1, 10 to 19, 100 to 149.
  expect((await sizes())[2]).toBe(61);
  await put({ test: null, train: null, validation: null });
  expect((await sizes())[2]).toBe(0);
  expect((await api.sdk('POST', path, { query: {} })).status).toBe(400);
});

test('sync looks through watched folders again, unlock is done at once', async () => {
  const none = await settled(api, await api.sdk('POST', of(datasetId, 'sync')));
  expect(none).toMatchObject({ status: 'success', spec: { datasetId } });
  expect(none.spec.message).toContain('No folder is watched');
  const folder = join(api.folder, 'watched');
  mkdirSync(folder);
  writeFileSync(join(folder, 'w.png'), PIXEL);
  const { id } = (await api.sdk('POST', '/datasets', { name: 'fed', projects: [projectId] })).body;
  await api.call('watchedFolders.add', { datasetId: id, path: folder });
  const { spec } = await settled(api, await api.sdk('POST', of(id, 'sync')));
  expect([spec.datasetId, spec.message.includes(folder)]).toEqual([id, true]);
  await vi.waitFor(async () => expect((await items(id)).totalItemsCount).toBe(1), 5000);
  for (const method of ['POST', 'PATCH'] as const) {
    const { status } = await settled(api, await api.sdk(method, of(datasetId, 'unlock')));
    expect(status).toBe('success');
  }
});

test('datasets that are not there, and filters that cannot be read, leave nothing behind', async () => {
  const commands = ['clone', 'split', 'items/bulk-update-metadata', 'sync', 'unlock'];
  const body = { name: 'new', MLSplitList: EVEN, updateQuery: { update: { metadata: {} } } };
  const lost = await Promise.all(commands.map((name) => api.sdk('POST', of(NOWHERE, name), body)));
  expect(lost.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
  const wrong = { ...body, filter: { $x: 1 }, itemsQuery: { filter: { a: { $x: 1 } } } };
  expect((await api.sdk('POST', of(datasetId, 'clone'), wrong)).status).toBe(400);
  expect((await api.sdk('POST', of(datasetId, 'split'), wrong)).status).toBe(400);
  expect((await api.sdk('POST', of(datasetId, 'clone'), {})).status).toBe(400);
  expect((await api.sdk('GET', `/datasets?name=new&projects=${projectId}`)).body).toEqual([]);
});

test('older clients list datasets by the query of the address', async () => {
  const named = await api.sdk('GET', `/datasets?name=many&projects=${projectId}`);
  expect(named.body).toMatchObject([{ id: datasetId, name: 'many', itemsCount: MANY }]);
  expect((await api.sdk('GET', `/datasets?name=many&projects=${NOWHERE}`)).body).toEqual([]);
  expect((await api.sdk('GET', '/datasets?creator=eve@example.com')).body).toEqual([]);
});
