/** Lists of items by page, and jumps within them. */
import { expect, onTestFinished, test } from 'vitest';
import type { CallInput } from '#contract/index.ts';
import { manyItems } from '#test/engine/runner/support/flow.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';

type Filter = NonNullable<CallInput<'items.list'>['filter']>;

async function filled(count: number) {
  const world = await openWorld();
  onTestFinished(() => world.close());
  const project = await world.calls['projects.create']({ name: 'P' });
  const dataset = await world.calls['datasets.create']({ projectId: project.id, name: 'D' });
  return { world, datasetId: dataset.id, ids: manyItems(world, dataset.id, count) };
}

function paging(world: World, datasetId: CallInput<'items.list'>['datasetId'], filter: Filter = {}) {
  return {
    skip: async (after: string | null, count: number) =>
      (await world.calls['items.skip']({ datasetId, filter, after, count })).after,
    list: async (after: string | null, limit: number) =>
      (await world.calls['items.list']({ datasetId, filter, after, limit })).items.map((item) => item.id),
  };
}

test('a jump comes out where walking does, from the beginning and from any place', async () => {
  const { world, datasetId, ids } = await filled(25);
  const { skip, list } = paging(world, datasetId);
  expect(await list(await skip(null, 10), 3)).toEqual(ids.slice(10, 13));
  expect(await list(await skip(ids[4] ?? null, 10), 3)).toEqual(ids.slice(15, 18));
  expect(await skip(null, 25)).toBe(ids[24]);
  expect(await skip(null, 26)).toBeNull();
  expect(await skip(ids[20] ?? null, 5)).toBeNull();
});

test('a jump counts what fits the filter only', async () => {
  const { world, datasetId, ids } = await filled(25);
  const { skip, list } = paging(world, datasetId, { text: '1' });
  // 1, 10 to 19 and 21 have a 1 in their names.
  expect(await skip(null, 3)).toBe(ids[11]);
  expect(await list(await skip(null, 11), 5)).toEqual([ids[21]]);
  expect(await skip(null, 13)).toBeNull();
});
