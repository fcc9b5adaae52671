/** Executions as the monitor lists them: by state, node, time and text; and how far those that run have come. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CallInput } from '#contract/index.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, type Flow, graphOf, makeBench, makeFlow, manyItems } from '../runner/support/flow.ts';
import { echo, fn, fragileNode, withRunners } from '../runner/support/nodes.ts';
import { beginAt, createControl, turns } from '../runner/support/states.ts';

let world: World;
let bench: Bench;
let broken: Set<string>;
const control = createControl();

beforeEach(async () => {
  broken = new Set();
  const runners = { ...control.runners, echo, fragile: fragileNode(broken) };
  world = await openWorld({ graphs: withRunners(runners) });
  bench = await makeBench(world);
});

afterEach(async () => {
  control.ending = 'done';
  control.go();
  await turns();
  await world.close();
});

async function pages(flow: Flow, search: Partial<CallInput<'executions.list'>>) {
  const found: (string | null)[] = [];
  let after: string | null = null;
  let count = 0;
  do {
    const page = await world.calls['executions.list']({ pipelineId: flow.pipelineId, ...search, after });
    found.push(...page.items.map((one) => one.itemName));
    after = page.next;
    count += 1;
  } while (after !== null);
  return { found, count };
}

test('are found by text in the item and in the failure, by state, by node and by time', async () => {
  const flow = await makeFlow(
    world,
    bench,
    graphOf([fn('first', 'echo'), fn('work', 'fragile')], ['first > work']),
  );
  await flow.send('cat 100%.png', 'dog.png');
  world.clock.at += 60_000;
  const since = world.clock.at;
  broken.add('work');
  await flow.send('late cat.png');
  const { found } = await pages(flow, { limit: 2 });
  const [late, dog, cat] = ['late cat.png', 'dog.png', 'cat 100%.png'];
  expect(found).toEqual([late, late, dog, cat, dog, cat]);
  expect((await pages(flow, { text: 'CAT', nodeId: 'first' })).found).toEqual([
    'late cat.png',
    'cat 100%.png',
  ]);
  expect((await pages(flow, { text: '0%', limit: 1 })).found).toEqual(['cat 100%.png', 'cat 100%.png']);
  const [failed] = (await world.calls['executions.list']({ pipelineId: flow.pipelineId, state: 'failed' }))
    .items;
  const word = failed?.error?.split(' ').at(-1) ?? 'none';
  expect((await pages(flow, { text: word, state: 'failed' })).found).toEqual(['late cat.png']);
  expect((await pages(flow, { since })).found).toEqual(['late cat.png', 'late cat.png']);
  expect((await pages(flow, { since, text: 'dog' })).found).toEqual([]);
  expect((await pages(flow, { since: since + 1 })).found).toEqual([]);
});

test('a text is looked for a stretch at a time, and everywhere', async () => {
  const flow = await makeFlow(
    world,
    bench,
    graphOf([fn('first', 'echo'), fn('next', 'echo')], ['first > next']),
  );
  await flow.send('needle.png');
  const itemIds = manyItems(world, bench.inbox, 4100);
  for (let at = 0; at < itemIds.length; at += 1000) await flow.run(itemIds.slice(at, at + 1000));
  const { found, count } = await pages(flow, { text: 'needle' });
  expect(found).toEqual(['needle.png', 'needle.png']);
  expect(count).toBe(3);
  expect((await pages(flow, { text: '77', nodeId: 'next' })).found).toHaveLength(
    itemIds.filter((_, at) => String(at).includes('77')).length,
  );
});

test('how far they have come is told by node: what somebody told, or what the job says', async () => {
  control.ending = null;
  const { flow } = await beginAt(world, bench, 'slow');
  const { pipelineId } = flow;
  const progress = async () => world.calls['executions.progress']({ pipelineId });
  expect(await progress()).toEqual([]);
  const [running] = (await world.calls['executions.list']({ pipelineId, state: 'running' })).items;
  if (!running) throw new Error('it runs');
  expect(running.report).toBeUndefined();
  const job = world.ctx.jobs.start({ id: running.id, kind: 'step', title: 'Step', unit: 'frames', total: 8 });
  job.progress(2);
  expect(await progress()).toEqual([{ nodeId: 'step', count: 1, percent: 25, message: null }]);
  const listed = async () => (await world.calls['executions.list']({ pipelineId })).items[0]?.report;
  expect(await listed()).toEqual({ percent: 25, message: null });
  await world.calls['executions.report']({ executionId: running.id, percent: 60, message: 'half way' });
  expect(await progress()).toEqual([{ nodeId: 'step', count: 1, percent: 60, message: 'half way' }]);
  expect(await listed()).toEqual({ percent: 60, message: 'half way' });
  job.end();
});
