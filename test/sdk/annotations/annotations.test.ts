import { expect, test } from 'vitest';
import { Filters, type NewAnnotation, shapes, track } from '#sdk/index.ts';
import { itemJson, platform } from '../support/platform.ts';

const p = (x: number, y: number) => ({ x, y });
const z = (x: number, y: number) => ({ x, y, z: 0 });
const label = 'car';
const sides = { left: 1, top: 2, right: 3, bottom: 4 };
const corners = {
  front_tl: p(0, 0),
  front_tr: p(1, 0),
  front_br: p(1, 1),
  front_bl: p(0, 1),
  back_tl: p(2, 0),
  back_tr: p(3, 0),
  back_br: p(3, 1),
  back_bl: p(2, 1),
};
const p3 = { x: 1, y: 2, z: 3 };

const EVERY: readonly (readonly [
  made: NewAnnotation,
  type: string,
  coordinates: unknown,
  system?: object,
])[] = [
  [shapes.box({ label, ...sides }), 'box', [z(1, 2), z(3, 4)]],
  [shapes.box({ label, ...sides, angle: 30 }), 'box', [z(1, 2), z(3, 4), 30]],
  [
    shapes.polygon({ label, points: [p(0, 0), p(1, 0), p(1, 1)], holes: [[p(0, 0), p(1, 0), p(0, 1)]] }),
    'segment',
    [
      [p(0, 0), p(1, 0), p(1, 1)],
      [p(0, 0), p(1, 0), p(0, 1)],
    ],
  ],
  [shapes.polyline({ label, points: [p(0, 0), p(1, 0)] }), 'polyline', [[p(0, 0), p(1, 0)]]],
  [shapes.point({ label, x: 5, y: 6 }), 'point', z(5, 6)],
  [
    shapes.ellipse({ label, x: 1, y: 2, rx: 3, ry: 4 }),
    'ellipse',
    { center: z(1, 2), rx: 3, ry: 4, angle: 0 },
  ],
  [
    shapes.cube({ label, corners, angle: 5 }),
    'cube',
    {
      ...Object.fromEntries(Object.entries(corners).map(([name, point]) => [name, { ...point, z: 0 }])),
      angle: 5,
    },
  ],
  [
    shapes.cube3d({ label, position: p3, scale: p3, rotation: p3 }),
    'cube_3d',
    { position: p3, scale: p3, rotation: p3 },
  ],
  [shapes.classification({ label }), 'class', undefined],
  [shapes.mask({ label, png: new Uint8Array([1, 2]) }), 'binary', 'data:image/png;base64,AQI='],
  [
    shapes.note({ label, ...sides, text: 'Look', creator: 'a@b.c', assignee: 'd@e.f', now: 7 }),
    'note',
    {
      box: [z(1, 2), z(3, 4)],
      note: {
        messages: [{ id: '7', creator: 'a@b.c', time: 7, body: 'Look' }],
        status: 'issue',
        createTime: 7,
        creator: 'a@b.c',
        assignee: 'd@e.f',
      },
    },
    { status: 'issue' },
  ],
  [shapes.pose({ label, templateId: 't', instanceId: 'i' }), 'pose', { templateId: 't', instanceId: 'i' }],
  [
    shapes.subtitle({ label, text: 'Hello', startTime: 1, endTime: 2.5 }),
    'subtitle',
    { text: 'Hello' },
    { startTime: 1, endTime: 2.5 },
  ],
  [shapes.textMark({ label, start: 3, end: 8 }), 'text_mark', { type: 'block', label, start: 3, end: 8 }],
  [shapes.text({ label, text: 'free' }), 'text', 'free'],
  [
    shapes.refImage({ label, ref: 'https://a/b.png', mimetype: 'image/png' }),
    'ref_image',
    { ref: 'https://a/b.png', refType: 'url', mimetype: 'image/png' },
  ],
  [
    shapes.gis({ label, geoType: 'point', coordinates: [1, 2] }),
    'gis',
    { geo_type: 'point', wgs84_geo_coordinates: [1, 2] },
  ],
  [shapes.itemDescription({ text: 'A street' }), 'item_description', { text: 'A street' }, { system: true }],
];

test.for(EVERY)(
  '%#: an annotation has the coordinates of its type',
  ([made, type, coordinates, system = {}]) => {
    expect(made).toEqual({
      type,
      label: type === 'item_description' ? 'item.description' : label,
      ...(coordinates === undefined ? {} : { coordinates }),
      attributes: null,
      metadata: { system, user: {} },
    });
  },
);

test('what is said about an annotation has its place', () => {
  const model = { name: 'detector', confidence: 0.5 };
  const about = {
    attributes: { colour: 'red' },
    objectId: 'o',
    parentId: 'q',
    description: 'd',
    model,
    user: { k: 1 },
  };
  expect(shapes.point({ label, x: 0, y: 0, ...about, time: { frame: 3, endFrame: 9 } }).metadata).toEqual({
    system: {
      attributes: { colour: 'red' },
      objectId: 'o',
      parentId: 'q',
      description: 'd',
      frame: 3,
      endFrame: 9,
    },
    user: { k: 1, model },
  });
});

