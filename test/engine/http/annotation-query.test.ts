import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type TestApi } from './support/api.ts';
import { addItem } from './support/items.ts';

let api: TestApi;
let projectId: string;
let datasetId: string;
let items: string[];
beforeAll(async () => {
  api = await openApi();
  projectId = (await api.call('projects.create', { name: 'p' })).id;
  datasetId = await makeDataset('d');
  items = [addItem(api, datasetId), addItem(api, datasetId)];
  const [first = '', second = ''] = items;
  await upload(first, [
    { type: 'class', label: 'night' },
    { type: 'box', label: 'car', coordinates: CORNERS, metadata: { system: { attributes: { 1: 'red' } } } },
    { type: 'note', label: 'note', coordinates: { box: CORNERS, note: { messages: [], status: 'issue' } } },
  ]);
  const bob = await api.tokenFor('annotator', 'bob@example.com');
  await upload(
    second,
    [
      { type: 'box', label: 'van', coordinates: CORNERS, metadata: { system: { status: 'issue' } } },
      { type: 'point', label: 'car', coordinates: { x: 1, y: 2 }, description: 'far away' },
    ],
    bob,
  );
});
afterAll(async () => await api.close());

const CORNERS = [
  { x: 0, y: 0 },
  { x: 5, y: 5 },
];

async function makeDataset(name: string): Promise<string> {
  const { body } = await api.sdk('POST', '/datasets', { name, projects: [projectId] });
  return body.id;
}

const upload = (item: string, body: object[], token = api.token) =>
  api.send({ method: 'POST', path: `/items/${item}/annotations`, body, token });

const query = (more: object, dataset = datasetId) =>
  api.sdk('POST', `/datasets/${dataset}/query`, { filter: {}, resource: 'annotations', ...more });

async function labels(more: object): Promise<string[]> {
  const { status, body } = await query(more);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body.items.map((one: { type: string; label: string }) => `${one.type} ${one.label}`);
}

const and = (...parts: object[]) => ({ filter: { $and: parts } });

/** What the SDK asks for by itself: notes and descriptions are not among it. */
const USUAL = {
  type: {
    $in: ['box', 'class', 'cube', 'ellipse', 'point', 'polyline', 'segment', 'binary', 'pose', 'subtitle'],
  },
};

test('a list by the SDK: those of an item, in pages', async () => {
  const sent = {
    filter: { $and: [{ itemId: items[0] }, USUAL] },
    page: 0,
    pageSize: 1000,
    resource: 'annotations',
    sort: { id: 'ascending' },
  };
  const { status, body } = await api.sdk('POST', `/datasets/${datasetId}/query`, sent);
  expect({ status, ...body, items: body.items.map(({ label }: { label: string }) => label) }).toEqual({
    status: 200,
    totalItemsCount: 2,
    totalPagesCount: 1,
    hasNextPage: false,
    items: ['night', 'car'],
  });
  const { body: one } = await api.sdk('GET', `/annotations/${body.items[1].id}`);
  expect(body.items[1]).toEqual(one);
});

test.each<[string, object, readonly string[]]>([
  ['everything', {}, ['class night', 'box car', 'note note', 'box van', 'point car']],
  ['what a client asks for by itself', and(USUAL), ['class night', 'box car', 'box van', 'point car']],
  ['by type', and({ type: 'box' }), ['box car', 'box van']],
  ['by label', and({ label: 'c*' }), ['box car', 'point car']],
  ['by who made it', and({ creator: 'bob@example.com' }), ['box van', 'point car']],
  ['by an attribute', and({ 'metadata.system.attributes.1': 'red' }), ['box car']],
  ['by status', and({ 'metadata.system.status': 'issue' }), ['box van']],
  ['by what is only kept', and({ description: 'far*' }), ['point car']],
  ['by either', { filter: { $or: [{ type: 'note' }, { label: 'van' }] } }, ['note note', 'box van']],
  ['in another order', { sort: { label: 'descending' }, pageSize: 2 }, ['box van', 'note note']],
])('annotations are found: %s', async (_what, more, expected) => {
  expect(await labels(more)).toEqual(expected);
});

