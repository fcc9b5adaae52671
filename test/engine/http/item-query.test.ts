import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi, type TestApi } from './support/api.ts';
import { addItem } from './support/items.ts';
import { fileParts, PARTS, PIXEL, partsBody } from './support/parts.ts';

let api: TestApi;
let projectId: string;
let made = 0;
beforeAll(async () => {
  api = await openApi();
  projectId = (await api.call('projects.create', { name: 'p' })).id;
});
afterAll(async () => await api.close());

async function dataset(count: number): Promise<{ datasetId: string; ids: string[] }> {
  made += 1;
  const { body } = await api.sdk('POST', '/datasets', { name: `d${made}`, projects: [projectId] });
  const ids = Array.from({ length: count }, () => addItem(api, body.id));
  return { datasetId: body.id, ids };
}

const ask = (datasetId: string, query: object = {}) =>
  api.sdk('POST', `/datasets/${datasetId}/query`, { resource: 'items', page: 0, pageSize: 1000, ...query });

const DEFAULTS = [{ hidden: false }, { type: 'file' }];
const idsOf = (body: { items: { id: string }[] }) => body.items.map(({ id }) => id);

test('a list has every item once, page by page, and by the id to go on after', async () => {
  const { datasetId, ids } = await dataset(7);
  const filter = { $and: DEFAULTS };
  const first = await ask(datasetId, { filter, pageSize: 3 });
  expect(first.body).toMatchObject({ totalItemsCount: 7, totalPagesCount: 3, hasNextPage: true });
  const pages = [
    first,
    await ask(datasetId, { filter, pageSize: 3, page: 1 }),
    await ask(datasetId, { filter, pageSize: 3, page: 2 }),
  ];
  expect(pages.flatMap(({ body }) => idsOf(body))).toEqual(ids);
  expect(pages.map(({ body }) => body.hasNextPage)).toEqual([true, true, false]);
  const bySize = await ask(datasetId, { filter, sort: { 'metadata.system.size': 'descending' } });
  expect(idsOf(bySize.body)).toEqual(ids.toReversed());
  const walked: string[] = [];
  for (let after: string | undefined, more = true; more; after = walked.at(-1)) {
    const { body } = await ask(datasetId, {
      filter: { $and: [...DEFAULTS, ...(after ? [{ id: { $gt: after } }] : [])] },
      sort: { id: 'ascending' },
      pageSize: 2,
    });
    walked.push(...idsOf(body));
    more = body.hasNextPage;
  }
  expect(walked).toEqual(ids);
  expect(idsOf((await ask(datasetId, { filter: {}, sort: { id: 'descending' } })).body)).toEqual(
    ids.toReversed(),
  );
});

test('filters meet paths, metadata, counts and annotations', async () => {
  const { datasetId, ids } = await dataset(3);
  const [one = '', two = ''] = ids;
  await api.sdk('PATCH', `/items/${one}`, { filename: '/day 1/cars/a.png', metadata: { user: { k: 2 } } });
  await api.sdk('PATCH', `/items/${two}`, { filename: '/day 1/b.png' });
  await api.sdk('POST', `/items/${two}/annotations`, [{ type: 'class', label: 'night' }]);
  const found = async (filter: object, more: object = {}) =>
    idsOf((await ask(datasetId, { filter, ...more })).body);
  expect(await found({ $and: [...DEFAULTS, { dir: '/day 1' }] })).toEqual([two]);
  expect(await found({ $and: [...DEFAULTS, { filename: '/day 1/**' }] })).toEqual([one, two]);
  expect(await found({ $and: [{ 'metadata.user.k': { $gt: 1 } }] })).toEqual([one]);
  expect(await found({ $and: [{ annotated: true }] })).toEqual([two]);
  expect(await found({ $or: [{ name: 'a.png' }, { name: 'b.png' }] })).toEqual([one, two]);
  expect(await found({ $and: [{ id: { $in: [two, 'nope'] } }] })).toEqual([two]);
  const join = {
    on: { resource: 'annotations', local: 'itemId', forigen: 'id' },
    filter: { $and: [{ label: 'night' }] },
  };
  expect(await found({ $and: DEFAULTS }, { join })).toEqual([two]);
});

test('an update is a diff: deep, null takes away, and the path moves the item', async () => {
  const { ids } = await dataset(1);
  const path = `/items/${ids[0]}`;
  await api.sdk('PATCH', path, {
    metadata: { user: { a: { b: 1, c: 2 } }, system: { size: 77 } },
    description: 'x',
  });
  const { body } = await api.sdk('PATCH', path, { metadata: { user: { a: { b: null, d: 3 } } } });
  expect(body).toMatchObject({ description: 'x', metadata: { user: { a: { c: 2, d: 3 } } } });
  expect(body.metadata.user.a).not.toHaveProperty('b');
  expect(body.metadata.system.size).toBe(1);
  const moved = await api.sdk('PATCH', path, { filename: '/new/place.png' });
  expect(moved.body).toMatchObject({ dir: '/new', name: 'place.png', filename: '/new/place.png' });
  expect((await api.sdk('PATCH', path, { name: 'other.png' })).body.filename).toBe('/new/other.png');
  expect((await api.sdk('PATCH', path, { dir: '/elsewhere/deep' })).body).toMatchObject({
    dir: '/elsewhere/deep',
    name: 'other.png',
    filename: '/elsewhere/deep/other.png',
  });
  // As the SDK sends what it read before: the path counts when it is another one.
  const both = { name: 'other.png', filename: '/elsewhere/deep/third.png' };
  expect((await api.sdk('PATCH', path, both)).body.name).toBe('third.png');
  expect((await api.sdk('PATCH', path, { dir: '/' })).body.filename).toBe('/third.png');
  for (const bad of [{ name: 'a/b.png' }, { name: '..' }, { name: 7 }, { dir: '/a/../b' }]) {
    expect((await api.sdk('PATCH', path, bad)).status).toBe(400);
  }
  expect((await api.sdk('PATCH', path, { filename: '/../x.png' })).status).toBe(400);
  expect((await api.sdk('PATCH', path, { metadata: 'x' })).status).toBe(400);
  expect((await api.sdk('PATCH', path, { description: null })).body).not.toHaveProperty('description');
  expect((await api.sdk('PATCH', `/items/${'0'.repeat(24)}`, { name: 'x' })).status).toBe(404);
});

