/** Who comes first: people, then what is far on its way, priority and age, with a share for every pipeline. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ItemId, PipelineId } from '#core/model/ids.ts';
import { startCycle } from '#engine/jobs/cycles.ts';
import type { BatchNode, InlineNode, LongNode } from '#engine/nodes/node.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, type Flow, graphOf, makeBench, makeFlow, manyItems, task } from './support/flow.ts';
import { echo, fn, withRunners } from './support/nodes.ts';

let world: World;
let bench: Bench;
/** While it is closed, batches wait. */
let gate: Promise<void>;
let open: () => void;
const close = () => {
  gate = new Promise((resolve) => {
    open = resolve;
  });
};
/** `PIPELINE NODE ITEM` in the order in which it ran. */
let ran: string[];

const note = (run: Parameters<InlineNode['run']>[1]) => {
  ran.push(`${run.node.metadata['of'] ?? ''}${run.node.id} ${run.work.itemId}`);
};
const quick: InlineNode = {
  lane: 'inline',
  writes: false,
  run(_tx, run) {
    note(run);
    return { kind: 'done', action: null, why: 'quick' };
  },
};
const long = (lane: LongNode['lane']): LongNode => ({
  lane,
  job: null,
  async run(run) {
    note(run);
    await new Promise((resolve) => setImmediate(resolve));
    return { kind: 'done', action: null, why: 'long' };
  },
});
const batch: BatchNode = {
  lane: 'code',
  async runBatch(_ctx, runs) {
    for (const run of runs) note(run);
    await gate;
    await new Promise((resolve) => setImmediate(resolve));
    return runs.map(() => ({ ok: true, result: { kind: 'done', action: null, why: 'one of many' } }));
  },
};
const graphs = withRunners({ echo, quick, batch, media: long('media'), network: long('network') });

beforeEach(async () => {
  ran = [];
  gate = Promise.resolve();
  world = await openWorld({ graphs });
  bench = await makeBench(world);
});

