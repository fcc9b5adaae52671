/** What a person who writes a filter is told of the items that are there. */
import { expect, onTestFinished, test } from 'vitest';
import { manyItems } from '#test/engine/runner/support/flow.ts';
import { openWorld } from '#test/support/engine-world.ts';

test('fields come with examples, and a filter is tried on the items of all datasets', async () => {
  const world = await openWorld();
  onTestFinished(() => world.close());
  const project = await world.calls['projects.create']({ name: 'P' });
  const one = await world.calls['datasets.create']({ projectId: project.id, name: 'One' });
  const two = await world.calls['datasets.create']({ projectId: project.id, name: 'Two' });
  const [first] = manyItems(world, one.id, 250);
  const last = manyItems(world, two.id, 3).at(-1);
  if (!first || !last) throw new Error('There are no items.');
  await world.calls['items.update']({ itemId: first, metadata: { user: { site: 'north' } } });
  await world.calls['items.update']({ itemId: last, metadata: { user: { site: 'south' } } });

  const datasetIds = [one.id, two.id];
  const fields = await world.calls['items.fields']({ datasetIds });
  expect(fields.find((field) => field.path === 'createdAt')?.type).toBe('date');
  expect(fields.find((field) => field.path === 'annotationsCount')?.type).toBe('number');
  const site = fields.find((field) => field.path.endsWith('site'));
  expect(site?.examples).toEqual(['north', 'south']);

  const filter = JSON.stringify({ [site?.path ?? '']: { $exists: true } });
  expect(await world.calls['items.matching']({ datasetIds, filter })).toEqual({
    matching: 2,
    looked: 253,
    total: 253,
    names: ['One', 'Two'],
  });
  expect(await world.calls['items.matching']({ datasetIds: [two.id], filter })).toMatchObject({
    matching: 1,
  });
  const wrong = { datasetIds, filter: '{"a": {"$over": 1}}' };
  expect(() => world.calls['items.matching'](wrong)).toThrow(/\$over/);
});

test('a filter is tried on the first ten thousand items and no more', async () => {
  const world = await openWorld();
  onTestFinished(() => world.close());
  const project = await world.calls['projects.create']({ name: 'P' });
  const dataset = await world.calls['datasets.create']({ projectId: project.id, name: 'D' });
  manyItems(world, dataset.id, 10_005);
  expect(await world.calls['items.matching']({ datasetIds: [dataset.id], filter: '' })).toMatchObject({
    matching: 10_000,
    looked: 10_000,
    total: 10_005,
  });
});