test('a track is as it is at its first frame, with later keyframes', () => {
  const first = shapes.box({ label, ...sides, attributes: { colour: 'red' }, time: { frame: 4 } });
  const later = shapes.box({ label, left: 10, top: 20, right: 30, bottom: 40 });
  const made = track(first, [
    { frame: 8, shape: later },
    { frame: 12, shape: later, visible: false },
  ]);
  expect(made.coordinates).toEqual([z(1, 2), z(3, 4)]);
  expect(made.metadata.system).toMatchObject({
    frame: 4,
    endFrame: 12,
    snapshots_: [
      {
        frame: 8,
        fixed: true,
        label,
        type: 'box',
        objectVisible: true,
        data: [z(10, 20), z(30, 40)],
        namedAttributes: {},
      },
      { frame: 12, objectVisible: false },
    ],
  });
  expect(track(first, [], 40).metadata.system).toMatchObject({ frame: 4, endFrame: 40, snapshots_: [] });
});

const json = (id: string, more: object = {}) => ({
  id,
  type: 'box',
  label,
  metadata: { system: {}, user: {} },
  ...more,
});

async function item(answer: Parameters<typeof platform>[0]) {
  const net = platform((asked, nth) =>
    asked.path === '/items/i1' ? { body: itemJson('i1', '/a') } : answer(asked, nth),
  );
  return { net, item: await (await net.dataset()).items.get({ id: 'i1' }) };
}

test('annotations go up a hundred at a time, in order', async () => {
  let made = 0;
  const { net, item: it } = await item(({ body }) => ({
    body: (body as object[]).map(() => json(`n${made++}`)),
  }));
  const added = await it.annotations.upload(
    Array.from({ length: 250 }, () => shapes.classification({ label })),
  );
  expect(added.map(({ id }) => id)).toEqual(Array.from({ length: 250 }, (_, at) => `n${at}`));
  expect(
    net.asked.slice(2).map(({ method, path, body }) => [method, path, (body as object[]).length]),
  ).toEqual([
    ['POST', '/items/i1/annotations', 100],
    ['POST', '/items/i1/annotations', 100],
    ['POST', '/items/i1/annotations', 50],
  ]);
});

test('annotations are listed by their item, without notes and descriptions unless they are asked for', async () => {
  const page = { body: { totalItemsCount: 1, items: [json('n1')], totalPagesCount: 1, hasNextPage: false } };
  const { net, item: it } = await item(() => page);
  expect((await it.annotations.list().toArray()).map(({ id }) => id)).toEqual(['n1']);
  const filters = new Filters({ resource: 'annotations' }).add('type', 'note');
  await it.annotations.list({ filters }).toArray();
  expect(net.asked.slice(2).map(({ path, body }) => [path, (body as { filter: unknown }).filter])).toEqual([
    ['/datasets/d1/query', { $and: [{ itemId: 'i1' }, { type: { $nin: ['note', 'item_description'] } }] }],
    ['/datasets/d1/query', { $and: [{ type: 'note' }, { itemId: 'i1' }] }],
  ]);
});

test('changes, attributes and statuses are diffs; the system changes only when asked for', async () => {
  const { net, item: it } = await item(() => ({
    body: json('n1', { metadata: { system: { status: 'issue' }, user: {} } }),
  }));
  const annotation = await it.annotations.get('n1');
  await annotation.update({ label });
  expect(net.asked).toHaveLength(3);
  await annotation.update({ label: 'bus' });
  await annotation.updateAttributes({ colour: 'red' });
  await annotation.updateStatus('approved');
  await annotation.updateStatus(null);
  expect(net.asked.slice(3).map(({ method, path, body }) => [`${method} ${path}`, body])).toEqual([
    ['PUT /annotations/n1', { label: 'bus' }],
    ['PUT /annotations/n1?system=true', { metadata: { system: { attributes: { colour: 'red' } } } }],
    ['PUT /annotations/n1?system=true', { metadata: { system: { status: 'approved' } } }],
    ['PUT /annotations/n1?system=true', { metadata: { system: { status: null } } }],
  ]);
});

test('one is deleted by its id, all of an item by a filter', async () => {
  const { net, item: it } = await item(() => ({ status: 204 }));
  await it.annotations.delete('n1');
  await it.annotations.deleteAll();
  expect(net.asked.slice(2).map(({ method, path }) => `${method} ${path}`)).toEqual([
    'DELETE /annotations/n1',
    'POST /datasets/d1/query',
  ]);
  expect(net.asked.at(-1)?.body).toMatchObject({ filter: { $and: [{ itemId: 'i1' }] }, delete: true });
});
