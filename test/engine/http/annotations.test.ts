import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readMaskUrl, writeMaskUrl } from '#core/formats/png/data-url.ts';
import { maskArea } from '#core/geometry/mask/mask.ts';
import { paintStroke } from '#core/geometry/mask/paint.ts';
import { maskOf } from '#core/geometry/mask/stored.ts';
import { BASE, openApi, type TestApi } from './support/api.ts';
import { addItem } from './support/items.ts';

let api: TestApi;
let projectId: string;
let datasetId: string;
let itemId: string;
beforeAll(async () => {
  api = await openApi();
  projectId = (await api.call('projects.create', { name: 'p' })).id;
  const { body } = await api.sdk('POST', '/datasets', { name: 'd', projects: [projectId] });
  datasetId = body.id;
});
afterAll(async () => await api.close());
beforeEach(() => {
  itemId = addItem(api, datasetId);
});

const ID = expect.stringMatching(/^[0-9a-f]{24}$/);
const CORNERS = [
  { x: 10, y: 20, z: 0 },
  { x: 30, y: 40, z: 0 },
];

/** As the SDK sends an annotation that it has made: what the server knows is null. */
function fresh(more: object) {
  return {
    id: null,
    url: null,
    creator: null,
    metadata: { system: { automated: true }, user: {} },
    hash: null,
    itemId: null,
    item: null,
    label: 'car',
    dataset: null,
    createdAt: null,
    updatedBy: null,
    updatedAt: null,
    source: null,
    datasetId: null,
    attributes: null,
    ...more,
  };
}

const box = (more: object = {}) => fresh({ type: 'box', coordinates: CORNERS, ...more });
const upload = (annotations: readonly object[], item = itemId) =>
  api.sdk('POST', `/items/${item}/annotations`, annotations);
const made = async (more: object = {}) => (await upload([box(more)])).body[0];
const put = (id: string, diff: object, query = '') => api.sdk('PUT', `/annotations/${id}${query}`, diff);
const status = (value: string | null) => ({ metadata: { system: { status: value } } });

test('an upload answers with a list of the same length, in order, with ids and every key', async () => {
  const { status: code, body } = await upload([
    box({ label: 'car' }),
    fresh({ type: 'class', label: 'night' }),
    fresh({ type: 'point', label: 'nose', coordinates: { x: 1, y: 2, z: 0 } }),
  ]);
  expect({ code, labels: body.map((one: { label: string }) => one.label) }).toEqual({
    code: 200,
    labels: ['car', 'night', 'nose'],
  });
  const [first, second] = body;
  expect(first).toEqual({
    id: ID,
    url: `${BASE}/annotations/${first.id}`,
    type: 'box',
    label: 'car',
    attributes: null,
    coordinates: CORNERS,
    metadata: { system: { automated: true }, user: {} },
    creator: 'ada@example.com',
    createdAt: expect.stringMatching(/Z$/),
    updatedAt: expect.stringMatching(/Z$/),
    updatedBy: 'ada@example.com',
    itemId,
    item: `${BASE}/items/${itemId}`,
    datasetId,
    dataset: `${BASE}/datasets/${datasetId}`,
    hash: null,
    source: 'ui',
  });
  expect(second).not.toHaveProperty('coordinates');
  expect(await api.sdk('GET', `/annotations/${first.id}`)).toMatchObject({ status: 200, body: first });
  expect((await api.sdk('GET', `/items/${itemId}/annotations`)).body).toEqual(body);
});

test('counters follow', async () => {
  const count = async () => {
    const { annotationCount } = await api.call('items.get', { itemId: itemId as never });
    const { body } = await api.sdk('GET', `/datasets/${datasetId}`);
    return [annotationCount, body.annotated, body.annotationsCount];
  };
  const [, annotated, all] = await count();
  const { body } = await upload([box(), box()]);
  expect(await count()).toEqual([2, annotated + 1, all + 2]);
  for (const { id } of body) await api.sdk('DELETE', `/annotations/${id}`, { username: 'ada@example.com' });
  expect(await count()).toEqual([0, annotated, all]);
});

