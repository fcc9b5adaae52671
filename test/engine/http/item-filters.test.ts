/** Filters and orders over items as the Python SDK writes them (reference sections 1.18 and 1.19). */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '#engine/db/driver.ts';
import { openApi, type TestApi } from './support/api.ts';
import { addItem } from './support/items.ts';
import { labelling, waitFor } from './support/pipelines.ts';

let api: TestApi;
let projectId: string;
let datasetId: string;
/** In the order of their ids: three pictures and a video. */
let a: string;
let b: string;
let c: string;
let film: string;

const DAY = 86_400_000;

beforeAll(async () => {
  api = await openApi();
  projectId = (await api.call('projects.create', { name: 'p' })).id;
  datasetId = (await api.sdk('POST', '/datasets', { name: 'd', projects: [projectId] })).body.id;
  a = addItem(api, datasetId, { metadata: { user: { k: 1, site: 'north', tags: ['x', 'y'] } } });
  b = addItem(api, datasetId, { metadata: { user: { k: 2, site: 'south' }, fps: 25 } });
  c = addItem(api, datasetId, { metadata: { user: { site: null, "it's": 1 } } });
  film = addItem(api, datasetId, { kind: 'video', metadata: { user: { k: 10 } } });
  const set = (id: string, columns: string) => {
    const database = openDatabase(join(api.folder, 'workspace', 'sluice.db'));
    database.write((tx) => tx.run(`UPDATE item SET ${columns} WHERE id = :id`, { id }));
    database.close();
  };
  set(a, `size = 30, width = 100, name = 'a.png', folder = '/day 1', created_at = ${DAY}`);
  set(b, `size = 20, width = 300, name = 'B.jpg', mimetype = 'image/jpeg', created_at = ${3 * DAY}`);
  set(c, `size = 40, name = 'c.png', folder = '/day 2/deep', updated_at = ${2 * DAY}`);
  set(film, `size = 90, name = 'film.mp4'`);
  await api.sdk('POST', `/items/${b}/annotations`, [
    { type: 'class', label: 'night' },
    {
      type: 'box',
      label: 'car',
      coordinates: [
        { x: 1, y: 1, z: 0 },
        { x: 5, y: 5, z: 0 },
      ],
    },
  ]);
  await api.sdk('POST', `/items/${c}/annotations`, [{ type: 'class', label: 'car' }]);
  await api.sdk('PATCH', `/items/${a}`, { description: 'the first' });
});
afterAll(async () => await api.close());

const DEFAULTS = [{ hidden: false }, { type: 'file' }];

const ask = async (query: object, id = datasetId) =>
  await api.sdk('POST', `/datasets/${id}/query`, { resource: 'items', page: 0, pageSize: 1000, ...query });
const idsOf = (body: { items: { id: string }[] }) => body.items.map(({ id }) => id);
const found = async (condition: object, more: object = {}) =>
  idsOf((await ask({ filter: { $and: [...DEFAULTS, condition] }, ...more })).body);
const sorted = async (sort: object) => idsOf((await ask({ filter: { $and: DEFAULTS }, sort })).body);

test('every operator finds what it says', async () => {
  const site = 'metadata.user.site';
  const k = 'metadata.user.k';
  expect(await found({ [site]: 'north' })).toEqual([a]);
  expect(await found({ [site]: { $eq: 'north' } })).toEqual([a]);
  expect(await found({ [site]: { $ne: 'north' } })).toEqual([b, c, film]);
  expect(await found({ [site]: { $in: ['north', 'south'] } })).toEqual([a, b]);
  expect(await found({ [site]: { $nin: ['north', 'south'] } })).toEqual([c, film]);
  expect(await found({ [site]: { $exists: true } })).toEqual([a, b, c]);
  expect(await found({ [site]: { $exists: false } })).toEqual([film]);
  expect(await found({ [k]: { $gt: 1 } })).toEqual([b, film]);
  expect(await found({ [k]: { $gte: 1, $lt: 10 } })).toEqual([a, b]);
  expect(await found({ [k]: { $lte: 1 } })).toEqual([a]);
  expect(await found({ name: { $glob: '*.png' } })).toEqual([a, c]);
  expect(await found({ filename: { $glob: '/day */**' } })).toEqual([a, c]);
  expect(await found({ name: { $regex: '^[ab]\\.' } })).toEqual([a]);
  expect(await found({ name: { $regex: '(?i)^[ab]\\.' } })).toEqual([a, b]);
  expect(await found({ 'metadata.user': { $match: { site: 'south', k: 2 } } })).toEqual([b]);
  expect(await found({ 'metadata.user.tags': { $in: ['y'] } })).toEqual([a]);
  expect(await found({ $or: [{ [site]: 'north' }, { $and: [{ [k]: 10 }] }] })).toEqual([a, film]);
  expect(await found({ [site]: 'nowhere' })).toEqual([]);
});

