/** Putting what is stuck at one node of a cycle to another one: what is said beforehand, what comes of it, what is refused. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Cycle } from '#core/model/cycle.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, type Flow, graphOf, makeBench, makeFlow, task } from './support/flow.ts';
import { echo, fn, fragileNode, give, withRunners } from './support/nodes.ts';

let world: World;
let bench: Bench;
let broken: Set<string>;
const why = 'the picture is upside down';

beforeEach(async () => {
  broken = new Set();
  world = await openWorld({ graphs: withRunners({ give, echo, fragile: fragileNode(broken) }) });
  bench = await makeBench(world);
});

afterEach(async () => {
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

const plan = async (cycleId: Cycle['id'], fromNodeId: string, toNodeId: string) =>
  world.calls['cycles.movePlan']({ cycleId, fromNodeId, toNodeId });

async function move(cycleId: Cycle['id'], fromNodeId: string, toNodeId: string) {
  const moved = await world.calls['cycles.move']({ cycleId, fromNodeId, toNodeId, why });
  await world.settled();
  return moved;
}

const LABELLING = () =>
  graphOf(
    [fn('start', 'echo'), task('label'), task('check', { taskType: 'qa' }), fn('end', 'echo')],
    ['start > label', 'label > check : completed', 'check > end : approved'],
  );

const named = (...names: string[]) => names.map((name) => ({ nodeId: name, name }));

async function sent(flow: Flow) {
  const [item] = await flow.send('a.png');
  if (!item) throw new Error('it was sent');
  return { item: item.id, cycleId: (await flow.cycle()).id };
}

describe('a step that fails is passed by', () => {
  test('the item goes on, and the history says who and why', async () => {
    broken.add('blur');
    const nodes = [fn('start', 'echo'), fn('blur', 'fragile'), fn('next', 'echo'), task('label')];
    const flow = await makeFlow(
      world,
      bench,
      graphOf(nodes, ['start > blur', 'blur > next', 'next > label']),
    );
    const { item, cycleId } = await sent(flow);
    expect(await flow.cycle()).toMatchObject({ status: 'failed' });

    expect(await plan(cycleId, 'blur', 'label')).toEqual({
      version: 1,
      count: 1,
      obstacle: null,
      cancelled: [{ state: 'failed', count: 1 }],
      runs: named('label'),
      runsAgain: [],
      skipped: named('blur', 'next'),
    });
    expect(await move(cycleId, 'blur', 'label')).toMatchObject({
      moved: 1,
      cycle: { status: 'in-progress', open: 1, failed: 0 },
    });
    expect(await flow.standing()).toEqual(['label parked', 'start success']);

    const { places, events } = await world.calls['explain.item']({ itemId: item });
    expect(places).toMatchObject([{ nodeId: 'label' }]);
    const text = `Moved by hand to "label": ${why}`;
    const actor = world.ctx.settings().person;
    expect(events.items.filter((one) => one.kind.startsWith('moved'))).toMatchObject([
      {
        kind: 'moved-here',
        nodeId: 'label',
        actor,
        text: `Moved here by hand from "blur": ${why}`,
      },
      { kind: 'moved-away', nodeId: 'blur', actor, text },
    ]);
    const [failed] = await flow.executions(cycleId, 'blur');
    if (!failed) throw new Error('it is there');
    expect(await world.calls['executions.attempts']({ executionId: failed.id })).toMatchObject([
      { state: 'failed' },
      { state: 'terminated', message: text },
    ]);
    // It is at the other node now: to run the step again as well would be twice.
    const retry = async () => world.calls['executions.retry']({ executionId: failed.id });
    await expect(retry()).rejects.toMatchObject({
      code: 'wrong-state',
      message: expect.stringContaining('moved to another node'),
    });
    await flow.decide('label', item, 'completed');
    expect(await flow.cycle()).toMatchObject({ status: 'success' });
  });

  test('to run the step again takes back that it was passed by', async () => {
    broken.add('blur');
    const nodes = [fn('start', 'echo'), fn('blur', 'fragile'), task('label')];
    const flow = await makeFlow(world, bench, graphOf(nodes, ['start > blur', 'blur > label']));
    const { cycleId } = await sent(flow);
    await move(cycleId, 'blur', 'label');
    broken.clear();
    await flow.rerun('startFromNodes', { startNodeIds: ['blur'] });
    expect(await flow.standing()).toEqual(['blur success', 'label parked', 'start success']);
    expect((await flow.task('label')).counts).toMatchObject({ open: 1, total: 1 });
  });
});

describe('what waits for people', () => {
  test('goes from QA back to labelling, and comes to QA again', async () => {
    const flow = await makeFlow(world, bench, LABELLING());
    const { item, cycleId } = await sent(flow);
    await flow.decide('label', item, 'completed');
    expect(await plan(cycleId, 'check', 'label')).toMatchObject({
      obstacle: null,
      cancelled: [{ state: 'parked', count: 1 }],
      runs: named('end'),
      runsAgain: named('label', 'check'),
      skipped: [],
    });
    await move(cycleId, 'check', 'label');
    expect((await flow.task('check')).counts).toMatchObject({ total: 0 });
    expect((await flow.task('label')).counts).toMatchObject({ open: 1, byStatus: {} });
    await flow.decide('label', item, 'completed');
    await flow.decide('check', item, 'approved');
    expect(await flow.cycle()).toMatchObject({ status: 'success' });
    expect(await flow.taken()).toEqual([1, 2, 1]);
  });

  test('a decision before it is taken back with what was moved', async () => {
    const flow = await makeFlow(world, bench, LABELLING());
    const { item, cycleId } = await sent(flow);
    await flow.decide('label', item, 'completed');
    await move(cycleId, 'check', 'end');
    expect(await flow.cycle()).toMatchObject({ status: 'success' });
    await flow.undecide('label', item);
    expect(await flow.standing()).toEqual(['label parked', 'start success']);
  });
});

test('what cannot be is refused with the reason that the plan gives, and nothing is changed', async () => {
  const take = (type: string) => ({ inputs: { item: type }, outputs: { item: type } });
  const nodes = [
    fn('start', 'echo'),
    task('label'),
    fn('meet', 'give', { inputs: { a: 'Item', b: 'Item' }, config: { outputs: {} } }),
    fn('list', 'echo', take('Item[]')),
    fn('aside', 'echo'),
  ];
  const graph = graphOf(nodes, [
    'start > label',
    'label > meet.a : completed',
    'start > meet.b',
    'aside > list',
  ]);
  // What begins elsewhere: no way leads there from the start of this cycle.
  const connections = graph.connections.filter(({ tgt }) => tgt.nodeId !== 'list');
  const flow = await makeFlow(world, bench, { ...graph, connections });
  const { item, cycleId } = await sent(flow);
  const refused = async (from: string, to: string, text: RegExp) => {
    const { obstacle } = await plan(cycleId, from, to);
    expect(obstacle).toMatch(text);
    await expect(move(cycleId, from, to)).rejects.toMatchObject({ code: 'wrong-state', message: obstacle });
  };
  const before = await flow.standing();
  await refused('label', 'label', /at "label" already/);
  await refused('label', 'nowhere', /nowhere is no node of version 1/);
  await refused('label', 'meet', /several values that meet \(a, b\)/);
  await refused('label', 'aside', /No way leads/);
  await refused('start', 'label', /Nothing of this cycle waits, runs or has failed at "start"/);
  expect(await flow.standing()).toEqual(before);
  const executionIds = [(await flow.executions(cycleId, 'start'))[0]?.id ?? ('' as never)];
  const some = { cycleId, fromNodeId: 'label', toNodeId: 'start', executionIds };
  const ofSome = async () => world.calls['cycles.movePlan'](some);
  await expect(ofSome()).rejects.toMatchObject({ code: 'wrong-state' });
  await flow.decide('label', item, 'completed');
  await flow.pause();
  await world.calls['pipelines.reset']({ pipelineId: flow.pipelineId });
  await refused('label', 'start', /A reset of the pipeline has cleared this cycle/);
});
