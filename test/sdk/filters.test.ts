import { expect, test } from 'vitest';
import { diffOf } from '#sdk/diff.ts';
import { connect, Filters, type Json } from '#sdk/index.ts';
import { fc } from '#test/support/property.ts';
import { network, PLACE } from './support/network.ts';

test('a filter of items leaves out hidden ones and folders, unless it speaks of them or has no defaults', () => {
  expect(new Filters().add('dir', '/train').prepare()).toEqual({
    filter: { $and: [{ dir: '/train' }, { hidden: false }, { type: 'file' }] },
    page: 0,
    pageSize: 1000,
    resource: 'items',
  });
  expect(new Filters().add('type', 'dir').prepare().filter).toEqual({
    $and: [{ type: 'dir' }, { hidden: false }],
  });
  expect(new Filters({ useDefaults: false }).prepare().filter).toEqual({});
});

test('operators, lists, either-or, order, joins and where to look', () => {
  const filters = new Filters({ resource: 'items', useDefaults: false, pageSize: 5 })
    .add('name', ['a', 'b'])
    .add('metadata.user.score', 0.5, 'gt')
    .or('dir', '/a')
    .or('dir', '/b')
    .addJoin('label', 'car')
    .sortBy('name', 'descending')
    .context({ datasets: ['d'] });
  expect(filters.prepare()).toEqual({
    filter: {
      $and: [{ name: { $in: ['a', 'b'] } }, { 'metadata.user.score': { $gt: 0.5 } }],
      $or: [{ dir: '/a' }, { dir: '/b' }],
    },
    sort: { name: 'descending' },
    page: 0,
    pageSize: 5,
    resource: 'items',
    join: {
      on: { resource: 'annotations', local: 'itemId', forigen: 'id' },
      filter: { $and: [{ label: 'car' }] },
    },
    context: { datasets: ['d'] },
  });
});

test('lists of cycles have shorter pages', () => {
  expect(new Filters({ resource: 'pipelineState' }).pageSize).toBe(100);
});

test('pages are asked for as they are used, and no more', async () => {
  const all = Array.from({ length: 7 }, (_, at) => ({ id: `d${at}`, name: `d${at}` }));
  const net = network(({ body }) => {
    const { page, pageSize } = body as { page: number; pageSize: number };
    const items = all.slice(page * pageSize, (page + 1) * pageSize);
    const hasNextPage = (page + 1) * pageSize < all.length;
    return { body: { totalItemsCount: all.length, items, totalPagesCount: 3, hasNextPage } };
  });
  const { datasets } = connect({ url: PLACE, token: 'T', fetch: net.fetch });
  const list = () => datasets.list({ filters: new Filters({ resource: 'datasets', pageSize: 3 }) });
  expect((await list().toArray()).map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  expect(net.asked.map(({ body }) => (body as { page: number }).page)).toEqual([0, 1, 2]);
  net.asked.length = 0;
  for await (const { id } of list()) if (id === 'd1') break;
  expect(net.asked).toHaveLength(1);
  expect(await list().count()).toBe(7);
});

/** The server's side of a diff. */
function laidOver(before: Json, diff: Json): Json {
  const merged: Record<string, unknown> = { ...before };
  for (const [key, value] of Object.entries(diff)) {
    const old = merged[key];
    if (value === null) delete merged[key];
    else if (isObject(value)) merged[key] = laidOver(isObject(old) ? old : {}, value);
    else merged[key] = value;
  }
  return merged;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const leaf = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.constantFrom('a', ''),
  fc.array(fc.nat(2), { maxLength: 2 }),
);
const tree = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(leaf, fc.constant(null), tie('json')), {
    maxKeys: 3,
  }),
})).json;

test('a diff does what the change would have done, and a change that is none is empty', () => {
  fc.assert(
    fc.property(tree, tree, (raw, change) => {
      const before = laidOver({}, raw);
      expect(laidOver(before, diffOf(before, change))).toEqual(laidOver(before, change));
      expect(diffOf(before, before)).toEqual({});
    }),
  );
});