afterEach(async () => {
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

const turns = async (count: number) => {
  for (let at = 0; at < count; at += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** A pipeline of one node that calls the function, named for the notes. */
function one(name: string, called: string, metadata: Readonly<Record<string, unknown>> = {}): Promise<Flow> {
  const node = fn('step', called);
  const graph = graphOf([{ ...node, metadata: { ...node.metadata, of: `${name} `, ...metadata } }], []);
  return makeFlow(world, bench, graph, { name });
}

/** Puts cycles into the queue of a pipeline, all for the same item, in one transaction. */
function queue({ pipelineId }: { pipelineId: PipelineId }, itemId: ItemId, count: number): void {
  world.ctx.unit('test', (tx) => {
    const plan = world.graphs(pipelineId, 1);
    const [node] = plan.graph.nodes;
    for (let at = 0; at < count; at += 1) {
      startCycle(tx, { plan, nodeId: node?.id ?? '', input: { item: itemId }, itemId, why: 'many' });
    }
  });
}

const countOf = (name: string) => ran.filter((entry) => entry.startsWith(`${name} `)).length;

describe('one pipeline with very much to do does not starve another', () => {
  test('quick nodes: a hundred thousand and ten', { timeout: 120_000 }, async () => {
    const [crowd, few] = [await one('crowd', 'quick'), await one('few', 'quick')];
    const [item] = manyItems(world, bench.inbox, 1);
    if (!item) throw new Error('it was made');
    queue(crowd, item, 100_000);
    queue(few, item, 10);
    await turns(4);
    expect(countOf('few')).toBe(10);
    expect(countOf('crowd')).toBeGreaterThan(100);
    expect(countOf('crowd')).toBeLessThan(5000);
    // What one does not use of its share, the other may.
    const before = countOf('crowd');
    await turns(4);
    expect(countOf('crowd') - before).toBeGreaterThan(4 * 200);
    await world.calls['pipelines.pause']({ pipelineId: crowd.pipelineId });
  });

  test.each([
    ['batch', 3000],
    ['media', 150],
    ['network', 400],
  ])('%s nodes', async (called, many) => {
    const [crowd, few] = [await one('crowd', called), await one('few', called)];
    const [item] = manyItems(world, bench.inbox, 1);
    if (!item) throw new Error('it was made');
    queue(crowd, item, many);
    queue(few, item, 10);
    while (countOf('few') < 10) await turns(1);
    expect(countOf('crowd')).toBeLessThan(many / 2);
    await world.settled();
    expect(countOf('crowd')).toBe(many);
    expect(await few.statuses()).toEqual(Array.from({ length: 10 }, () => 'success'));
  });

  test('three that each have much: each has its part, whoever was installed first', async () => {
    const flows = [await one('a', 'quick'), await one('b', 'quick'), await one('c', 'quick')];
    const [item] = manyItems(world, bench.inbox, 1);
    if (!item) throw new Error('it was made');
    for (const flow of flows) queue(flow, item, 3000);
    await turns(9);
    const done = ['a', 'b', 'c'].map(countOf);
    expect(Math.min(...done)).toBeGreaterThan(0.8 * Math.max(...done));
    await world.settled();
  });
});

describe('within a pipeline', () => {
  test('what a person has decided goes before everything else', async () => {
    const later = fn('later', 'quick');
    const graph = graphOf(
      [fn('start', 'quick'), task('label'), { ...later, metadata: { ...later.metadata, of: 'person ' } }],
      ['label > later : completed'],
    );
    const flow = await makeFlow(world, bench, graph);
    const [item, other] = manyItems(world, bench.inbox, 2);
    if (!item || !other) throw new Error('they were made');
    await flow.run([item], 'label');
    const crowd = await one('crowd', 'quick');
    queue(crowd, other, 20_000);
    const { id: taskId } = await flow.task('label');
    await world.calls['tasks.setStatus']({ taskId, itemId: item, status: 'completed' });
    await turns(1);
    expect(ran[0]).toBe(`person later ${item}`);
    await world.calls['pipelines.pause']({ pipelineId: crowd.pipelineId });
  });

  test('what comes out of it in great number does not', async () => {
    const frames: InlineNode = {
      lane: 'inline',
      writes: false,
      run: (_tx, run) => {
        const item = Array.from({ length: 5000 }, () => run.work.itemId);
        return { kind: 'done', outputs: { item }, action: null, why: 'many' };
      },
    };
    await world.close();
    world = await openWorld({ graphs: withRunners({ frames, quick, network: long('network') }) });
    bench = await makeBench(world);
    const graph = graphOf(
      [task('label'), fn('frames', 'frames', { outputs: { item: 'Item[]' } }), fn('each', 'network')],
      ['label > frames : completed', 'frames > each'],
    );
    const flow = await makeFlow(world, bench, graph);
    const few = await one('few', 'network');
    const [item, other] = manyItems(world, bench.inbox, 2);
    if (!item || !other) throw new Error('they were made');
    await flow.run([item]);
    const { id: taskId } = await flow.task('label');
    await world.calls['tasks.setStatus']({ taskId, itemId: item, status: 'completed' });
    await turns(4);
    queue(few, other, 10);
    while (countOf('few') < 10) await turns(1);
    expect(ran.filter((entry) => entry.startsWith('each')).length).toBeLessThan(1000);
    await world.calls['pipelines.terminate']({ pipelineId: flow.pipelineId });
    await world.settled();
  });

  test('what is far on its way comes first, so that little is in progress at once', async () => {
    const graph = graphOf(
      [fn('first', 'network'), fn('second', 'network'), fn('third', 'network')],
      ['first > second', 'second > third'],
    );
    const flow = await makeFlow(world, bench, graph);
    await flow.run(manyItems(world, bench.inbox, 60));
    const lastOf = ran.findLastIndex((entry) => entry.startsWith('first'));
    const endedBefore = ran.slice(0, lastOf).filter((entry) => entry.startsWith('third')).length;
    // Of sixty only a handful are between the first node and the last at any time.
    expect(endedBefore).toBeGreaterThan(35);
  });

  test('then priority, then age', async () => {
    const node = fn('step', 'media');
    const flow = await makeFlow(world, bench, graphOf([node], []));
    const items = manyItems(world, bench.inbox, 6);
    await world.calls['pipelines.pause']({ pipelineId: flow.pipelineId });
    world.ctx.unit('test', (tx) => {
      const plan = world.graphs(flow.pipelineId, 1);
      items.forEach((itemId, at) => {
        const priority = (at % 3) + 1;
        startCycle(tx, {
          plan,
          nodeId: 'step',
          input: { item: itemId },
          itemId,
          priority,
          why: 'by priority',
        });
      });
    });
    await flow.install();
    const order = ran.map((entry) => items.indexOf(entry.split(' ')[1] as ItemId));
    expect(order).toEqual([2, 5, 1, 4, 0, 3]);
  });
});

describe('a queue that is full', () => {
  test('holds back what leads to it, and nothing stands still', { timeout: 60_000 }, async () => {
    const graph = graphOf(
      [fn('first', 'quick'), fn('slow', 'batch'), fn('last', 'quick')],
      ['first > slow', 'slow > last'],
    );
    const flow = await makeFlow(world, bench, graph);
    const [item] = manyItems(world, bench.inbox, 1);
    if (!item) throw new Error('it was made');
    close();
    queue(flow, item, 14_000);
    const waiting = () =>
      world.db.get<{ count: number }>(
        `SELECT count FROM node_count JOIN node ON node.key = node WHERE node_id = 'slow' AND state = 'queued'`,
      )?.count ?? 0;
    // The next node does nothing for now: what feeds it goes on until so much waits there, and then waits too.
    let before = -1;
    while (waiting() !== before) {
      before = waiting();
      await turns(10);
    }
    expect(waiting()).toBeGreaterThanOrEqual(10_000);
    expect(waiting()).toBeLessThanOrEqual(10_000 + 2048);
    open();
    await world.settled();
    expect(ran.filter((entry) => entry.startsWith('last'))).toHaveLength(14_000);
  });

  test('in a loop is no reason to stand still', { timeout: 60_000 }, async () => {
    const again = fn('again', 'quick', { outputs: { item: 'Item' }, actions: ['round', 'out'] });
    const loop: InlineNode = {
      ...quick,
      run(_tx, run) {
        note(run);
        return { kind: 'done', action: run.work.parent === null ? 'round' : 'out', why: 'round once' };
      },
    };
    await world.close();
    const own = withRunners({ echo, quick: loop, batch });
    world = await openWorld({ graphs: own });
    bench = await makeBench(world);
    const graph = graphOf(
      [again, fn('back', 'batch'), fn('out', 'batch')],
      ['again > back : round', 'back > again', 'again > out : out'],
    );
    const flow = await makeFlow(world, bench, graph);
    const [item] = manyItems(world, bench.inbox, 1);
    if (!item) throw new Error('it was made');
    queue(flow, item, 11_000);
    await world.settled();
    expect(ran.filter((entry) => entry.startsWith('out'))).toHaveLength(11_000);
    expect(ran.filter((entry) => entry.startsWith('again'))).toHaveLength(22_000);
  });

  test('of the start holds back a query of many items, which goes on with it', async () => {
    const flow = await one('slow', 'batch');
    const items = manyItems(world, bench.inbox, 1500);
    const [item] = items;
    if (!item) throw new Error('it was made');
    queue(flow, item, 11_000);
    const { id } = await world.calls['pipelines.executeBatch']({
      pipelineId: flow.pipelineId,
      datasetIds: [bench.inbox],
    });
    await turns(2);
    expect(await world.calls['commands.get']({ commandId: id })).toMatchObject({ done: 0 });
    await world.settled();
    expect(await world.calls['commands.get']({ commandId: id })).toMatchObject({
      status: 'success',
      done: 1500,
    });
    expect(countOf('slow')).toBe(12_500);
  });
});
