import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Filters } from '#sdk/index.ts';
import { within } from '#sdk/items/download.ts';
import { itemJson, platform } from '../support/platform.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-download-'));
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

const page = (items: readonly object[], hasNextPage = false) => ({
  body: { totalItemsCount: items.length, items, totalPagesCount: 1, hasNextPage },
});

test('items are listed by their ids, so that the last page takes no longer than the first', async () => {
  const all = ['a', 'b', 'c'].map((id) => itemJson(id, `/${id}.png`));
  const net = platform(({ body }) => {
    const { filter } = body as { filter: { $and: { id?: { $gt: string } }[] } };
    const after = filter.$and.find(({ id }) => id)?.id?.$gt ?? '';
    const rest = all.filter(({ id }) => id > after);
    return page(rest.slice(0, 1), rest.length > 1);
  });
  const { items } = await net.dataset();
  const names: string[] = [];
  for await (const { name } of items.list({ filters: new Filters({ pageSize: 1 }).add('dir', '/') }))
    names.push(name);
  expect(names).toEqual(['a.png', 'b.png', 'c.png']);
  const defaults = [{ dir: '/' }, { hidden: false }, { type: 'file' }];
  const asked = net.asked.filter(({ path }) => path === '/datasets/d1/query').map(({ body }) => body);
  expect(asked).toEqual(
    [[], [{ id: { $gt: 'a' } }], [{ id: { $gt: 'b' } }]].map((more) => ({
      filter: { $and: [...defaults, ...more] },
      sort: { id: 'ascending' },
      page: 0,
      pageSize: 1,
      resource: 'items',
    })),
  );
});

test('a list with an order of its own goes by pages', async () => {
  const net = platform(({ body }) => page([itemJson('a', '/a')], (body as { page: number }).page === 0));
  const list = (await net.dataset()).items.list({ filters: new Filters().sortBy('name') });
  expect(await list.toArray()).toHaveLength(2);
  expect(net.asked.slice(1).map(({ body }) => body)).toMatchObject([
    { page: 0, sort: { name: 'ascending' } },
    { page: 1, sort: { name: 'ascending' } },
  ]);
});

test('an item by its path, and one that is not there', async () => {
  const net = platform(({ body }) =>
    page(JSON.stringify(body).includes('/a.png') ? [itemJson('a', '/a.png')] : []),
  );
  const { items } = await net.dataset();
  expect((await items.get({ filepath: '/a.png' })).id).toBe('a');
  await expect(items.get({ filepath: '/b.png' })).rejects.toThrow('There is no item "/b.png".');
});

test('an update is a diff, and is not sent when there is none', async () => {
  const json = { ...itemJson('a', '/a.png'), metadata: { system: {}, user: { k: 1, old: true } } };
  const net = platform(() => ({ body: json }));
  const item = await (await net.dataset()).items.get({ id: 'a' });
  await item.update({ metadata: { user: { k: 1 } } });
  expect(net.asked).toHaveLength(2);
  await item.update({ metadata: { user: { k: 2, old: null } } }, { system: true });
  expect(net.asked.at(-1)).toMatchObject({
    method: 'PATCH',
    path: '/items/a?system=true',
    body: { metadata: { user: { k: 2, old: null } } },
  });
});

test('all that a filter matches is changed or deleted at once, without a page', async () => {
  const net = platform(() => ({ body: {} }));
  const { items } = await net.dataset();
  const filters = new Filters({ useDefaults: false }).add('dir', '/old');
  await items.deleteAll(filters);
  await items.updateAll(filters, { metadata: { user: { seen: true } } });
  expect(net.asked.slice(1).map(({ body }) => body)).toEqual([
    { filter: { $and: [{ dir: '/old' }] }, resource: 'items', delete: true },
    {
      filter: { $and: [{ dir: '/old' }] },
      resource: 'items',
      update: { metadata: { user: { seen: true } } },
    },
  ]);
});

test('a folder is made by a form, and filled by its id', async () => {
  const net = platform(() => ({ body: itemJson('f', '/new') }));
  const { items } = await net.dataset();
  expect((await items.makeDir('/new')).id).toBe('f');
  expect(net.asked.at(-1)).toMatchObject({ path: '/datasets/d1/items', body: 'type=dir&path=%2Fnew' });
  await items.move('/new', ['a', 'b']);
  expect(net.asked.at(-1)).toMatchObject({ method: 'PUT', path: '/datasets/d1/items/f', body: ['a', 'b'] });
});

