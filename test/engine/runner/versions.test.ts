/** Versions of a graph: cycles in flight end on theirs, or go over to the new one where they can. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Graph, GraphNode } from '#core/model/graph.ts';
import type { ItemId } from '#core/model/ids.ts';
import type { BatchNode, LongNode } from '#engine/nodes/node.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, type Flow, graphOf, makeBench, makeFlow, storage, task } from './support/flow.ts';
import { echo, fn, give, withRunners } from './support/nodes.ts';

let world: World;
let bench: Bench;
/** Lets the slow nodes end. */
let open: () => void;
let gate: Promise<void>;
let ran: string[];

const slow: LongNode = {
  lane: 'network',
  job: null,
  async run(run) {
    ran.push(`slow ${run.plan.version}`);
    await gate;
    return { kind: 'done', action: null, why: 'took its time' };
  },
};
const batch: BatchNode = {
  lane: 'code',
  async runBatch(_ctx, runs) {
    for (const run of runs) ran.push(`batch ${run.plan.version}`);
    await gate;
    return runs.map(() => ({ ok: true, result: { kind: 'done', action: null, why: 'one of many' } }));
  },
};

beforeEach(async () => {
  ran = [];
  gate = new Promise((resolve) => {
    open = resolve;
  });
  world = await openWorld({ graphs: withRunners({ give, echo, slow, batch }) });
  bench = await makeBench(world);
});