test('nothing of an upload is stored when one annotation does not fit', async () => {
  const { status: code, body } = await upload([box(), box({ type: 'bx' })]);
  expect({ code, message: body.message }).toEqual({
    code: 400,
    message: expect.stringContaining('annotations.1 has the type "bx"'),
  });
  expect((await api.sdk('GET', `/items/${itemId}/annotations`)).body).toEqual([]);
  expect(await upload([])).toMatchObject({ status: 200, body: [] });
  expect((await upload(Array.from({ length: 10_001 }, () => ({})))).status).toBe(400);
});

test('ten thousand annotations in one request', async () => {
  const one = { type: 'point', label: 'dot', coordinates: { x: 1, y: 2 } };
  const { status: code, body } = await upload(Array.from({ length: 10_000 }, () => one));
  expect({ code, length: body.length, ids: new Set(body.map(({ id }: { id: string }) => id)).size }).toEqual({
    code: 200,
    length: 10_000,
    ids: 10_000,
  });
});

describe('an update', () => {
  test('is a diff, in which null takes away', async () => {
    const { id } = await made({ description: 'red', metadata: { user: { a: 1, b: 2 }, system: {} } });
    const diff = { label: 'van', description: null, metadata: { user: { a: null } } };
    const { status: code, body } = await put(id, diff);
    expect({ code, label: body.label, user: body.metadata.user }).toEqual({
      code: 200,
      label: 'van',
      user: { b: 2 },
    });
    expect(body).not.toHaveProperty('description');
    expect((await api.sdk('GET', `/annotations/${id}`)).body).toEqual(body);
  });

  test('changes attributes and other parts of the system only with system=true', async () => {
    const { id } = await made();
    const diff = { metadata: { system: { attributes: { 1: 'red', 2: ['a', 'b'] }, objectId: '7' } } };
    expect((await put(id, diff)).body.metadata.system).toEqual({ automated: true });
    expect((await put(id, diff, '?system=true')).body.metadata.system).toEqual({
      automated: true,
      attributes: { 1: 'red', 2: ['a', 'b'] },
      objectId: '7',
    });
  });

  test('moves a shape, and refuses what is none', async () => {
    const { id, updatedAt } = await made();
    const coordinates = [{ x: 1, y: 1, z: 0 }, { x: 2, y: 2, z: 0 }, 45];
    const { body } = await put(id, { coordinates });
    expect(body.coordinates).toEqual(coordinates);
    expect(body.updatedAt >= updatedAt).toBe(true);
    const wrong = await put(id, { coordinates: [] });
    expect(wrong).toMatchObject({ status: 400, body: { message: expect.stringContaining('type "box"') } });
    expect((await api.sdk('GET', `/annotations/${id}`)).body).toEqual(body);
  });

  test('of one annotation by several clients at once keeps what each of them says', async () => {
    const { id } = await made();
    const keys = ['a', 'b', 'c', 'd'];
    const sent = await Promise.all(keys.map((key) => put(id, { metadata: { user: { [key]: key } } })));
    expect(sent.map((one) => one.status)).toEqual([200, 200, 200, 200]);
    const { body } = await api.sdk('GET', `/annotations/${id}`);
    expect(body.metadata.user).toEqual({ a: 'a', b: 'b', c: 'c', d: 'd' });
  });

  test('that says nothing writes nothing', async () => {
    const before = await made();
    const { body } = await put(before.id, { id: 'x', creator: 'mallory@example.com', updatedAt: null });
    expect(body).toEqual(before);
  });
});