test('who, which kind, how large, when, and what of it is labelled', async () => {
  expect(await found({ creator: 'ada@example.com' })).toEqual([a, b, c, film]);
  expect(await found({ creator: { $ne: 'ada@example.com' } })).toEqual([]);
  expect(await found({ updatedBy: { $in: ['eve@example.com', 'ada@example.com'] } })).toEqual([
    a,
    b,
    c,
    film,
  ]);
  expect(await found({ mimetype: 'image/*' })).toEqual([a, b, c]);
  expect(await found({ 'metadata.system.mimetype': 'video*' })).toEqual([film]);
  expect(await found({ 'metadata.system.size': { $gt: 20, $lte: 40 } })).toEqual([a, c]);
  expect(await found({ 'metadata.system.width': 300 })).toEqual([b]);
  expect(await found({ createdAt: { $gte: '1970-01-02T00:00:00.000Z', $lt: '1970-01-04' } })).toEqual([a]);
  expect(await found({ createdAt: { $gt: '1970-01-03T12:00:00.000Z' } })).toEqual([b]);
  expect(await found({ updatedAt: '1970-01-03T00:00:00.000Z' })).toEqual([c]);
  expect(await found({ annotated: true })).toEqual([b, c]);
  expect(await found({ annotated: false })).toEqual([a, film]);
  expect(await found({ annotationsCount: { $gte: 2 } })).toEqual([b]);
  expect(await found({ description: 'the*' })).toEqual([a]);
  expect(await found({ hidden: true })).toEqual([]);
  expect(await found({ dir: '/day 1' })).toEqual([a]);
  expect(await found({ dir: '/day*' })).toEqual([a, c]);
  expect(await found({ filename: '/day 2/**' })).toEqual([c]);
  expect(await found({ filename: '/day 1/a.png' })).toEqual([a]);
  expect(await found({ filename: { $in: ['/day 1/a.png', '/film.mp4', '/no.png'] } })).toEqual([a, film]);
  // Conditions may come twice, and not at all.
  expect(
    await found({ $and: [{ hidden: false }, { type: 'file' }, { name: 'c.png' }, { name: 'c.png' }] }),
  ).toEqual([c]);
  const bare = await ask({ filter: {}, page: undefined, pageSize: undefined, resource: undefined });
  expect(idsOf(bare.body).filter((id) => [a, b, c, film].includes(id))).toEqual([a, b, c, film]);
  expect(await found({ datasetId })).toEqual([a, b, c, film]);
  expect(await found({ 'metadata.fps': 25 })).toEqual([b]);
});

test('items by what is on them, and what is on items', async () => {
  const on = { resource: 'annotations', local: 'itemId', forigen: 'id' };
  const joined = (...conditions: object[]) => ({ join: { on, filter: { $and: conditions } } });
  expect(await found({}, joined({ label: 'car' }))).toEqual([b, c]);
  expect(await found({}, joined({ label: 'car' }, { type: 'class' }))).toEqual([c]);
  expect(await found({ name: 'B*' }, joined({ label: { $in: ['car', 'night'] } }))).toEqual([b]);
  expect(await found({}, joined({ label: 'nothing' }))).toEqual([]);
  const back = {
    on: { resource: 'items', local: 'id', forigen: 'itemId' },
    filter: { $and: [{ name: 'c.png' }] },
  };
  const { body } = await ask({ resource: 'annotations', filter: {}, join: back });
  expect(body.items.map((one: { itemId: string; label: string }) => [one.itemId, one.label])).toEqual([
    [c, 'car'],
  ]);
});

