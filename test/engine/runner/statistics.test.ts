/** Statistics and counts: in the reference system's shape, and what they say is so. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pipelineStatisticsSchema } from '#core/model/pipeline.ts';
import { wrongCounters } from '#test/support/counters.ts';
import type { World } from '#test/support/engine-world.ts';
import { type Bench, type Flow, graphOf, makeBench, makeFlow, task } from './support/flow.ts';
import { fn } from './support/nodes.ts';
import { createControl, openNoting, turns } from './support/states.ts';

let control: ReturnType<typeof createControl>;
let world: World;
let bench: Bench;
let flow: Flow;

beforeEach(async () => {
  control = createControl();
  ({ world } = await openNoting(control));
  bench = await makeBench(world);
  const nodes = [fn('start', 'echo'), task('label'), fn('last', 'fragile')];
  flow = await makeFlow(world, bench, graphOf(nodes, ['start > label', 'label > last : completed']));
});

afterEach(async () => {
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

const statistics = async () => world.calls['pipelines.statistics']({ pipelineId: flow.pipelineId });
const sorted = <T extends { status: string }>(list: readonly T[]) =>
  list.toSorted((a, b) => a.status.localeCompare(b.status));

test('of a pipeline in which nothing has happened: every node, and no averages', async () => {
  const none = { avgTimePerExecution: null, avgExecutionsPerDay: null };
  expect(await statistics()).toEqual({
    pipelineExecutionCounters: [],
    nodeExecutionsCounters: ['start', 'label', 'last'].map((nodeId) => ({ nodeId, statusCount: [] })),
    pipelineExecutionStatistics: none,
    nodeExecutionStatistics: ['start', 'label', 'last'].map((nodeId) => ({
      nodeId,
      executionStatistics: none,
    })),
  });
});

test('counters and averages, by the status that the reference has for each', async () => {
  const [a, b, c, d] = await flow.send('a', 'b', 'c', 'd');
  if (!a || !b || !c || !d) throw new Error('they were sent');
  world.clock.at += 10_000;
  await flow.decide('label', a.id, 'completed');
  world.clock.at += 20_000;
  await flow.decide('label', b.id, 'completed');
  control.ending = 'fail';
  await flow.decide('label', c.id, 'completed');
  const { id } = await flow.cycle(3);
  await world.calls['cycles.terminate']({ cycleId: id });
  await flow.send('e');
  const found = await statistics();
  expect(pipelineStatisticsSchema.parse(found)).toEqual(found);
  expect(sorted(found.pipelineExecutionCounters)).toEqual([
    { status: 'failed', count: 1 },
    { status: 'in-progress', count: 1 },
    { status: 'success', count: 2 },
    { status: 'terminated', count: 1 },
  ]);
  const ofNodes = Object.fromEntries(
    found.nodeExecutionsCounters.map(({ nodeId, statusCount }) => [nodeId, sorted(statusCount)]),
  );
  expect(ofNodes).toEqual({
    start: [{ status: 'success', count: 5 }],
    label: [
      { status: 'in-progress', count: 1 },
      { status: 'success', count: 3 },
      { status: 'terminated', count: 1 },
    ],
    last: [
      { status: 'failed', count: 1 },
      { status: 'success', count: 2 },
    ],
  });
  expect(found.pipelineExecutionStatistics).toEqual({ avgTimePerExecution: 20, avgExecutionsPerDay: 2 });
  const label = found.nodeExecutionStatistics.find((one) => one.nodeId === 'label');
  expect(label?.executionStatistics.avgTimePerExecution).toBeCloseTo((10 + 30 + 30) / 3);
});

test('averages follow what is taken back and run again', async () => {
  const [a] = await flow.send('a');
  if (!a) throw new Error('it was sent');
  world.clock.at += 10_000;
  await flow.decide('label', a.id, 'completed');
  await flow.undecide('label', a.id);
  expect((await statistics()).pipelineExecutionStatistics.avgTimePerExecution).toBeNull();
  world.clock.at += 30_000;
  await flow.decide('label', a.id, 'completed');
  expect((await statistics()).pipelineExecutionStatistics.avgTimePerExecution).toBe(40);
  await flow.rerun('startFromBeginning');
  expect((await statistics()).pipelineExecutionStatistics.avgTimePerExecution).toBeNull();
});

test('executions a day: counted from the first cycle, a part of a day as a whole one', async () => {
  const [a] = await flow.send('a');
  await flow.decide('label', a?.id ?? ('' as never), 'completed');
  world.clock.at += 4 * 86_400_000;
  const [b] = await flow.send('b');
  await flow.decide('label', b?.id ?? ('' as never), 'completed');
  expect((await statistics()).pipelineExecutionStatistics.avgExecutionsPerDay).toBe(0.5);
});

test('a clock that is put back makes no time negative', async () => {
  const [a] = await flow.send('a');
  world.clock.at -= 3_600_000;
  await flow.decide('label', a?.id ?? ('' as never), 'completed');
  const { pipelineExecutionStatistics, nodeExecutionStatistics } = await statistics();
  expect(pipelineExecutionStatistics).toEqual({ avgTimePerExecution: 0, avgExecutionsPerDay: 1 });
  for (const { executionStatistics } of nodeExecutionStatistics) {
    expect(executionStatistics.avgTimePerExecution).toBe(0);
  }
});

test('a version without a node still counts what has run there', async () => {
  await flow.send('a');
  await flow.update(graphOf([fn('start', 'echo'), fn('new', 'echo')], ['start > new']));
  await flow.install();
  await flow.send('b');
  const nodes = (await statistics()).nodeExecutionsCounters.map(({ nodeId }) => nodeId);
  expect(nodes).toEqual(['start', 'new', 'label']);
});

test('counts of a cycle by node: how far it is', async () => {
  control.ending = null;
  const wide = graphOf(
    [fn('start', 'echo'), fn('slow', 'slow'), task('label'), fn('never', 'echo')],
    ['start > slow', 'start > label', 'slow > never'],
  );
  flow = await makeFlow(world, bench, wide, { name: 'Wide' });
  const item = world.arrive(bench.inbox, 'a.png');
  await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, itemIds: [item.id] });
  await turns();
  const { id } = await flow.cycle();
  const view = async () => {
    const { nodes } = await world.calls['cycles.view']({ cycleId: id });
    return Object.fromEntries(nodes.map(({ nodeId, status }) => [nodeId, status]));
  };
  expect(await view()).toEqual({
    start: 'success',
    slow: 'in-progress',
    label: 'in-progress',
    never: 'pending',
  });
  control.ending = 'done';
  control.go();
  await world.settled();
  expect(await view()).toEqual({ start: 'success', slow: 'success', label: 'in-progress', never: 'success' });
});
