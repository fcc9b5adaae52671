/** What is asked for many things at once is done in parts: it goes on after a crash, nothing twice, and can be given up. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CallArgs } from '#contract/index.ts';
import type { ItemId } from '#core/model/ids.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import {
  type Bench,
  type Flow,
  flowOf,
  graphOf,
  makeBench,
  makeFlow,
  manyItems,
  storage,
  task,
} from './support/flow.ts';
import { echo, fn, give, withRunners } from './support/nodes.ts';

let world: World;
let bench: Bench;

const graphs = withRunners({ give, echo });

beforeEach(async () => {
  world = await openWorld({ graphs });
  bench = await makeBench(world);
});

afterEach(async () => {
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

async function copying(): Promise<Flow> {
  const nodes = [fn('start', 'echo'), fn('middle', 'echo'), storage('end', await bench.dataset('end'))];
  return makeFlow(world, bench, graphOf(nodes, ['start > middle', 'middle > end']));
}

const fill = (count: number) => manyItems(world, bench.inbox, count);

async function batch(flow: Flow, more: Partial<CallArgs<'pipelines.executeBatch'>> = {}) {
  const { pipelineId } = flow;
  const given = { pipelineId, datasetIds: [bench.inbox], ...more };
  return world.calls['pipelines.executeBatch'](given);
}

const command = async (commandId: CallArgs<'commands.get'>['commandId']) =>
  world.calls['commands.get']({ commandId });

/** How many cycles each item started. */
function startsByItem(): number[] {
  const rows = world.db.all<{ count: number }>('SELECT count(*) AS count FROM cycle GROUP BY item_id');
  return rows.map((row) => row.count);
}

/** Lets the runner do a few turns, and no more. */
async function turns(count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) await new Promise((resolve) => setImmediate(resolve));
}

async function reopen(flow: Flow): Promise<Flow> {
  await world.crash();
  world = await openWorld({ folder: world.folder, graphs, now: world.clock.at + 1000 });
  return flowOf(world, bench, flow.pipelineId);
}

describe('items by a query', () => {
  test('each that matches starts one cycle', async () => {
    const flow = await copying();
    const [first] = fill(3);
    const begun = await batch(flow, { filter: { $and: [{ name: '0*' }] } });
    expect(begun).toMatchObject({ type: 'execute', status: 'in-progress', total: 1, done: 0 });
    await world.settled();
    expect(await command(begun.id)).toMatchObject({ status: 'success', done: 1, total: 1 });
    expect((await flow.cycles()).map((cycle) => cycle.itemId)).toEqual([first]);
  });

  test('a crash in the middle: it goes on where it was', async () => {
    let flow = await copying();
    fill(1500);
    const { id } = await batch(flow);
    let crashes = 0;
    while ((await command(id)).status === 'in-progress') {
      await turns(1);
      flow = await reopen(flow);
      crashes += 1;
    }
    await world.settled();
    expect(crashes).toBeGreaterThan(2);
    expect(await command(id)).toMatchObject({ status: 'success', done: 1500 });
    expect(startsByItem()).toEqual(Array.from({ length: 1500 }, () => 1));
    expect(await flow.taken()).toEqual([1500, 1500]);
    expect(await world.calls['items.count']({ datasetId: await bench.dataset('end') })).toEqual({
      count: 1500,
    });
  });

  test('a filter that cannot be read is refused at once', async () => {
    const flow = await copying();
    const bad = async () => batch(flow, { filter: { $and: [{ name: { $wrong: 1 } }] } });
    await expect(bad()).rejects.toMatchObject({ code: 'pipeline-invalid' });
  });

  test('from a node: those before it stay pending', async () => {
    const flow = await copying();
    fill(1);
    await batch(flow, { nodeId: 'middle' });
    await world.settled();
    const view = await world.calls['cycles.view']({ cycleId: (await flow.cycle()).id });
    expect(view.nodes.map(({ nodeId, status }) => [nodeId, status])).toEqual([
      ['start', 'pending'],
      ['middle', 'success'],
      ['end', 'success'],
    ]);
    expect(view.cycle.nodeId).toBe('middle');
  });

  test('while the pipeline is paused it waits, and goes on with the next install', async () => {
    const flow = await copying();
    fill(600);
    const { id } = await batch(flow);
    await turns(1);
    await flow.pause();
    await turns(5);
    const { done } = await command(id);
    expect(done).toBeLessThan(600);
    await turns(5);
    expect(await command(id)).toMatchObject({ status: 'in-progress', done });
    await flow.install();
    expect(await command(id)).toMatchObject({ status: 'success', done: 600 });
    expect(startsByItem()).toEqual(Array.from({ length: 600 }, () => 1));
  });

  test.each(['reset', 'delete', 'end what is open'])('given up with a %s of the pipeline', async (what) => {
    const flow = await copying();
    const { pipelineId } = flow;
    fill(600);
    const { id } = await batch(flow);
    await turns(1);
    await flow.pause();
    if (what === 'reset') await world.calls['pipelines.reset']({ pipelineId });
    if (what === 'delete') await world.calls['pipelines.delete']({ pipelineId });
    if (what === 'end what is open') await flow.install({ resumeOption: 'terminateExistingCycles' });
    expect(await command(id)).toMatchObject({ status: 'aborted' });
    if (what === 'reset') {
      await flow.install();
      expect(await flow.cycles()).toEqual([]);
    }
  });

  test('given up by a person: what it has done stays', async () => {
    const flow = await copying();
    fill(600);
    const { id } = await batch(flow);
    await turns(1);
    expect(await world.calls['commands.abort']({ commandId: id })).toMatchObject({ status: 'aborted' });
    const { done } = await command(id);
    await world.settled();
    expect(await command(id)).toMatchObject({ status: 'aborted', done });
    expect(startsByItem()).toHaveLength(done);
  });
});

