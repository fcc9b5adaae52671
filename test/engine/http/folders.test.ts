/** Folders as items (reference sections 1.3, 2.3 and 2.4), as the Python SDK makes, finds, fills and deletes them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASE, FORM, openApi, type TestApi } from './support/api.ts';
import { addItem } from './support/items.ts';

let api: TestApi;
let projectId: string;
let made = 0;
beforeAll(async () => {
  api = await openApi();
  projectId = (await api.call('projects.create', { name: 'p' })).id;
});
afterAll(async () => await api.close());

async function dataset(...paths: readonly string[]) {
  made += 1;
  const { body } = await api.sdk('POST', '/datasets', { name: `d${made}`, projects: [projectId] });
  const ids: string[] = [];
  for (const filename of paths) {
    const id = addItem(api, body.id);
    await api.sdk('PATCH', `/items/${id}`, { filename });
    ids.push(id);
  }
  return { datasetId: body.id as string, ids };
}

type Found = { readonly id: string; readonly filename: string };

const ask = async (datasetId: string, query: object) =>
  (await api.sdk('POST', `/datasets/${datasetId}/query`, { resource: 'items', ...query })).body;
const list = async (datasetId: string, filter: object, more: object = {}): Promise<Found[]> =>
  (await ask(datasetId, { filter, page: 0, pageSize: 1000, ...more })).items;
const pathsOf = (found: readonly Found[]) => found.map(({ filename }) => filename);

const makeDir = (datasetId: string, path: string) =>
  api.send({
    method: 'POST',
    path: `/datasets/${datasetId}/items`,
    headers: FORM,
    body: new URLSearchParams({ type: 'dir', path }).toString(),
  });

async function folder(datasetId: string, path: string): Promise<Found> {
  const [found] = await list(datasetId, { $and: [{ hidden: false }, { type: 'dir' }, { filename: path }] });
  if (!found) throw new Error(`there is no folder ${path}`);
  return found;
}

test('folders of items are there when somebody asks, with ids that stay', async () => {
  const { datasetId, ids } = await dataset('/a/b/1.png', '/c/2.png', '/3.png');
  const found = await list(datasetId, { $and: [{ type: 'dir' }] }, { sort: { filename: 'ascending' } });
  expect(pathsOf(found)).toEqual(['/', '/a', '/c', '/a/b']);
  expect(await list(datasetId, { type: 'dir' }, { sort: { filename: 'ascending' } })).toEqual(found);
  const { id } = await folder(datasetId, '/a/b');
  const url = `${BASE}/items/${id}`;
  const { status, body } = await api.sdk('GET', `/items/${id}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    id,
    url,
    datasetId,
    dataset: `${BASE}/datasets/${datasetId}`,
    dir: '/a',
    filename: '/a/b',
    name: 'b',
    type: 'dir',
    spec: null,
    hidden: false,
    annotated: false,
    annotationsCount: 0,
    creator: 'ada@example.com',
    stream: `${url}/stream`,
    metadata: { user: {}, system: { size: 0, refs: [], taskStatusLog: [] } },
    srcItem: null,
  });
  expect(found.find((one) => one.id === id)).toEqual(body);
  const all = await list(datasetId, {});
  expect(all.map((one) => one.id)).toEqual([...ids, ...found.slice(1).map((one) => one.id)].sort());
  expect(pathsOf(await list(datasetId, { $and: [{ hidden: false }, { type: 'file' }] }))).toEqual([
    '/a/b/1.png',
    '/c/2.png',
    '/3.png',
  ]);
  for (const path of ['stream', 'thumbnail']) {
    expect((await api.sdk('GET', `/items/${id}/${path}`)).status).toBe(404);
  }
});

test('pages by the id to go on after have every item and every folder once', async () => {
  const { datasetId, ids } = await dataset('/a/1.png', '/b/2.png', '/c/d/3.png', '/4.png', '/5.png');
  const walked: string[] = [];
  const totals: number[] = [];
  for (let more = true; more; ) {
    const after = walked.at(-1);
    const filter = { $and: [{ hidden: false }, ...(after ? [{ id: { $gt: after } }] : [])] };
    const page = await ask(datasetId, { filter, sort: { id: 'ascending' }, page: 0, pageSize: 2 });
    walked.push(...page.items.map((one: Found) => one.id));
    totals.push(page.totalItemsCount);
    more = page.hasNextPage;
    if (walked.length === 4) {
      // Comes while the walk is under way: at its end.
      addItem(api, datasetId);
    }
  }
  expect(walked).toEqual(walked.toSorted());
  expect(new Set(walked).size).toBe(walked.length);
  expect(walked).toHaveLength(ids.length + 1 + ['/a', '/b', '/c', '/c/d'].length);
  expect(totals.slice(0, 3)).toEqual([9, 7, 6]);
  const paged = [];
  for (const page of [0, 1, 2, 3]) {
    paged.push(...(await list(datasetId, {}, { sort: { name: 'descending' }, page, pageSize: 3 })));
  }
  expect(paged.map(({ id }) => id).toSorted()).toEqual(walked);
});

test('an empty folder that is made is kept, with those that it is in; one that is there is the same', async () => {
  const { datasetId } = await dataset();
  const { status, body } = await makeDir(datasetId, '/x/y/');
  expect({ status, body }).toMatchObject({ status: 200, body: { type: 'dir', filename: '/x/y', dir: '/x' } });
  expect((await makeDir(datasetId, 'x/y')).body).toEqual(body);
  expect((await api.sdk('GET', `/items/${body.id}`)).body).toEqual(body);
  expect(pathsOf(await list(datasetId, {}))).toEqual(['/x', '/x/y']);
  const root = await folder(datasetId, '/');
  expect((await makeDir(datasetId, '/')).body.id).toBe(root.id);
  expect((await makeDir(datasetId, '/../x')).status).toBe(400);
  expect((await makeDir(datasetId, '')).status).toBe(400);
});

test('a list that is refused notes no folders', async () => {
  const { datasetId } = await dataset('/a/1.png');
  const path = `/datasets/${datasetId}/query`;
  const refused = { resource: 'items', filter: { type: 'dir' }, sort: { shoeSize: 'ascending' } };
  expect((await api.sdk('POST', path, refused)).status).toBe(400);
  const later = await ask(datasetId, { filter: { $and: [{ type: 'dir' }, { id: { $gt: '0' } }] } });
  expect(later.items).toEqual([]);
});

test('the tree has the folders as lists have them', async () => {
  const { datasetId } = await dataset('/a/b/1.png');
  await makeDir(datasetId, '/empty');
  const { body: tree } = await api.sdk('GET', `/datasets/${datasetId}/directoryTree`);
  type Node = { value: Found; children: readonly Node[]; path: string };
  const valuesOf = (node: Node): Found[] => [node.value, ...node.children.flatMap(valuesOf)];
  const values = valuesOf(tree);
  expect(pathsOf(values)).toEqual(['/', '/a', '/a/b', '/empty']);
  const listed = await list(datasetId, { type: 'dir' });
  expect(values.map(({ id }) => id).toSorted()).toEqual(listed.map(({ id }) => id));
  expect(tree).toMatchObject({
    name: '/',
    path: '/',
    value: { name: '/', dir: '/', filename: '/', type: 'dir', metadata: { user: {} } },
    children: [
      { path: '/a', value: { name: 'a', dir: '/' } },
      { path: '/empty', children: [] },
    ],
  });
  expect((await api.sdk('GET', `/datasets/${'0'.repeat(24)}/directoryTree`)).status).toBe(404);
});

test('items and folders move into a folder as the SDK asks for it', async () => {
  const { datasetId, ids } = await dataset('/a/1.png', '/a/b/2.png', '/c/3.png', '/4.png');
  const [one = '', two = '', three = '', four = ''] = ids;
  const target = (await makeDir(datasetId, '/new')).body;
  const moved = await api.sdk('PUT', `/datasets/${datasetId}/items/${target.id}`, [three, four]);
  expect(moved).toMatchObject({ status: 200, body: { id: target.id, type: 'dir' } });
  const inside = await folder(datasetId, '/a');
  expect((await api.sdk('PUT', `/datasets/${datasetId}/items/${target.id}`, [inside.id])).status).toBe(200);
  const where = await Promise.all(ids.map((id) => api.sdk('GET', `/items/${id}`)));
  expect(where.map(({ body }) => body.filename)).toEqual([
    '/new/a/1.png',
    '/new/a/b/2.png',
    '/new/3.png',
    '/new/4.png',
  ]);
  expect((await api.sdk('GET', `/items/${inside.id}`)).body.filename).toBe('/new/a');
  expect(pathsOf(await list(datasetId, { type: 'dir' })).toSorted()).toEqual([
    '/',
    '/new',
    '/new/a',
    '/new/a/b',
  ]);
  // Back to the root, which is a folder as well; what is there already stays.
  const root = await folder(datasetId, '/');
  await api.sdk('PUT', `/datasets/${datasetId}/items/${root.id}`, [one, two, four, one]);
  expect((await api.sdk('GET', `/items/${two}`)).body.filename).toBe('/2.png');
});

test('what cannot be moved is refused as a whole', async () => {
  const { datasetId, ids } = await dataset('/a/1.png', '/b/1.png', '/c/2.png', '/c/a/1.png');
  const other = await dataset('/z/9.png');
  const [one = '', two = '', three = ''] = ids;
  const [a, b, c] = await Promise.all(['/a', '/b', '/c'].map((path) => folder(datasetId, path)));
  const put = async (to: string | undefined, body: unknown) =>
    (await api.sdk('PUT', `/datasets/${datasetId}/items/${to}`, body)).status;
  expect(await put(b?.id, [three, one])).toBe(409);
  expect(await put(c?.id, [one, two])).toBe(409);
  expect(await put(c?.id, [a?.id])).toBe(409);
  expect(await put(a?.id, [a?.id])).toBe(409);
  expect(await put(a?.id, [(await folder(datasetId, '/')).id])).toBe(409);
  expect(await put((await folder(datasetId, '/c/a')).id, [c?.id])).toBe(409);
  expect(await put(a?.id, [three, '0'.repeat(24)])).toBe(404);
  expect(await put(a?.id, [three, other.ids[0]])).toBe(404);
  expect(await put(one, [three])).toBe(404);
  expect(await put((await folder(other.datasetId, '/z')).id, [three])).toBe(404);
  expect(await put(a?.id, 'x')).toBe(400);
  expect(pathsOf(await list(datasetId, { type: 'file' }))).toEqual([
    '/a/1.png',
    '/b/1.png',
    '/c/2.png',
    '/c/a/1.png',
  ]);
});

test('a folder is renamed with all that is in it, and keeps metadata', async () => {
  const { datasetId, ids } = await dataset('/a/1.png', '/a/b/2.png', '/ab/3.png');
  const { id } = await folder(datasetId, '/a');
  const changed = await api.sdk('PATCH', `/items/${id}`, {
    filename: '/n/m',
    metadata: { user: { site: 'north' } },
    description: 'of May',
  });
  expect(changed).toMatchObject({
    status: 200,
    body: { id, filename: '/n/m', name: 'm', description: 'of May', metadata: { user: { site: 'north' } } },
  });
  const where = await Promise.all(ids.map((one) => api.sdk('GET', `/items/${one}`)));
  expect(where.map(({ body }) => body.filename)).toEqual(['/n/m/1.png', '/n/m/b/2.png', '/ab/3.png']);
  expect(pathsOf(await list(datasetId, { 'metadata.user.site': 'north' }))).toEqual(['/n/m']);
  expect((await api.sdk('PATCH', `/items/${id}`, { name: 'k' })).body.filename).toBe('/n/k');
  expect((await api.sdk('PATCH', `/items/${id}`, { filename: '/n/k/deep' })).status).toBe(409);
  expect((await api.sdk('PATCH', `/items/${id}`, { filename: '/..' })).status).toBe(400);
  const update = { update: { metadata: { user: { seen: true } } } };
  expect((await ask(datasetId, { filter: { type: 'dir', dir: '/n' }, ...update })).totalItemsCount).toBe(1);
  expect((await api.sdk('GET', `/items/${id}`)).body.metadata.user).toEqual({ site: 'north', seen: true });
});

test('a folder that is deleted is gone, and its items are in the trash', async () => {
  const { datasetId, ids } = await dataset('/a/1.png', '/a/b/2.png', '/ab/3.png', '/c/4.png');
  const { id } = await folder(datasetId, '/a');
  expect((await api.sdk('DELETE', `/items/${id}`)).status).toBe(200);
  expect((await api.sdk('DELETE', `/items/${id}`)).status).toBe(404);
  const states = await Promise.all(ids.map((one) => api.sdk('GET', `/items/${one}`)));
  expect(states.map(({ status }) => status)).toEqual([404, 404, 200, 200]);
  expect(await api.call('items.get', { itemId: ids[1] as never })).toMatchObject({ trashed: true });
  const filter = { $and: [{ type: 'dir' }, { filename: { $in: ['/c', '/ab'] } }] };
  expect((await ask(datasetId, { filter, delete: true })).totalItemsCount).toBe(4);
  expect(await list(datasetId, {})).toEqual([]);
  const root = await folder(datasetId, '/');
  expect((await api.sdk('DELETE', `/items/${root.id}`)).status).toBe(409);
  // What comes back has its folder again.
  await api.call('items.restore', { itemIds: [ids[1] as never] });
  expect(pathsOf(await list(datasetId, { type: 'dir' })).toSorted()).toEqual(['/', '/a', '/a/b']);
});