/** A server whose connection breaks after so many bytes. */
function breaking(content: string, atOnce: number, ranges = true) {
  return platform(({ path, headers }) => {
    if (!path.endsWith('/stream')) return { body: itemJson('a', '/sub/a.txt', { size: content.length }) };
    const from = Number(/bytes=(\d+)-/.exec(headers.get('range') ?? '')?.[1]);
    return ranges
      ? { status: 206, body: content.slice(from, from + atOnce) }
      : { status: 200, body: content.slice(0, from + atOnce) };
  });
}

test.for([true, false])('a download goes on where it broke off (server with ranges: %s)', async (ranges) => {
  const net = breaking('0123456789', 4, ranges);
  const item = await (await net.dataset()).items.get({ id: 'a' });
  const seen: number[] = [];
  const path = await item.download(`${folder}/`, { onProgress: (received) => void seen.push(received) });
  expect(path).toBe(join(folder, 'a.txt'));
  expect(await readFile(path, 'utf8')).toBe('0123456789');
  expect(seen).toEqual([4, 8, 10]);
  expect(net.asked.slice(2).map(({ headers }) => headers.get('range'))).toEqual([
    'bytes=0-',
    'bytes=4-',
    'bytes=8-',
  ]);
  expect(new TextDecoder().decode(await item.bytes())).toBe('0123456789');
});

test('a download that breaks off again and again is an error and leaves no file', async () => {
  const net = breaking('0123456789', 1);
  const item = await (await net.dataset()).items.get({ id: 'a' });
  await expect(item.download(join(folder, 'none.txt'))).rejects.toThrow('/sub/a.txt: 4 of 10 bytes came');
  expect((await readdir(folder)).filter((name) => name.startsWith('none'))).toEqual([]);
});

test('items are downloaded to the folders they have, and never outside of the one that was given', async () => {
  const net = platform(({ path }) =>
    path.endsWith('/stream')
      ? { status: 206, body: 'x' }
      : page([itemJson('a', '/deep/er/a.txt', { size: 1 })]),
  );
  const { items } = await net.dataset();
  expect(await items.download(join(folder, 'all'))).toEqual([join(folder, 'all', 'deep', 'er', 'a.txt')]);
  for (const evil of ['/../../etc/passwd', '..', '/']) {
    expect(() => within(folder, evil)).toThrow('leads out of');
  }
  expect(within(folder, '/a/../b')).toBe(join(folder, 'b'));
});

const REF = { id: 't1', type: 'task', metadata: { status: 'completed' } };

test('a status goes to the assignment when there is one, else to the task; which one must be clear', async () => {
  const net = platform(({ path }) => ({
    body: itemJson('a', '/a', path === '/items/a' ? { refs: [REF, { id: 's1', type: 'assignment' }] } : {}),
  }));
  const item = await (await net.dataset()).items.get({ id: 'a' });
  expect(item.status('t1')).toBe('completed');
  expect(item.status('s1')).toBeNull();
  await item.updateStatus('discard');
  await item.updateStatus('discard', { taskId: 't1', clear: true });
  expect(net.asked.filter(({ method }) => method === 'POST').map(({ path, body }) => [path, body])).toEqual([
    ['/assignments/s1/items/a/status', { operation: 'create', status: 'discard' }],
    [
      '/assignments/items/tasks/t1/status',
      { itemIds: ['a'], statusPayload: { operation: 'delete', returnLastStatus: true, status: 'discard' } },
    ],
  ]);
  const none = platform(() => ({ body: itemJson('a', '/a') }));
  const alone = await (await none.dataset()).items.get({ id: 'a' });
  await expect(alone.updateStatus('completed')).rejects.toThrow('The item a is in no task.');
  const two = platform(() => ({
    body: itemJson('a', '/a', { refs: [REF, { ...REF, id: 't2' }, { ...REF, id: 't3' }] }),
  }));
  const many = await (await two.dataset()).items.get({ id: 'a' });
  await expect(many.updateStatus('completed')).rejects.toThrow('is in several tasks');
});

test('a printed item has the fields of the Python SDK in its order', async () => {
  const net = platform(() => ({ body: itemJson('63cebe0f', '/test1.jpg') }));
  expect(String(await (await net.dataset()).items.get({ id: 'a' }))).toBe(
    "Item(created_at='2026-01-23T17:04:15.000Z', dataset_id='d1', filename='/test1.jpg', name='test1.jpg', type='file', " +
      "id='63cebe0f', creator='ada@example.com', annotations_count=3)",
  );
});
