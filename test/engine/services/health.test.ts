/** How pipelines are doing, as the monitor shows it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPace } from '#engine/pipelines/pace.ts';
import { healthHandlers } from '#engine/services/health.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, graphOf, makeBench, makeFlow, storage, task } from '../runner/support/flow.ts';
import { fn, fragileNode, withRunners } from '../runner/support/nodes.ts';

let world: World;
let bench: Bench;
let broken: Set<string>;

beforeEach(async () => {
  broken = new Set();
  world = await openWorld({ graphs: withRunners({ fragile: fragileNode(broken) }) });
  bench = await makeBench(world);
});

afterEach(() => world.close());

const line = () =>
  graphOf(
    [storage('start', bench.inbox), fn('work', 'fragile'), task('label')],
    ['start > work', 'work > label'],
  );

test('tells what waits since when, and gathers failures by their cause', async () => {
  const pace = createPace(() => world.ctx.ports.clock.now());
  const calls = healthHandlers(world.ctx, pace);
  broken.add('work');
  const flow = await makeFlow(world, bench, line());
  await flow.send('a.png', 'b.png', 'c.png');
  const sick = await calls['pipelines.health']({ pipelineId: flow.pipelineId });
  expect(sick.failures).toMatchObject([{ nodeId: 'work', nodeName: 'work', count: 3, itemName: 'c.png' }]);
  expect(sick.cut).toBe(false);
  const [group] = sick.failures;
  if (!group) throw new Error('work failed');

  broken.clear();
  expect(await calls['executions.retryMany']({ executionIds: group.executionIds })).toEqual({
    retried: 3,
    passedOver: 0,
  });
  await world.settled();
  const well = await calls['pipelines.health']({ pipelineId: flow.pipelineId });
  expect(well.failures).toEqual([]);
  const cycle = await flow.cycle();
  expect(await calls['cycles.way']({ cycleId: cycle.id })).toEqual([0, 1]);
  const label = well.nodes.find((node) => node.nodeId === 'label');
  expect(label?.parkedSince).toBeTypeOf('number');
  expect(label?.queuedSince).toBeNull();
  expect(await calls['executions.retryMany']({ executionIds: group.executionIds })).toEqual({
    retried: 0,
    passedOver: 3,
  });
});

test('what a reset has cleared is no failure any more', async () => {
  const calls = healthHandlers(
    world.ctx,
    createPace(() => 0),
  );
  broken.add('work');
  const flow = await makeFlow(world, bench, line());
  await flow.send('a.png');
  await flow.pause();
  await world.calls['pipelines.reset']({ pipelineId: flow.pipelineId });
  expect((await calls['pipelines.health']({ pipelineId: flow.pipelineId })).failures).toEqual([]);
});

test('a pipeline that is not there is named', async () => {
  const calls = healthHandlers(
    world.ctx,
    createPace(() => 0),
  );
  const missing = { pipelineId: bench.projectId as never };
  await expect((async () => calls['pipelines.health'](missing))()).rejects.toMatchObject({
    code: 'not-found',
  });
});
