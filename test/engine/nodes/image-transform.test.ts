/** `image.transform` with real pictures: what is made, once, and what comes along. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Item } from '#core/model/item.ts';
import { locationOf, setTrashed } from '#engine/db/queries/items.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, flowOf, graphOf, makeBench, makeFlow, storage } from '../runner/support/flow.ts';
import { itemNow, label, labelsOf, library, only, picture } from './support.ts';

let world: World;
let bench: Bench;

beforeEach(async () => {
  world = await openWorld();
  bench = await makeBench(world);
});

afterEach(async () => {
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

type Config = Readonly<Record<string, unknown>>;
const transform = (config: Config, id = 'make') => library('image.transform', id, config);

async function itemsIn(datasetId: string): Promise<Item[]> {
  return (await world.calls['items.list']({ datasetId: datasetId as never, limit: 100 })).items;
}

const pathOf = (id: string) => join(world.folder, locationOf(world.db, id) ?? '');
const files = () =>
  existsSync(world.ctx.files.derived)
    ? readdirSync(world.ctx.files.derived, { recursive: true, withFileTypes: true }).filter((one) =>
        one.isFile(),
      )
    : [];

test('makes a new item with the annotations that are on it, and leaves the old one as it was', async () => {
  const made = await bench.dataset('made');
  const config = {
    crop: { left: 100, top: 50, width: 200, height: 100 },
    rotate: 90,
    maxWidth: 50,
    format: 'jpeg',
    datasetId: made,
  };
  const flow = await makeFlow(
    world,
    bench,
    graphOf([transform(config), storage('end', made)], ['make > end']),
  );
  const metadata = { user: { camera: 'left' }, system: { tags: { day: true } }, fps: 5 };
  const before = await picture(
    world,
    bench.inbox,
    'a.png',
    { width: 400, height: 200 },
    { folder: '/x', metadata },
  );
  label(world, before.id, 'inside', [120, 70, 160, 90], { attributes: { a: 1 } });
  label(world, before.id, 'half', [80, 60, 140, 80]);
  label(world, before.id, 'outside', [0, 0, 50, 40]);
  await flow.run([before]);
  const [item, ...others] = await itemsIn(made);
  if (!item) throw new Error('nothing was made');
  expect(others).toEqual([]);
  expect(item).toMatchObject({ folder: '/x', kind: 'image', mimetype: 'image/jpeg', width: 50, height: 100 });
  expect(item).toMatchObject({
    storage: 'stored',
    sourceItemId: null,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(item.name).toMatch(/^a-[0-9a-f]{8}\.jpg$/);
  expect(item.metadata).toMatchObject({
    user: { camera: 'left', parentItemId: before.id },
    fps: 5,
    system: { tags: { day: true }, width: 50, height: 100, transform: { itemId: before.id } },
  });
  const file = await sharp(pathOf(item.id)).metadata();
  expect([file.format, file.width, file.height]).toEqual(['jpeg', 50, 100]);
  // Halved by the size, and turned: what was at the left is at the top.
  expect(labelsOf(world, item.id).toSorted()).toEqual(['half 35,0,45,20', 'inside 30,10,40,30']);
  expect(labelsOf(world, before.id)).toHaveLength(3);
  expect(itemNow(world, before.id)).toMatchObject({ ...before, annotationCount: 3 });
  expect(await flow.statuses()).toEqual(['success']);
});

test('doing it again finds what was made, and what a person did to it', async () => {
  const made = await bench.dataset('made');
  const flow = await makeFlow(world, bench, graphOf([transform({ rotate: 180, datasetId: made })], []));
  const item = await picture(world, bench.inbox, 'a.png', { width: 40, height: 20 });
  await flow.run([item]);
  const [first] = await itemsIn(made);
  label(world, first?.id ?? '', 'new', [1, 1, 5, 5]);
  await flow.run([item]);
  const again = await itemsIn(made);
  expect(again.map(({ id }) => id)).toEqual([first?.id]);
  expect(labelsOf(world, first?.id ?? '')).toEqual(['new 1,1,5,5']);
  // Its file was lost: it is made anew.
  rmSync(pathOf(first?.id ?? ''));
  await flow.run([item]);
  expect(existsSync(pathOf(first?.id ?? ''))).toBe(true);
  // It was thrown away: it comes back with what is on the source by now.
  world.ctx.unit('test', (tx) => setTrashed(tx.db, first?.id ?? '', true, tx.now));
  label(world, item.id, 'source', [0, 0, 10, 10]);
  await flow.run([item]);
  expect((await itemsIn(made)).map(({ id }) => id)).toEqual([first?.id]);
  expect(labelsOf(world, first?.id ?? '')).toEqual(['source 30,10,40,20']);
  expect(files()).toHaveLength(1);
});

test('other settings make another one; two nodes with the same ones work one after the other', async () => {
  const made = await bench.dataset('made');
  const turn = { rotate: 90, datasetId: made };
  const graph = graphOf(
    [transform(turn, 'one'), transform(turn, 'two'), transform({ ...turn, grayscale: true }, 'grey')],
    ['one > two', 'one > grey'],
  );
  const flow = await makeFlow(world, bench, graph);
  await flow.run([await picture(world, bench.inbox, 'a.png', { width: 40, height: 20 })]);
  const sizes = (await itemsIn(made)).map(({ width, height }) => `${width} ${height}`);
  expect(sizes.toSorted()).toEqual(['20 40', '40 20', '40 20']);
});

test('a dataset that what is made in it feeds does not go on for ever', async () => {
  const graph = {
    ...graphOf([transform({ rotate: 90 })], []),
    startNodes: [
      {
        nodeId: 'make' as never,
        type: 'trigger' as const,
        trigger: {
          type: 'Event',
          spec: { resource: 'Item', actions: ['Created'], executionMode: 'Once', filter: '{}' },
        },
      },
    ],
  };
  const flow = await makeFlow(world, bench, graph);
  await picture(world, bench.inbox, 'a.png', { width: 40, height: 20 });
  await world.settled();
  expect(await itemsIn(bench.inbox)).toHaveLength(2);
  expect(await flow.statuses()).toEqual(['success', 'success']);
});

test('an engine that dies when the file is there and the item is not makes it whole, once', async () => {
  const made = await bench.dataset('made');
  const flow = await makeFlow(world, bench, graphOf([transform({ rotate: 90, datasetId: made })], []));
  const item = await picture(world, bench.inbox, 'a.png', { width: 40, height: 20 });
  await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, itemIds: [item.id] });
  while (files().length === 0) await new Promise((resolve) => setImmediate(resolve));
  await world.kill();
  world = await openWorld({ folder: world.folder });
  await world.settled();
  expect((await itemsIn(made)).map(({ width, height }) => [width, height])).toEqual([[20, 40]]);
  expect(files()).toHaveLength(1);
  expect(await flowOf(world, bench, flow.pipelineId).statuses()).toEqual(['success']);
});

test.each([
  [
    'a crop beyond the picture',
    { crop: { left: 30, top: 0, width: 20, height: 5 } },
    /reaches beyond the picture/,
  ],
  ['a file that is gone', { rotate: 90 }, /"a\.png" is not there any more/],
])('%s fails at once and leaves nothing', async (what, config, words) => {
  const flow = await makeFlow(world, bench, graphOf([transform(config)], []));
  const item = await picture(world, bench.inbox, 'a.png', { width: 40, height: 20 });
  if (what.includes('gone')) rmSync(pathOf(item.id));
  const [cycleId] = await flow.run([item]);
  const { state, error, attempt } = await only(flow, cycleId as never, 'make');
  expect([state, attempt]).toEqual(['failed', 1]);
  expect(error).toMatch(words);
  expect(await itemsIn(bench.inbox)).toHaveLength(1);
  expect(files()).toEqual([]);
});