test('what matches is changed or deleted, and what is deleted is not there', async () => {
  const { datasetId, ids } = await dataset(5);
  const [first = ''] = ids;
  const changed = await ask(datasetId, {
    filter: { $and: [{ id: { $gt: first } }] },
    update: { metadata: { user: { seen: true } } },
  });
  expect(changed.body.totalItemsCount).toBe(4);
  const seen = await ask(datasetId, { filter: { $and: [{ 'metadata.user.seen': true }] } });
  expect(idsOf(seen.body)).toEqual(ids.slice(1));
  const gone = await api.sdk('POST', `/datasets/${datasetId}/query`, {
    resource: 'items',
    filter: { $and: [{ 'metadata.user.seen': true }] },
    delete: true,
  });
  expect(gone.body.totalItemsCount).toBe(4);
  expect(idsOf((await ask(datasetId, { filter: {} })).body)).toEqual([first]);
  for (const path of ['', '/stream', '/thumbnail']) {
    expect([path, (await api.sdk('GET', `/items/${ids[1]}${path}`)).status]).toEqual([path, 404]);
  }
  expect((await api.sdk('DELETE', `/items/${ids[1]}`)).status).toBe(404);
});

test('an item that was uploaded is found by its path', async () => {
  const { datasetId } = await dataset(0);
  const uploaded = await api.send({
    method: 'POST',
    path: `/datasets/${datasetId}/items`,
    headers: PARTS,
    body: partsBody(fileParts('/x/y.png', PIXEL)),
  });
  const { body } = await ask(datasetId, { filter: { $and: [...DEFAULTS, { filename: '/x/y.png' }] } });
  expect(body.items).toEqual([uploaded.body]);
});

test('what cannot be asked is refused with a reason', async () => {
  const { datasetId } = await dataset(1);
  const refused = await Promise.all([
    ask(datasetId, { filter: { $nonsense: 1 } }),
    ask(datasetId, { filter: {}, sort: { shoeSize: 'ascending' } }),
    ask(datasetId, { filter: {}, resource: 'models' }),
  ]);
  expect(refused.map(({ status }) => status)).toEqual([400, 400, 400]);
  expect(refused[1]?.body.message).toMatch(/"shoeSize": use id, name, dir, .*metadata.system.size/);
  expect((await ask('0'.repeat(24), { filter: {} })).status).toBe(404);
});

test('the system changes only by an update of the system, and what Sluice knows itself by none', async () => {
  const { datasetId, ids } = await dataset(2);
  const [one = ''] = ids;
  const diff = { metadata: { system: { tags: { train: true }, size: 77, refs: [1] } } };
  const plain = await api.sdk('PATCH', `/items/${one}`, diff);
  expect(plain.body.metadata.system).not.toHaveProperty('tags');
  const { body } = await api.sdk('PATCH', `/items/${one}?system=true`, diff);
  expect(body.metadata.system).toMatchObject({ tags: { train: true }, size: 1, refs: [] });
  const update = { update: { metadata: { system: { tags: { train: null, test: true } } } } };
  const all = { filter: {}, systemSpace: true };
  expect((await ask(datasetId, { ...all, ...update })).body.totalItemsCount).toBe(2);
  const tagged = await ask(datasetId, { filter: { $and: [{ 'metadata.system.tags.test': true }] } });
  expect(idsOf(tagged.body)).toEqual(ids);
  expect((await ask(datasetId, { ...all, update })).body.totalItemsCount).toBe(2);
  expect((await ask(datasetId, { ...all, update: { name: 'x' } })).status).toBe(400);
});

test('two updates at once both count, and no item takes the place of another', async () => {
  const { ids } = await dataset(2);
  const [one = '', two = ''] = ids;
  const keys = ['a', 'b', 'c', 'd'];
  await Promise.all(
    keys.map((key) => api.sdk('PATCH', `/items/${one}`, { metadata: { user: { [key]: 1 } } })),
  );
  expect((await api.sdk('GET', `/items/${one}`)).body.metadata.user).toMatchObject({
    a: 1,
    b: 1,
    c: 1,
    d: 1,
  });
  await api.sdk('PATCH', `/items/${one}`, { filename: '/there.png' });
  const taken = await api.sdk('PATCH', `/items/${two}`, { filename: '/there.png' });
  expect(taken).toMatchObject({ status: 409, body: { message: expect.stringContaining('there.png') } });
  expect((await api.sdk('PATCH', `/items/${one}`, { filename: '/there.png' })).status).toBe(200);
});
