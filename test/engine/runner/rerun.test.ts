/** Running cycles again: under their id, with their history, and nothing twice. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ItemId } from '#core/model/ids.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, type Flow, graphOf, makeBench, makeFlow, storage, task } from './support/flow.ts';
import { echo, fn, fragileNode, give, withRunners } from './support/nodes.ts';

let world: World;
let bench: Bench;
/** Names of nodes that fail now. */
let broken: Set<string>;

beforeEach(async () => {
  broken = new Set();
  world = await openWorld({ graphs: withRunners({ give, echo, fragile: fragileNode(broken) }) });
  bench = await makeBench(world);
});

afterEach(async () => {
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

/** Dataset, labelling, dataset: what most people have. */
async function labelling(): Promise<{ flow: Flow; end: Bench['inbox'] }> {
  const end = await bench.dataset('end');
  const nodes = [
    storage('start', bench.inbox),
    task('label'),
    task('check', { taskType: 'qa' }),
    storage('end', end),
  ];
  const graph = graphOf(nodes, ['start > label', 'label > check : completed', 'check > end : approved']);
  return { flow: await makeFlow(world, bench, graph), end };
}

const statusOf = async (itemId: ItemId) => (await world.calls['items.get']({ itemId })).status;

async function sent(flow: Flow, name = 'a.png') {
  const [item] = await flow.send(name);
  if (!item) throw new Error('it was sent');
  return item.id;
}

describe('from the beginning', () => {
  test('the same cycle with its history; people are asked again; nothing is there twice', async () => {
    const { flow, end } = await labelling();
    const item = await sent(flow);
    await flow.decide('label', item, 'completed');
    await flow.decide('check', item, 'approved');
    const before = await flow.cycle();
    expect(before.status).toBe('success');
    expect(await statusOf(item)).toBe('approved');

    expect(await flow.rerun('startFromBeginning')).toMatchObject({ status: 'success', done: 1 });
    const during = await flow.cycle();
    expect(during).toMatchObject({ id: before.id, status: 'rerun', endedAt: null, open: 1 });
    expect(await statusOf(item)).toBeNull();
    expect((await flow.task('label')).counts).toMatchObject({ total: 1, open: 1, byStatus: {} });
    expect((await flow.task('check')).counts).toMatchObject({ total: 0, byStatus: {} });
    expect(await flow.standing()).toEqual(['label parked', 'start success']);

    await flow.decide('label', item, 'completed');
    expect((await flow.cycle()).status).toBe('rerun');
    await flow.decide('check', item, 'approved');
    expect(await flow.cycle()).toMatchObject({ id: before.id, status: 'success' });
    expect(await flow.cycles()).toHaveLength(1);
    expect(await flow.inDataset(end)).toEqual(['a.png']);
    const { items } = await world.calls['explain.cycle']({ cycleId: before.id, limit: 100 });
    const kinds = items.map((event) => event.kind);
    expect(kinds.filter((kind) => kind === 'decided')).toHaveLength(4);
    expect(kinds).toContain('rerun');
  });

  test('again and again ends as once', async () => {
    const { flow, end } = await labelling();
    const item = await sent(flow);
    await flow.decide('label', item, 'completed');
    await flow.rerun('startFromBeginning');
    const once = await flow.standing();
    await flow.rerun('startFromBeginning');
    await flow.rerun('startFromBeginning');
    expect(await flow.standing()).toEqual(once);
    expect(await flow.statuses()).toEqual(['rerun']);
    await flow.decide('label', item, 'completed');
    await flow.decide('check', item, 'approved');
    expect(await flow.statuses()).toEqual(['success']);
    expect(await flow.inDataset(end)).toEqual(['a.png']);
  });

  test('another decision than before: the copy that the old one had made is not taken for its own', async () => {
    const { flow, end } = await labelling();
    const item = await sent(flow);
    await flow.decide('label', item, 'completed');
    await flow.decide('check', item, 'approved');
    await flow.rerun('startFromBeginning');
    await flow.decide('label', item, 'completed');
    await flow.decide('check', item, 'approved');
    await flow.undecide('check', item);
    expect(await flow.inDataset(end)).toEqual([]);
    await flow.decide('check', item, 'discard');
    expect(await flow.statuses()).toEqual(['success']);
  });

  test('a terminated cycle runs again as any other', async () => {
    const { flow, end } = await labelling();
    const item = await sent(flow);
    const { id } = await flow.cycle();
    await world.calls['cycles.terminate']({ cycleId: id });
    await flow.rerun('startFromBeginning', { cycleIds: [id] });
    expect(await flow.standing()).toEqual(['label parked', 'start success']);
    await flow.decide('label', item, 'completed');
    await flow.decide('check', item, 'approved');
    expect(await flow.statuses()).toEqual(['success']);
    expect(await flow.inDataset(end)).toEqual(['a.png']);
  });

  test('only cycles of the status that is asked for', async () => {
    broken.add('step');
    const flow = await makeFlow(world, bench, graphOf([fn('step', 'fragile')], []));
    await flow.send('a', 'b');
    broken.clear();
    await flow.send('c');
    expect(await flow.statuses()).toEqual(['failed', 'failed', 'success']);
    expect(await flow.rerun('startFromBeginning', { status: 'failed' })).toMatchObject({ done: 2 });
    expect(await flow.statuses()).toEqual(['success', 'success', 'success']);
  });
});

describe('from chosen nodes', () => {
  test('with what went into them then; what comes before is not touched', async () => {
    const { flow, end } = await labelling();
    const item = await sent(flow);
    await flow.decide('label', item, 'completed');
    await flow.decide('check', item, 'approved');
    await flow.rerun('startFromNodes', { startNodeIds: ['check'] });
    expect(await flow.statuses()).toEqual(['rerun']);
    expect(await flow.standing()).toEqual(['check parked', 'label success', 'start success']);
    // The labelling stands, the approval does not.
    expect(await statusOf(item)).toBe('completed');
    await flow.decide('check', item, 'approved');
    expect(await flow.statuses()).toEqual(['success']);
    expect(await flow.inDataset(end)).toEqual(['a.png']);
  });

  test('values are those of the first time', async () => {
    const graph = graphOf(
      [
        fn('first', 'give', { ...JSON_PORTS, config: { outputs: { value: { n: 1 } } } }),
        fn('second', 'echo', JSON_PORTS),
      ],
      ['first > second'],
    );
    const flow = await makeFlow(world, bench, graph);
    const cycleId = await flow.give({ value: 0 });
    await flow.rerun('startFromNodes', { startNodeIds: ['second'] });
    const runs = await flow.executions(cycleId, 'second');
    expect(runs.map((run) => [run.state, run.input])).toEqual([
      ['terminated', { value: { n: 1 } }],
      ['success', { value: { n: 1 } }],
    ]);
    expect(await flow.executions(cycleId, 'first')).toHaveLength(1);
  });

  test('a node and one before it: begun once, at the first', async () => {
    const { flow } = await labelling();
    const item = await sent(flow);
    await flow.decide('label', item, 'completed');
    await flow.rerun('startFromNodes', { startNodeIds: ['check', 'label'] });
    expect(await flow.standing()).toEqual(['label parked', 'start success']);
  });

  test('a node that the cycle did not come to: nothing happens', async () => {
    const { flow } = await labelling();
    await sent(flow);
    expect(await flow.rerun('startFromNodes', { startNodeIds: ['end'] })).toMatchObject({ done: 0 });
    expect(await flow.statuses()).toEqual(['in-progress']);
  });

  test('a decision can be taken back after what follows was run again', async () => {
    const { flow, end } = await labelling();
    const item = await sent(flow);
    await flow.decide('label', item, 'completed');
    await flow.rerun('startFromNodes', { startNodeIds: ['check'] });
    await flow.rerun('startFromNodes', { startNodeIds: ['check'] });
    await flow.undecide('label', item);
    expect(await flow.standing()).toEqual(['label parked', 'start success']);
    await flow.decide('label', item, 'completed');
    await flow.decide('check', item, 'approved');
    expect(await flow.inDataset(end)).toEqual(['a.png']);
    expect(await flow.statuses()).toEqual(['success']);
  });

  test('where a terminated cycle had waited', async () => {
    const { flow } = await labelling();
    const item = await sent(flow);
    await flow.decide('label', item, 'completed');
    await world.calls['cycles.terminate']({ cycleId: (await flow.cycle()).id });
    await flow.rerun('startFromNodes', { startNodeIds: ['check'] });
    expect(await flow.standing()).toEqual(['check parked', 'label success', 'start success']);
    await flow.decide('check', item, 'approved');
    expect(await flow.statuses()).toEqual(['success']);
  });

  test('elements of a list each run again', async () => {
    const graph = graphOf(
      [
        fn('start', 'give', {
          inputs: { go: 'Json' },
          outputs: { n: 'Number[]' },
          config: { outputs: { n: [1, 2, 3] } },
        }),
        fn('each', 'echo', { inputs: { n: 'Number' }, outputs: { n: 'Number' } }),
        fn('last', 'echo', { inputs: { n: 'Number' } }),
      ],
      ['start > each', 'each > last'],
    );
    const flow = await makeFlow(world, bench, graph);
    await flow.give({ go: 1 });
    const once = await flow.standing();
    await flow.rerun('startFromNodes', { startNodeIds: ['each'] });
    expect(await flow.standing()).toEqual(once);
    await flow.rerun('startFromNodes', { startNodeIds: ['last'] });
    expect(await flow.standing()).toEqual(once);
    await flow.rerun('startFromBeginning');
    expect(await flow.standing()).toEqual(once);
  });
});
const JSON_PORTS = { inputs: { value: 'Json' }, outputs: { value: 'Json' } };

test('a cycle that runs again goes on doing so when a decision in it is taken back', async () => {
  const { flow } = await labelling();
  const item = await sent(flow);
  await flow.rerun('startFromBeginning');
  await flow.decide('label', item, 'completed');
  await flow.undecide('label', item);
  expect(await flow.statuses()).toEqual(['rerun']);
});

describe('what failed', () => {
  const line = () =>
    graphOf(
      [fn('first', 'echo'), fn('second', 'fragile'), fn('third', 'echo')],
      ['first > second', 'second > third'],
    );

  test('runs again in its place, and goes on', async () => {
    broken.add('second');
    const flow = await makeFlow(world, bench, line());
    await flow.send('a.png');
    const cycle = await flow.cycle();
    expect(cycle).toMatchObject({ status: 'failed', failed: 1 });
    const [failed] = await flow.executions(cycle.id, 'second');
    expect(failed).toMatchObject({ state: 'failed', error: 'It is broken.' });
    await flow.rerun('startFromFailedExecutions');
    expect(await flow.statuses()).toEqual(['failed']);
    broken.clear();
    await flow.rerun('startFromFailedExecutions');
    expect(await flow.cycle()).toMatchObject({ id: cycle.id, status: 'success', failed: 0 });
    expect((await flow.executions(cycle.id)).map(({ id }) => id)).toHaveLength(3);
    expect(await flow.taken()).toEqual([1, 1]);
  });

  test('a single execution by itself', async () => {
    broken.add('second');
    const flow = await makeFlow(world, bench, line());
    await flow.send('a.png');
    broken.clear();
    const [failed] = await flow.executions((await flow.cycle()).id, 'second');
    if (!failed) throw new Error('it failed');
    expect(await world.calls['executions.retry']({ executionId: failed.id })).toMatchObject({
      state: 'queued',
    });
    await world.settled();
    expect(await flow.statuses()).toEqual(['success']);
    const retry = async () => world.calls['executions.retry']({ executionId: failed.id });
    await expect(retry()).rejects.toMatchObject({ code: 'wrong-state' });
  });

  test('nothing had failed: nothing happens', async () => {
    const flow = await makeFlow(world, bench, line());
    await flow.send('a.png');
    expect(await flow.rerun('startFromFailedExecutions')).toMatchObject({ status: 'success', done: 0 });
    expect(await flow.taken()).toEqual([1, 1]);
  });
});

describe('what counts no more cannot be run again by itself', () => {
  const retry = async (executionId: string) =>
    world.calls['executions.retry']({ executionId: executionId as never });

  test('superseded by a run of the whole cycle', async () => {
    const { flow } = await labelling();
    await sent(flow);
    const { id } = await flow.cycle();
    const [start] = await flow.executions(id, 'start');
    await flow.rerun('startFromBeginning');
    await expect(retry(start?.id ?? '')).rejects.toThrow('counts no more');
    const [label] = await flow.executions(id, 'label');
    await expect(retry(label?.id ?? '')).rejects.toThrow('counts no more');
  });

  test('withdrawn with the decision that had led to it', async () => {
    const { flow, end } = await labelling();
    const item = await sent(flow);
    await flow.decide('label', item, 'completed');
    const [check] = await flow.executions((await flow.cycle()).id, 'check');
    await flow.undecide('label', item);
    await expect(retry(check?.id ?? '')).rejects.toThrow('counts no more');
    await flow.decide('label', item, 'discard');
    await expect(retry(check?.id ?? '')).rejects.toThrow('counts no more');
    expect(await flow.inDataset(end)).toEqual([]);
  });
});

test('a paused pipeline runs nothing again', async () => {
  const { flow } = await labelling();
  await sent(flow);
  await flow.pause();
  await expect(flow.rerun('startFromBeginning')).rejects.toMatchObject({ code: 'wrong-state' });
});

test('nodes that are not there, or none at all, are refused', async () => {
  const { flow } = await labelling();
  await sent(flow);
  await expect(flow.rerun('startFromNodes')).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(flow.rerun('startFromNodes', { startNodeIds: ['nowhere'] })).rejects.toMatchObject({
    code: 'not-found',
  });
});
