/** What is told of an item on its way through a pipeline. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createNewsFeed } from '#engine/news/feed.ts';
import { type News, newsSchema } from '#engine/news/news.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type ImagePipeline, makeImagePipeline } from '#test/support/image-pipeline.ts';

let world: World;
let flow: ImagePipeline;
let heard: News[];
beforeEach(async () => {
  const news = createNewsFeed({ now: () => 0 });
  heard = [];
  news.listen((told) => heard.push(...told.map((one) => one.news)), null);
  world = await openWorld({ news });
  flow = await makeImagePipeline(world);
});
afterEach(() => world.close());

test('it is created, gets its statuses, and its cycle ends', async () => {
  const item = world.arrive(flow.datasets.inbox, 'one.png');
  await world.settled();
  const label = (await flow.task('label-a')).counts.total > 0 ? 'label-a' : 'label-b';
  heard.length = 0;
  for (const [node, status] of [
    [label, 'completed'],
    ['qa', 'approved'],
  ] as const) {
    const { id } = await flow.task(node);
    await world.calls['tasks.setStatus']({ taskId: id, itemId: item.id, status });
    await world.settled();
  }
  for (const one of heard) expect(newsSchema.parse(one)).toEqual(one);
  const place = { itemId: item.id, datasetId: flow.datasets.inbox };
  expect(heard.filter(({ type }) => type === 'item.status')).toMatchObject([
    { id: item.id, ...place, status: 'completed' },
    { id: item.id, ...place, status: 'approved' },
  ]);
  expect(heard.filter(({ type }) => type === 'item.created')).toMatchObject([
    { datasetId: flow.datasets.approved },
  ]);
  expect(heard.filter(({ type }) => type === 'cycle.ended')).toMatchObject([
    { pipelineId: flow.pipelineId, status: 'success', ...place, projectId: expect.any(String) },
  ]);
});

test('what is rolled back is not told', () => {
  const itemId = world.arrive(flow.datasets.inbox, 'two.png').id;
  heard.length = 0;
  expect(() =>
    world.ctx.unit('ann', (tx) => {
      tx.raise({ resource: 'Item', action: 'Updated', id: itemId });
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(heard).toEqual([]);
});