test('by their items', async () => {
  expect(await labels(and({ itemId: items[1] }))).toEqual(['box van', 'point car']);
  expect(await labels(and({ itemId: { $in: items } }, { type: 'point' }))).toEqual(['point car']);
  const join = { on: { resource: 'items', local: 'id', forigen: 'itemId' }, filter: { id: items[0] } };
  expect(await labels({ join, ...and({ type: 'box' }) })).toEqual(['box car']);
});

test('pages follow one another, by number and by the last id', async () => {
  const whole = (await query({})).body.items.map(({ id }: { id: string }) => id);
  const numbered: string[] = [];
  for (let page = 0, more = true; more; page += 1) {
    const { body } = await query({ page, pageSize: 2 });
    numbered.push(...body.items.map(({ id }: { id: string }) => id));
    expect(body).toMatchObject({ totalItemsCount: 5, totalPagesCount: 3, hasNextPage: page < 2 });
    more = body.hasNextPage;
  }
  expect(numbered).toEqual(whole);
  const keyed: string[] = [];
  for (let more = true; more; ) {
    const after = keyed.at(-1);
    const conditions = after === undefined ? [] : [{ id: { $gt: after } }];
    const { body } = await query({ ...and(...conditions), page: 0, pageSize: 2, sort: { id: 'ascending' } });
    keyed.push(...body.items.map(({ id }: { id: string }) => id));
    more = body.hasNextPage;
  }
  expect(keyed).toEqual(whole);
});

test.each<[object, RegExp]>([
  [and({ label: { $nonsense: 1 } }), /\$nonsense/],
  [{ sort: { 'metadata.user.x': 'ascending' } }, /cannot be sorted by "metadata.user.x": use id, itemId/],
  [{ resource: 'unicorns' }, /The body \(resource\): .*annotations/],
])("what cannot be asked is the client's mistake: %j", async (more, message) => {
  expect(await query(more)).toMatchObject({ status: 400, body: { message: expect.stringMatching(message) } });
});

test('of a dataset that is not there there is nothing', async () => {
  expect((await query({}, '0'.repeat(24))).status).toBe(404);
});

describe('deleting by a filter', () => {
  const audit = () => readFileSync(join(api.folder, 'api', 'audit.jsonl'), 'utf8');

  test('deletes what matches, on every page, and nothing else', async () => {
    const other = await makeDataset('to be emptied');
    const [one, two] = [addItem(api, other), addItem(api, other)];
    for (const item of [one, two]) {
      await upload(
        item,
        Array.from({ length: 6 }, (_, at) => ({ type: 'class', label: at % 2 ? 'a' : 'b' })),
      );
    }
    const before = audit().length;
    expect((await query({}, other)).body.totalItemsCount).toBe(12);
    expect(audit().length).toBe(before);
    const { status } = await query({ ...and({ label: 'a' }), delete: true, page: 0, pageSize: 2 }, other);
    const { body: left } = await query({}, other);
    expect({ status, left: left.items.map(({ label }: { label: string }) => label) }).toEqual({
      status: 200,
      left: ['b', 'b', 'b', 'b', 'b', 'b'],
    });
    expect(audit().slice(before)).toContain(`POST /api/v1/datasets/${other}/query`);
    const { body: dataset } = await api.sdk('GET', `/datasets/${other}`);
    expect(dataset).toMatchObject({ annotationsCount: 6, annotated: 2 });
    await api.call('annotations.undo', { itemId: one as never });
    expect((await query(and({ itemId: one }), other)).body.totalItemsCount).toBe(6);
  });

  test('deletes more than one transaction takes', async () => {
    const other = await makeDataset('large');
    await upload(
      addItem(api, other),
      Array.from({ length: 2500 }, () => ({ type: 'class', label: 'a' })),
    );
    await query({ delete: true }, other);
    expect((await query({}, other)).body.totalItemsCount).toBe(0);
  });
});