test.each([
  ['id', 'abcf'],
  ['name', 'Bacf'],
  ['dir', 'bfac'],
  ['filename', 'bfac'],
  ['type', 'abcf'],
  ['hidden', 'abcf'],
  ['creator', 'abcf'],
  ['updatedBy', 'abcf'],
  ['createdAt', 'cfab'],
  ['annotated', 'afbc'],
  ['annotationsCount', 'afcb'],
  ['description', 'bcfa'],
  ['mimetype', 'bacf'],
  ['metadata.system.mimetype', 'bacf'],
  ['metadata.system.size', 'bacf'],
  ['metadata.system.width', 'abcf'],
  ['metadata.user.k', 'cabf'],
  ['metadata.user.site', 'cfab'],
  ["metadata.user.it's", 'abfc'],
  ['metadata.fps', 'acfb'],
  ['metadata.user.nothing', 'abcf'],
])('sorted by %s', async (field, wanted) => {
  const ids: Readonly<Record<string, string>> = { a, b, B: b, c, f: film };
  const order = [...wanted].map((letter) => ids[letter]);
  expect(await sorted({ [field]: 'ascending' })).toEqual(order);
  const back = await sorted({ [field]: 'descending' });
  expect(back.toSorted()).toEqual([a, b, c, film]);
  const isSame = ['type', 'hidden', 'creator', 'updatedBy', 'metadata.user.nothing'].includes(field);
  if (!isSame) expect([back.at(0), back.at(-1)]).not.toEqual([order.at(0), order.at(-1)]);
});

test('sorted by one field and then by another, and page by page', async () => {
  expect(await sorted({ mimetype: 'ascending', 'metadata.system.size': 'descending' })).toEqual([
    b,
    c,
    a,
    film,
  ]);
  const pages = [];
  for (const page of [0, 1, 2]) {
    const sort = { 'metadata.system.size': 'descending' };
    const { body } = await ask({ filter: { $and: DEFAULTS }, sort, page, pageSize: 2 });
    pages.push([...idsOf(body), body.totalItemsCount, body.totalPagesCount, body.hasNextPage]);
  }
  expect(pages).toEqual([
    [film, c, 4, 2, true],
    [a, b, 4, 2, false],
    [4, 2, false],
  ]);
});

test.each([
  ['shoeSize'],
  ['metadata'],
  ['metadata.user'],
  ['metadata.system.refs'],
  ['refs.id'],
  ['spec'],
  [''],
])('nothing is sorted by "%s", and the answer says by what it is', async (field) => {
  const { status, body } = await ask({ filter: {}, sort: { [field]: 'ascending' } });
  expect(status).toBe(400);
  expect(body.message).toMatch(
    /cannot be sorted by ".*": use id, name, dir, .* any single value below metadata/,
  );
});

test('each page of a walk says how many are left, with any filter', async () => {
  const { body: other } = await api.sdk('POST', '/datasets', { name: 'walk', projects: [projectId] });
  for (let at = 0; at < 12; at += 1) addItem(api, other.id, { metadata: { user: { odd: at % 2 } } });
  for (const condition of [{}, { 'metadata.user.odd': 1 }]) {
    const all = await ask({ filter: { $and: [...DEFAULTS, condition] } }, other.id);
    const count = all.body.items.length;
    expect(all.body.totalItemsCount).toBe(count);
    const left: number[] = [];
    for (let after: string | undefined, more = true; more; ) {
      const only = after ? [{ id: { $gt: after } }] : [];
      const filter = { $and: [...DEFAULTS, condition, ...only] };
      const { body } = await ask({ filter, sort: { id: 'ascending' }, pageSize: 3 }, other.id);
      left.push(body.totalItemsCount);
      after = idsOf(body).at(-1);
      more = body.hasNextPage;
    }
    expect(left).toEqual(Array.from({ length: count / 3 }, (_, at) => count - 3 * at));
  }
});

test('an item that went through a pipeline says so, and is found by that', async () => {
  const { body: dataset } = await api.sdk('POST', '/datasets', { name: 'piped', projects: [projectId] });
  const source = dataset.id;
  const graph = labelling({ id: dataset.metadata.system.recipes[0], datasetId: source }, source);
  const { body: pipeline } = await api.sdk('POST', '/pipelines', { name: 'flow', projectId, ...graph });
  await api.sdk('POST', `/pipelines/${pipeline.id}/install`, {});
  const [through, beside] = [addItem(api, source), addItem(api, source)];
  expect((await api.sdk('GET', `/items/${through}`)).body.metadata.system).not.toHaveProperty('fromPipe');
  await api.sdk('POST', `/pipelines/${pipeline.id}/execute`, { pipeline: { input: { item: through } } });
  const item = async () => (await api.sdk('GET', `/items/${through}`)).body;
  await waitFor(item, ({ metadata }) => metadata.system.fromPipe === true);
  const by = async (condition: object) =>
    idsOf((await ask({ filter: { $and: [...DEFAULTS, condition] } }, source)).body);
  expect(await by({ 'metadata.system.fromPipe': true })).toEqual([through]);
  expect(await by({ 'metadata.system.fromPipe': { $exists: false } })).toEqual([beside]);
});