test('a status is given and cleared', async () => {
  const { id } = await made();
  const of = async (diff: object) => (await put(id, diff, '?system=true')).body.metadata.system.status;
  for (const word of ['issue', 'review', 'approved']) expect(await of(status(word))).toBe(word);
  expect((await put(id, status('issue'))).body.metadata.system.status).toBe('approved');
  expect(await put(id, status('nice'), '?system=true')).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('issue, review, approved') },
  });
  const cleared = await put(id, status(null), '?system=true');
  expect(cleared.body.metadata.system).toEqual({ automated: true });
  expect((await put(`${id}/issue`, {})).body.metadata.system.status).toBe('issue');
});

test('notes have messages, an assignee and a status', async () => {
  const coordinates = {
    box: CORNERS,
    note: {
      messages: [{ id: 'm1', creator: 'ada@example.com', time: 1_795_948_595_496.74, body: 'wrong label' }],
      status: 'issue',
      createTime: 1_795_948_595_496.74,
      creator: 'ada@example.com',
      assignee: 'bob@example.com',
    },
  };
  const note = fresh({
    type: 'note',
    label: 'note',
    coordinates,
    metadata: { system: { status: 'issue' }, user: {} },
  });
  const { body } = await upload([note]);
  expect(body[0]).toMatchObject({ type: 'note', coordinates, metadata: { system: { status: 'issue' } } });
  const answered = {
    ...coordinates.note,
    messages: [...coordinates.note.messages, { id: 'm2', body: 'fixed' }],
    status: 'closed',
  };
  const { body: after } = await put(body[0].id, { coordinates: { note: answered } });
  expect(after.coordinates).toEqual({ box: CORNERS, note: answered });
});

test('on a video times are worked out, and keyframes come back in order', async () => {
  const video = addItem(api, datasetId, { kind: 'video', metadata: { fps: 10 } });
  const snapshot = (frame: number) => ({
    frame,
    fixed: true,
    label: 'car',
    type: 'box',
    objectVisible: true,
    data: CORNERS,
    namedAttributes: {},
  });
  const system = { frame: 4, endFrame: 12, snapshots_: [snapshot(12), snapshot(6)] };
  const { body } = await upload([box({ metadata: { system, user: {} } })], video);
  expect(body[0].metadata.system).toEqual({
    frame: 4,
    endFrame: 12,
    startTime: 0.4,
    endTime: 1.2,
    snapshots_: [snapshot(6), snapshot(12)],
  });
});

test('a joint belongs to its pose', async () => {
  const [pose] = (
    await upload([
      fresh({ type: 'pose', label: 'person', coordinates: { templateId: 't', instanceId: 'i' } }),
    ])
  ).body;
  const joint = { type: 'point', label: 'nose', coordinates: { x: 1, y: 2, z: 0 } };
  const metadata = { system: { parentId: pose.id }, user: {} };
  const [point] = (await upload([fresh({ ...joint, metadata })])).body;
  expect(point.metadata.system.parentId).toBe(pose.id);
});

test('deleting answers 204, and there is nothing to delete twice', async () => {
  const { id } = await made();
  const gone = () => api.sdk('DELETE', `/annotations/${id}`, { username: 'ada@example.com' });
  expect(await gone()).toMatchObject({ status: 204, body: '' });
  for (const answer of [
    await gone(),
    await api.sdk('GET', `/annotations/${id}`),
    await put(id, { label: 'x' }),
  ]) {
    expect(answer).toMatchObject({ status: 404, body: { message: expect.stringContaining(id) } });
  }
});

test('what was done by a script can be undone by a person', async () => {
  const before = await made();
  await put(before.id, { label: 'van' });
  const { diffs } = await api.call('annotations.undo', { itemId: itemId as never });
  expect(diffs[0]?.after?.label).toBe('car');
  const { body } = await api.sdk('GET', `/annotations/${before.id}`);
  expect(body.label).toBe('car');
});