afterEach(async () => {
  open();
  await world.settled();
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

const nodes = {
  start: () => storage('start', bench.inbox),
  label: () => task('label'),
  check: () => task('check', { taskType: 'qa' }),
  old: async () => storage('old', await bench.dataset('old')),
  new: async () => storage('new', await bench.dataset('new')),
};

/** Labelling, then the dataset `old`. */
async function first(): Promise<Graph> {
  return graphOf(
    [nodes.start(), nodes.label(), await nodes.old()],
    ['start > label', 'label > old : completed'],
  );
}

/** Labelling, then the dataset `new`: the connections in another order. */
async function second(): Promise<Graph> {
  const kept: GraphNode[] = [nodes.start(), nodes.label(), await nodes.new()];
  return graphOf(kept, ['label > new : completed', 'start > label']);
}

async function sent(flow: Flow, name = 'a.png'): Promise<ItemId> {
  const [item] = await flow.send(name);
  if (!item) throw new Error('it was sent');
  return item.id;
}

const inside = async (flow: Flow, name: string) => flow.inDataset(await bench.dataset(name));
const planOf = async ({ pipelineId }: Flow) => world.calls['pipelines.movePlan']({ pipelineId });
const turns = async (count: number) => {
  for (let at = 0; at < count; at += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('cycles in flight', () => {
  test('end on the version they began on; new ones begin on the new one', async () => {
    const flow = await makeFlow(world, bench, await first());
    const early = await sent(flow, 'early.png');
    await flow.update(await second());
    // Not before it is installed.
    const between = await sent(flow, 'between.png');
    await flow.install();
    const late = await sent(flow, 'late.png');
    for (const item of [early, between, late]) await flow.decide('label', item, 'completed');
    expect(await inside(flow, 'old')).toEqual(['between.png', 'early.png']);
    expect(await inside(flow, 'new')).toEqual(['late.png']);
    expect((await flow.cycles()).map((cycle) => [cycle.version, cycle.status])).toEqual([
      [1, 'success'],
      [1, 'success'],
      [2, 'success'],
    ]);
    const versions = await world.calls['pipelines.versions']({ pipelineId: flow.pipelineId });
    expect(versions.map(({ version, openCycles }) => [version, openCycles])).toEqual([
      [2, 0],
      [1, 0],
    ]);
  });

  test('go over when that is asked for, and their history keeps its words', async () => {
    const flow = await makeFlow(world, bench, await first());
    const item = await sent(flow);
    await flow.update(await second());
    expect(await planOf(flow)).toEqual({
      version: 2,
      nodes: [{ nodeId: 'label', name: 'label', open: 1, movable: true }],
      movable: 1,
      stuck: 0,
      cycles: [
        {
          cycleId: (await flow.cycle()).id,
          itemName: 'a.png',
          version: 1,
          nodeName: 'label',
          obstacle: null,
        },
      ],
    });
    await flow.install({ inFlight: 'move' });
    expect(await flow.cycle()).toMatchObject({ version: 2, status: 'in-progress' });
    await flow.decide('label', item, 'completed');
    expect(await inside(flow, 'old')).toEqual([]);
    expect(await inside(flow, 'new')).toEqual(['a.png']);
    expect(await flow.statuses()).toEqual(['success']);
    const { items } = await world.calls['explain.cycle']({ cycleId: (await flow.cycle()).id });
    const told = items.toReversed().map((event) => [event.version, event.text]);
    expect(told).toEqual([
      [1, 'Cycle started by hand'],
      [1, expect.stringContaining('on to "label"')],
      [1, expect.stringContaining('waits in "label"')],
      [1, 'Went over from version 1 to 2'],
      [2, expect.stringContaining('on to "new"')],
      [2, expect.stringContaining('put into "new"')],
    ]);
    // Counted for the version that they went down.
    expect(await flow.taken()).toEqual([1, 0]);
  });

  test('twice: every part of the history in the words of its time', async () => {
    const flow = await makeFlow(world, bench, await first());
    const item = await sent(flow);
    await flow.update(await second());
    await flow.install({ inFlight: 'move' });
    await flow.decide('label', item, 'completed');
    await flow.undecide('label', item);
    await flow.update(await first());
    await flow.install({ inFlight: 'move' });
    await flow.decide('label', item, 'completed');
    expect(await inside(flow, 'old')).toEqual(['a.png']);
    expect(await inside(flow, 'new')).toEqual([]);
    const { items } = await world.calls['explain.cycle']({ cycleId: (await flow.cycle()).id });
    const goals = items.toReversed().flatMap((event) => event.routes.map((route) => route.targetName));
    expect(goals).toEqual(['label', 'new', 'old']);
  });

  test('those at a node that is gone stay on theirs', async () => {
    const graph = graphOf(
      [nodes.start(), nodes.label(), nodes.check(), await nodes.old()],
      ['start > label', 'label > check : completed', 'check > old : approved'],
    );
    const flow = await makeFlow(world, bench, graph);
    const [here, there] = [await sent(flow, 'here.png'), await sent(flow, 'there.png')];
    await flow.decide('label', there, 'completed');
    await flow.update(await second());
    expect(await planOf(flow)).toMatchObject({
      movable: 1,
      stuck: 1,
      nodes: [
        { nodeId: 'label', open: 1, movable: true },
        { nodeId: 'check', open: 1, movable: false },
      ],
    });
    await flow.install({ inFlight: 'move' });
    expect((await flow.cycles()).map((cycle) => cycle.version)).toEqual([2, 1]);
    await flow.decide('check', there, 'approved');
    await flow.decide('label', here, 'completed');
    expect(await inside(flow, 'old')).toEqual(['there.png']);
    expect(await inside(flow, 'new')).toEqual(['here.png']);
    expect(await flow.statuses()).toEqual(['success', 'success']);
    const { items } = await world.calls['explain.pipeline']({ pipelineId: flow.pipelineId });
    expect(items.map((event) => event.text).join()).toContain('1 cycles went over to it, 1 end on theirs');
  });

  test('of another kind under the same id: stays on its own', async () => {
    const flow = await makeFlow(world, bench, await first());
    await sent(flow);
    await flow.update(
      graphOf([nodes.start(), fn('label', 'echo'), await nodes.new()], ['start > label', 'label > new']),
    );
    expect(await planOf(flow)).toMatchObject({ movable: 0, stuck: 1, cycles: [{ obstacle: 'other-type' }] });
    await flow.install({ inFlight: 'move' });
    expect((await flow.cycle()).version).toBe(1);
  });
});

describe('machines at work', () => {
  const line = async (called: string, last: () => Promise<GraphNode>) =>
    graphOf([fn('work', called), await last()], [`work > ${(await last()).id}`]);

  test('long work that runs ends on its version', async () => {
    const flow = await makeFlow(world, bench, await line('slow', nodes.old));
    const item = world.arrive(bench.inbox, 'a.png');
    await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, itemIds: [item.id] });
    await turns(3);
    expect(ran).toEqual(['slow 1']);
    await flow.update(await line('slow', nodes.new));
    expect(await planOf(flow)).toMatchObject({ movable: 0, stuck: 1 });
    await world.calls['pipelines.install']({ pipelineId: flow.pipelineId, inFlight: 'move' });
    open();
    await world.settled();
    expect(await inside(flow, 'old')).toEqual(['a.png']);
    expect(ran).toEqual(['slow 1']);
  });

  test('work of a batch that went over meanwhile is done anew, by the new version', async () => {
    const flow = await makeFlow(world, bench, await line('batch', nodes.old));
    const item = world.arrive(bench.inbox, 'a.png');
    await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, itemIds: [item.id] });
    await turns(3);
    await flow.update(await line('batch', nodes.new));
    await world.calls['pipelines.install']({ pipelineId: flow.pipelineId, inFlight: 'move' });
    open();
    await world.settled();
    expect(ran).toEqual(['batch 1', 'batch 2']);
    expect(await inside(flow, 'old')).toEqual([]);
    expect(await inside(flow, 'new')).toEqual(['a.png']);
  });

  test('what waits is done by the kind of worker that the new version asks for', async () => {
    const flow = await makeFlow(world, bench, await line('slow', nodes.old));
    await flow.pause();
    await flow.install();
    const item = world.arrive(bench.inbox, 'a.png');
    await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, itemIds: [item.id] });
    await flow.pause();
    await flow.update(await line('echo', nodes.new));
    await flow.install({ inFlight: 'move' });
    expect(ran).toEqual([]);
    expect(await inside(flow, 'new')).toEqual(['a.png']);
    expect((await flow.cycle()).version).toBe(2);
  });

  test('a long list that is half out goes out on its version', async () => {
    const list = Array.from({ length: 5000 }, (_, at) => at);
    const graph = (last: string) =>
      graphOf(
        [
          fn('start', 'give', {
            inputs: { go: 'Json' },
            outputs: { n: 'Number[]' },
            config: { outputs: { n: list } },
          }),
          fn(last, 'echo', { inputs: { n: 'Number' } }),
        ],
        [`start > ${last}`],
      );
    const flow = await makeFlow(world, bench, graph('old'));
    await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, input: { go: 1 } });
    await turns(3);
    await flow.update(graph('new'));
    await flow.install({ inFlight: 'move' });
    const cycle = await flow.cycle();
    expect(cycle).toMatchObject({ version: 1, status: 'success' });
    expect(await flow.executions(cycle.id, 'old')).toHaveLength(5000);
  });
});

test('what had failed at a node that is gone fails again, with words, and holds nobody up', async () => {
  const broken = fn('broken', 'give', { config: { outputs: { item: null } } });
  const graph = graphOf(
    [nodes.start(), nodes.label(), broken, fn('lost', 'slow')],
    ['start > label', 'start > broken', 'broken > lost'],
  );
  const flow = await makeFlow(world, bench, graph);
  open();
  const item = await sent(flow);
  expect(await flow.standing()).toEqual(['broken success', 'label parked', 'lost failed', 'start success']);
  const cycle = await flow.cycle();
  const [failed] = await flow.executions(cycle.id, 'lost');
  await flow.update(await second());
  await flow.install({ inFlight: 'move' });
  expect((await flow.cycle()).version).toBe(2);
  await world.calls['executions.retry']({ executionId: failed?.id ?? ('' as never) });
  await world.settled();
  const [again] = await flow.executions(cycle.id, 'lost');
  expect(again).toMatchObject({ state: 'failed', error: 'The node is not in this version of the pipeline.' });
  await flow.decide('label', item, 'completed');
  expect(await inside(flow, 'new')).toEqual(['a.png']);
  expect(await flow.statuses()).toEqual(['failed']);
});