describe('several at once', () => {
  test('take turns: a short one does not wait for a long one', async () => {
    const long = await copying();
    const nodes = [fn('start', 'echo')];
    const short = await makeFlow(world, bench, graphOf(nodes, []), { name: 'Short' });
    fill(1200);
    const { id: first } = await batch(long);
    const { id: second } = await batch(short, { filter: { $and: [{ name: '7.png' }] } });
    while ((await command(second)).status === 'in-progress') await turns(1);
    expect((await command(first)).status).toBe('in-progress');
    await world.settled();
  });

  test('ending goes first, or a mistake could not be stopped', async () => {
    const flow = await makeFlow(
      world,
      bench,
      graphOf([storage('start', bench.inbox), task('label')], ['start > label']),
    );
    fill(1200);
    const { id: first } = await batch(flow);
    await turns(2);
    const { id } = await world.calls['pipelines.terminate']({ pipelineId: flow.pipelineId });
    while ((await command(id)).status === 'in-progress') await turns(1);
    expect(await command(first)).toMatchObject({ status: 'in-progress' });
    await world.calls['commands.abort']({ commandId: first });
    await world.settled();
    const { done } = await command(id);
    const counts = world.db.get<{ count: number }>(
      `SELECT count(*) AS count FROM cycle WHERE status = 'terminated'`,
    );
    expect(counts?.count).toBe(done);
  });

  test('many cycles run again, with a crash in the middle', async () => {
    let flow = await copying();
    fill(700);
    await batch(flow);
    await world.settled();
    const { id } = await world.calls['pipelines.rerun']({
      pipelineId: flow.pipelineId,
      method: 'startFromNodes',
      startNodeIds: ['middle'],
    });
    await turns(1);
    flow = await reopen(flow);
    await world.settled();
    expect(await command(id)).toMatchObject({ status: 'success', done: 700 });
    expect(startsByItem()).toEqual(Array.from({ length: 700 }, () => 1));
    expect(await flow.taken()).toEqual([700, 1400]);
    expect(await world.calls['items.count']({ datasetId: await bench.dataset('end') })).toEqual({
      count: 700,
    });
  });
});

describe('executing by hand', () => {
  test('one cycle for each item, marked as a trial when it is one', async () => {
    const flow = await copying();
    const itemIds = fill(3);
    const { pipelineId } = flow;
    const { cycleIds } = await world.calls['pipelines.execute']({ pipelineId, itemIds, test: true });
    await world.settled();
    const cycles = await Promise.all(cycleIds.map((cycleId) => world.calls['cycles.get']({ cycleId })));
    expect(cycles.map(({ itemId, test: trial, status }) => [itemId, trial, status])).toEqual(
      itemIds.map((id) => [id, true, 'success']),
    );
    await flow.run([itemIds[0] ?? ('' as ItemId)]);
    expect((await flow.cycle(3)).test).toBe(false);
  });

  test('with values for the inputs of the start, and at any node', async () => {
    const ports = { inputs: { item: 'Item', note: 'String' }, outputs: { item: 'Item', note: 'String' } };
    const flow = await makeFlow(
      world,
      bench,
      graphOf([fn('start', 'echo', ports), fn('second', 'echo', ports)], []),
    );
    const [item] = fill(1);
    const cycleId = await flow.give({ item, note: 'hello' }, 'second');
    const cycle = await world.calls['cycles.get']({ cycleId });
    expect(cycle).toMatchObject({
      itemId: item,
      nodeId: 'second',
      input: { item, note: 'hello' },
    });
    const [run] = await flow.executions(cycleId);
    expect(run).toMatchObject({
      nodeId: 'second',
      state: 'success',
      output: { item, note: 'hello' },
    });
  });

  test('an item or a node that is not there is refused, and nothing starts', async () => {
    const flow = await copying();
    const { pipelineId } = flow;
    const [item] = fill(1);
    const itemIds = [item ?? ('' as ItemId)];
    const lost = async () =>
      world.calls['pipelines.execute']({ pipelineId, itemIds: [...itemIds, '0'.repeat(24) as ItemId] });
    await expect(lost()).rejects.toMatchObject({ code: 'not-found' });
    const nowhere = async () => world.calls['pipelines.execute']({ pipelineId, itemIds, nodeId: 'nowhere' });
    await expect(nowhere()).rejects.toMatchObject({ code: 'not-found' });
    expect(await flow.cycles()).toEqual([]);
  });
});