test('an item in the trash has no annotations, until it is back', async () => {
  const { id } = await made();
  await api.call('items.trash', { itemIds: [itemId as never] });
  expect((await api.sdk('GET', `/annotations/${id}`)).status).toBe(404);
  expect((await api.sdk('GET', `/items/${itemId}/annotations`)).status).toBe(404);
  expect((await upload([box()])).status).toBe(404);
  await api.call('items.restore', { itemIds: [itemId as never] });
  expect((await api.sdk('GET', `/annotations/${id}`)).status).toBe(200);
});

test('an upload by the SDK: it looks at the labels first', async () => {
  const { body: dataset } = await api.sdk('GET', `/datasets/${datasetId}`);
  const { body: recipe } = await api.sdk('GET', `/recipes/${dataset.metadata.system.recipes[0]}`);
  const { body: ontology } = await api.sdk('GET', `/ontologies/${recipe.ontologyIds[0]}`);
  expect(ontology).toMatchObject({ id: recipe.ontologyIds[0], roots: [] });
  expect(await upload([box()])).toMatchObject({ status: 200, body: [{ id: ID }] });
});

describe('masks', () => {
  const picture = { width: 120, height: 90 };
  const mask = paintStroke(
    picture,
    [
      { x: 30, y: 40 },
      { x: 90, y: 50 },
    ],
    { shape: 'round', size: 31 },
  );
  const stored = async () => {
    const [annotation] = await api.call('annotations.list', { itemId: itemId as never });
    return annotation?.geometry.type === 'binary' ? annotation.geometry : expect.fail('no mask is stored');
  };
  const send = (coordinates: unknown) => upload([fresh({ type: 'binary', label: 'road', coordinates })]);

  test('come as PNG files of any tool, are kept as runs and go as PNG files of the same pixels', async () => {
    const others = await sharp(Buffer.from(writeMaskUrl(mask).split(',')[1] ?? '', 'base64'))
      .tint('#3366ff')
      .png({ compressionLevel: 9, adaptiveFiltering: true })
      .toBuffer();
    const { status: code, body } = await send(`data:image/png;base64,${others.toString('base64')}`);
    expect(code).toBe(200);
    expect(readMaskUrl(body[0].coordinates)).toEqual(mask);
    const geometry = await stored();
    expect(maskOf(geometry)).toEqual(mask);
    expect(geometry.coordinates).toMatch(/^rle:120x90:/);
    // A change of something else leaves the pixels as they are.
    expect((await put(body[0].id, { label: 'path' })).body.coordinates).toBe(writeMaskUrl(mask));
    expect(await stored()).toEqual(geometry);
  });

  test('that are no PNG files are refused with a word on what is wrong', async () => {
    for (const [coordinates, why] of [
      ['data:image/png;base64,AAAA', 'does not begin as one'],
      [writeMaskUrl(mask).slice(0, -60), 'ends too early'],
      ['data:image/jpeg;base64,AAAA', 'must be a PNG'],
      [{ x: 1 }, 'must be a PNG'],
    ] as const) {
      const { status: code, body } = await send(coordinates);
      expect(code).toBe(400);
      expect(body.message).toContain(why);
    }
  });

  test('that workspaces of old keep as PNG files are read and handed on as they are', async () => {
    const [{ id }] = (await send(writeMaskUrl(mask))).body;
    const { datasetId: _, status: __, ...before } = await api.call('annotations.get', { annotationId: id });
    const tinted = writeMaskUrl(mask);
    const after = {
      ...before,
      geometry: { type: 'binary' as const, coordinates: tinted },
      rev: before.rev + 1,
    };
    const change = {
      itemId: itemId as never,
      changeSetId: '0123456789abcdef01234567',
      title: 'Old',
      diffs: [{ id, before, after }],
    };
    await api.call('annotations.apply', change);
    expect((await stored()).coordinates).toBe(tinted);
    expect(maskArea(maskOf(await stored()))).toBe(maskArea(mask));
    expect((await api.sdk('GET', `/annotations/${id}`)).body.coordinates).toBe(tinted);
  });
});
