/** The wait node: of many elements one goes on, when everything before it in the cycle is done. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SluiceError } from '#core/errors.ts';
import { makeNode } from '#core/pipeline/build.ts';
import type { LongNode } from '#engine/nodes/node.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, type Flow, flowOf, graphOf, makeBench, makeFlow, storage } from './support/flow.ts';
import { configOf, echo, fn, withRunners } from './support/nodes.ts';
import { turns } from './support/states.ts';

let world: World;
let bench: Bench;
let flow: Flow;
/** Elements that fail now, by their number. */
let broken: Set<number>;
/** Lets one more of the slow steps end. */
let next: (() => void)[];

const slow: LongNode = {
  lane: 'python',
  job: null,
  async run(run) {
    await new Promise<void>((resolve) => {
      next.push(resolve);
      run.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    if (run.signal.aborted) throw new SluiceError('aborted', 'Stopped.');
    if (broken.has(run.work.ordinal)) throw new SluiceError('invalid-input', 'It is broken.');
    return { kind: 'done', action: null, why: 'at last' };
  },
};
const many: LongNode = {
  lane: 'network',
  job: null,
  async run(run) {
    const item = Array.from({ length: Number(configOf(run)['count']) }, () => run.work.itemId);
    return { kind: 'done', outputs: { item }, action: null, why: 'many' };
  },
};
const graphs = withRunners({ echo, slow, many });

beforeEach(async () => {
  broken = new Set();
  next = [];
  world = await openWorld({ graphs });
  bench = await makeBench(world);
});

afterEach(async () => {
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

/** Many elements, each through the slow step, then the wait node. */
async function begin(count: number, called = 'slow'): Promise<void> {
  const nodes = [
    fn('start', 'many', { outputs: { item: 'Item[]' }, config: { count } }),
    fn('each', called),
    makeNode('wait', { id: 'wait', name: 'wait', at: [0, 0] }),
    storage('end', await bench.dataset('end')),
  ];
  flow = await makeFlow(
    world,
    bench,
    graphOf(nodes, ['start > each', 'each > wait', 'wait > end : continue']),
  );
  const item = world.arrive(bench.inbox, 'a.png');
  await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, itemIds: [item.id] });
  await turns();
}

/** Lets the slow steps end, one after the other. */
async function finish(): Promise<void> {
  for (let idle = 0; idle < 5; idle += 1) {
    await turns(3);
    const wake = next.shift();
    if (!wake) continue;
    wake();
    idle = 0;
  }
  await world.settled();
}

/** What became of each element, in the order they came to the wait node. */
const actions = async () =>
  (await flow.executions((await flow.cycle()).id, 'wait')).map((one) => one.action ?? one.state);

test('the last one goes on, all others end', async () => {
  await begin(5);
  await finish();
  expect(await actions()).toEqual(['wait', 'wait', 'wait', 'wait', 'continue']);
  expect(await flow.statuses()).toEqual(['success']);
  expect(await flow.taken()).toEqual([5, 5, 1]);
});

test('all at once: still only one', async () => {
  await begin(3000, 'echo');
  await world.settled();
  const found = await actions();
  expect(found).toHaveLength(3000);
  expect(found.filter((action) => action === 'continue')).toHaveLength(1);
  expect(await flow.taken()).toEqual([3000, 3000, 1]);
});

test('one that failed keeps all from going on, until it has run again', async () => {
  broken.add(2);
  await begin(4);
  await finish();
  expect(await actions()).toEqual(['wait', 'wait', 'wait']);
  expect(await flow.statuses()).toEqual(['failed']);
  broken.clear();
  await world.calls['pipelines.rerun']({ pipelineId: flow.pipelineId, method: 'startFromFailedExecutions' });
  await finish();
  expect(await actions()).toEqual(['wait', 'wait', 'wait', 'continue']);
  expect(await flow.statuses()).toEqual(['success']);
  expect(await flow.inDataset(await bench.dataset('end'))).toEqual(['a.png']);
});

test('a crash between them: one goes on, and no more', async () => {
  await begin(6);
  for (let round = 0; round < 3; round += 1) {
    next.shift()?.();
    await turns(4);
    await world.kill();
    next = [];
    world = await openWorld({ folder: world.folder, graphs, now: world.clock.at + 1000 });
    flow = flowOf(world, bench, flow.pipelineId);
    await turns(4);
  }
  await finish();
  const found = await actions();
  // Whoever was there at every crash may have been set aside: then nobody goes on.
  expect(found.filter((action) => action === 'continue').length).toBeLessThanOrEqual(1);
  expect(found.filter((action) => action !== 'wait' && action !== 'continue')).toEqual([]);
  const [status] = await flow.statuses();
  expect(found.includes('continue')).toBe(status === 'success');
});
