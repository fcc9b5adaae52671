/** The life of a pipeline: created, changed, installed, paused, gone on with, reset, deleted. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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
  storage,
  task,
} from './support/flow.ts';
import { echo, fn, give, withRunners } from './support/nodes.ts';

let world: World;
let bench: Bench;

beforeEach(async () => {
  world = await openWorld({ graphs: withRunners({ give, echo }) });
  bench = await makeBench(world);
});

afterEach(async () => {
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

/** Labelling, then a dataset. */
async function labelling(more: Parameters<typeof makeFlow>[3] = {}): Promise<Flow> {
  const nodes = [storage('start', bench.inbox), task('label'), storage('end', await bench.dataset('end'))];
  return makeFlow(world, bench, graphOf(nodes, ['start > label', 'label > end : completed']), more);
}

async function sent(flow: Flow, name = 'a.png'): Promise<ItemId> {
  const [item] = await flow.send(name);
  if (!item) throw new Error('it was sent');
  return item.id;
}

const ended = async () => {
  const { items } = await world.calls['items.list']({ datasetId: await bench.dataset('end') });
  return items.map((item) => item.name).toSorted();
};

const status = async ({ pipelineId }: Flow) => (await world.calls['pipelines.get']({ pipelineId })).status;

describe('creating and changing', () => {
  const step = (name: string) => graphOf([{ ...fn('step', 'echo'), name }], []);

  test('a graph that differs is a new version; what is not given stays', async () => {
    const made = await world.calls['pipelines.create']({
      projectId: bench.projectId,
      name: 'One',
      graph: step('first'),
      description: 'what it is for',
    });
    expect(made).toMatchObject({ status: 'Created', version: 1, installedVersion: 0 });
    const pipelineId = made.id;
    const renamed = await world.calls['pipelines.update']({ pipelineId, name: 'Two' });
    expect(renamed).toMatchObject({ name: 'Two', version: 1, description: 'what it is for' });
    const same = await world.calls['pipelines.update']({ pipelineId, graph: step('first') });
    expect(same.version).toBe(1);
    const changed = await world.calls['pipelines.update']({ pipelineId, graph: step('second') });
    expect(changed).toMatchObject({ version: 2, installedVersion: 0, name: 'Two' });
    const { author } = (await world.calls['pipelines.versions']({ pipelineId }))[0] ?? {};
    expect(author).toBe(world.ctx.settings().person);
    expect(await world.calls['pipelines.version']({ pipelineId, version: 1 })).toEqual(step('first'));
    const third = async () => world.calls['pipelines.version']({ pipelineId, version: 3 });
    await expect(third()).rejects.toMatchObject({ code: 'not-found' });
  });

  test('a change made from an older version is refused, and nothing of it happens', async () => {
    const flow = await labelling();
    const { pipelineId } = flow;
    await world.calls['pipelines.update']({ pipelineId, graph: step('mine') });
    const late = async () =>
      world.calls['pipelines.update']({ pipelineId, graph: step('theirs'), name: 'Theirs', fromVersion: 1 });
    await expect(late()).rejects.toMatchObject({ code: 'conflict', details: { version: 2 } });
    const after = await world.calls['pipelines.get']({ pipelineId });
    expect(after).toMatchObject({ name: 'Flow', version: 2 });
    expect(
      await world.calls['pipelines.update']({ pipelineId, graph: step('theirs'), fromVersion: 2 }),
    ).toMatchObject({ version: 3 });
  });

  test('nothing runs before it is installed', async () => {
    const { id: pipelineId } = await world.calls['pipelines.create']({
      projectId: bench.projectId,
      name: 'One',
      graph: step('first'),
    });
    const item = world.arrive(bench.inbox, 'a');
    const run = async () => world.calls['pipelines.execute']({ pipelineId, itemIds: [item.id] });
    await expect(run()).rejects.toMatchObject({ code: 'wrong-state' });
    await expect(run()).rejects.toThrow('Install "One" before running anything through it.');
  });
});

describe('installing', () => {
  const broken = () => graphOf([storage('start', '' as never)], []);

  test('a graph that cannot run is refused with every problem, and noted', async () => {
    const { id: pipelineId } = await world.calls['pipelines.create']({
      projectId: bench.projectId,
      name: 'One',
      graph: broken(),
    });
    const install = async () => world.calls['pipelines.install']({ pipelineId });
    await expect(install()).rejects.toMatchObject({ code: 'pipeline-invalid' });
    await expect(install()).rejects.toThrow('must have a datasetId');
    expect((await world.calls['pipelines.get']({ pipelineId })).status).toBe('Failure');
    const { items } = await world.calls['explain.pipeline']({ pipelineId });
    expect(items[0]?.text).toContain('Could not be installed');
    await world.calls['pipelines.update']({ pipelineId, graph: graphOf([fn('step', 'echo')], []) });
    expect(await install()).toMatchObject({ status: 'Installed', installedVersion: 2 });
  });

  test('a new version that cannot run leaves the one that runs', async () => {
    const flow = await labelling();
    await flow.update(broken());
    await expect(flow.install()).rejects.toMatchObject({ code: 'pipeline-invalid' });
    const { pipelineId } = flow;
    const found = await world.calls['pipelines.get']({ pipelineId });
    expect(found).toMatchObject({ status: 'Installed', version: 2, installedVersion: 1 });
    const item = await sent(flow);
    await flow.decide('label', item, 'completed');
    expect(await ended()).toEqual(['a.png']);
  });

  test('twice changes nothing', async () => {
    const flow = await labelling();
    await sent(flow);
    const before = await flow.standing();
    await flow.install();
    expect(await flow.standing()).toEqual(before);
    expect((await world.calls['tasks.list']({ projectId: bench.projectId })).length).toBe(1);
  });
});

describe('pausing', () => {
  test('starts nothing, keeps what people decide, and goes on with the next install', async () => {
    const flow = await labelling();
    const item = await sent(flow);
    await flow.pause();
    await flow.decide('label', item, 'completed');
    expect(await ended()).toEqual([]);
    expect(await flow.cycle()).toMatchObject({ status: 'in-progress', open: 1 });
    const run = async () =>
      world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, itemIds: [item] });
    await expect(run()).rejects.toMatchObject({ code: 'wrong-state' });
    await flow.install({ resumeOption: 'resumeExistingCycles' });
    expect(await ended()).toEqual(['a.png']);
    expect(await flow.statuses()).toEqual(['success']);
  });

  test('is still paused after a crash', async () => {
    const flow = await labelling();
    const item = await sent(flow);
    await flow.pause();
    await world.crash();
    world = await openWorld({ folder: world.folder });
    const again = flowOf(world, bench, flow.pipelineId);
    await again.decide('label', item, 'completed');
    expect(await again.statuses()).toEqual(['in-progress']);
    await again.install();
    expect(await again.statuses()).toEqual(['success']);
  });

  test('cycles that had not ended end with the next install, when that is wanted', async () => {
    const flow = await labelling();
    const item = await sent(flow);
    await flow.pause();
    await flow.decide('label', item, 'completed');
    await flow.install({ resumeOption: 'terminateExistingCycles' });
    expect(await flow.statuses()).toEqual(['terminated']);
    expect(await ended()).toEqual([]);
    await sent(flow, 'b.png');
    expect(await flow.statuses()).toEqual(['terminated', 'in-progress']);
    expect((await flow.task('label')).counts).toMatchObject({ open: 1 });
  });

  test.each([
    ['settings of the pipeline', { settings: { defaultResumeOption: 'terminateExistingCycles' } }],
    ['settings in the graph', {}],
  ])('what becomes of them is in the %s', async (where, more) => {
    const flow = await labelling(more);
    if (where.includes('graph')) {
      const { graph } = await world.calls['pipelines.get']({ pipelineId: flow.pipelineId });
      await flow.update({ ...graph, settings: { defaultResumeOption: 'terminateExistingCycles' } });
      await flow.install();
    }
    await sent(flow);
    await flow.pause();
    await flow.install();
    expect(await flow.statuses()).toEqual(['terminated']);
    await sent(flow, 'b.png');
    await flow.pause();
    await flow.install({ resumeOption: 'resumeExistingCycles' });
    expect(await flow.statuses()).toEqual(['terminated', 'in-progress']);
  });

  test('twice, or before it is installed, is refused', async () => {
    const flow = await labelling();
    await flow.pause();
    await expect(flow.pause()).rejects.toMatchObject({ code: 'wrong-state' });
  });
});

describe('resetting', () => {
  const reset = async ({ pipelineId }: Flow, stopIfRunning = false) =>
    world.calls['pipelines.reset']({ pipelineId, stopIfRunning });

  test('an installed pipeline is refused, in the words of the reference', async () => {
    const flow = await labelling();
    await expect(reset(flow)).rejects.toThrow("Pipeline with installed status couldn't be updated");
    expect(await status(flow)).toBe('Installed');
    expect(await reset(flow, true)).toMatchObject({ status: 'Uninstalled' });
  });

  test('cycles and counters are gone, what has happened is still explained', async () => {
    const flow = await labelling();
    const [first, second] = [await sent(flow, 'a.png'), await sent(flow, 'b.png')];
    await flow.decide('label', first, 'completed');
    const cycle = await flow.cycle();
    await reset(flow, true);
    expect(await flow.cycles()).toEqual([]);
    expect(await flow.taken()).toEqual([0, 0]);
    const { pipelineId } = flow;
    const counts = await world.calls['pipelines.counts']({ pipelineId });
    expect(counts).toEqual({ nodes: [], connections: [], cycles: NONE });
    const statistics = await world.calls['pipelines.statistics']({ pipelineId });
    expect(statistics.pipelineExecutionCounters).toEqual([]);
    expect(statistics.pipelineExecutionStatistics).toEqual({
      avgTimePerExecution: null,
      avgExecutionsPerDay: null,
    });
    // Nobody is asked any more.
    expect((await flow.task('label')).counts).toMatchObject({ open: 0 });
    const decide = flow.decide('label', second, 'completed');
    await expect(decide).rejects.toMatchObject({ code: 'wrong-state' });
    // What has happened is still there.
    const view = await world.calls['cycles.view']({ cycleId: cycle.id });
    expect(view.executions.map((one) => one.nodeId)).toEqual(['start', 'label', 'end']);
    const { events } = await world.calls['explain.item']({ itemId: first });
    expect(events.items.map((event) => event.text).join()).toContain('"completed" in "label"');
    expect(await ended()).toEqual(['a.png']);
  });

  test('what was cleared cannot go on', async () => {
    const flow = await labelling();
    const [first, second] = [await sent(flow, 'a.png'), await sent(flow, 'b.png')];
    await flow.decide('label', first, 'completed');
    const { id } = await flow.cycle();
    const open = await flow.cycle(1);
    const [label] = await flow.executions(open.id, 'label');
    await reset(flow, true);
    const before = dump(world);
    await expect(flow.undecide('label', first)).rejects.toMatchObject({ code: 'wrong-state' });
    const retry = async () => world.calls['executions.retry']({ executionId: label?.id ?? ('' as never) });
    await expect(retry()).rejects.toThrow('A reset of the pipeline has cleared this cycle');
    expect(dump(world)).toEqual(before);
    await flow.install();
    expect(await flow.rerun('startFromBeginning', { cycleIds: [id] })).toMatchObject({ done: 0 });
    expect(await flow.cycles()).toEqual([]);
    expect(await world.calls['cycles.get']({ cycleId: id })).toMatchObject({ status: 'success' });
    await flow.run([second]);
    expect(await flow.standing()).toEqual(['label parked', 'start success']);
  });

  test('counts begin anew after it', async () => {
    const flow = await labelling();
    await sent(flow, 'a.png');
    await reset(flow, true);
    await flow.install();
    const item = await sent(flow, 'b.png');
    await flow.decide('label', item, 'completed');
    expect(await flow.taken()).toEqual([1, 1]);
    expect(await flow.statuses()).toEqual(['success']);
    const { nodes } = await world.calls['pipelines.counts']({ pipelineId: flow.pipelineId });
    expect(nodes.map(({ nodeId, success, parked }) => [nodeId, success, parked]).toSorted()).toEqual([
      ['end', 1, 0],
      ['label', 1, 0],
      ['start', 1, 0],
    ]);
  });
});
const NONE = { inProgress: 0, success: 0, failed: 0, terminated: 0 };

/** Everything that a refused call must not have changed. */
function dump({ db }: World): unknown {
  return ['cycle', 'execution', 'task_item', 'event', 'node_count', 'cycle_count'].map((table) =>
    db.all(`SELECT * FROM ${table} ORDER BY 1, 2`),
  );
}

describe('deleting', () => {
  const remove = async ({ pipelineId }: Flow) => world.calls['pipelines.delete']({ pipelineId });

  test('an installed pipeline is refused', async () => {
    const flow = await labelling();
    await expect(remove(flow)).rejects.toThrow('Pause it before deleting it');
  });

  test('ends what is open; what has happened is still explained', async () => {
    const flow = await labelling();
    const [first, second] = [await sent(flow, 'a.png'), await sent(flow, 'b.png')];
    await flow.decide('label', first, 'completed');
    const cycles = await flow.cycles();
    await flow.pause();
    await remove(flow);
    const get = async () => world.calls['pipelines.get']({ pipelineId: flow.pipelineId });
    await expect(get()).rejects.toMatchObject({ code: 'not-found' });
    expect(await world.calls['pipelines.list']({ projectId: bench.projectId })).toEqual([]);
    await expect(flow.decide('label', second, 'completed')).rejects.toMatchObject({ code: 'wrong-state' });
    const { events, places } = await world.calls['explain.item']({ itemId: second });
    expect(places).toEqual([]);
    expect(events.items.length).toBeGreaterThan(1);
    const [, open] = cycles;
    expect(await world.calls['cycles.get']({ cycleId: open?.id ?? ('' as never) })).toMatchObject({
      status: 'terminated',
    });
  });
});

describe('ending cycles', () => {
  test('one, all that are open, and none twice', async () => {
    const flow = await labelling();
    const items = [await sent(flow, 'a'), await sent(flow, 'b'), await sent(flow, 'c')];
    await flow.decide('label', items[0] ?? ('' as never), 'completed');
    const { id } = await flow.cycle(1);
    expect(await world.calls['cycles.terminate']({ cycleId: id })).toMatchObject({
      status: 'terminated',
      open: 0,
    });
    const { id: commandId } = await world.calls['pipelines.terminate']({ pipelineId: flow.pipelineId });
    await world.settled();
    expect(await world.calls['commands.get']({ commandId })).toMatchObject({ status: 'success', done: 1 });
    expect(await flow.statuses()).toEqual(['success', 'terminated', 'terminated']);
    expect((await flow.task('label')).counts).toMatchObject({ open: 0, byStatus: { completed: 1 } });
    expect(await ended()).toEqual(['a']);
  });

  test('a decision in an ended cycle cannot be taken back: nothing may wait there any more', async () => {
    const nodes = [storage('start', bench.inbox), task('label'), task('check', { taskType: 'qa' })];
    const flow = await makeFlow(world, bench, graphOf(nodes, ['start > label', 'label > check : completed']));
    const item = await sent(flow);
    await flow.decide('label', item, 'completed');
    const { id } = await flow.cycle();
    await world.calls['cycles.terminate']({ cycleId: id });
    const before = dump(world);
    await expect(flow.undecide('label', item)).rejects.toMatchObject({ code: 'wrong-state' });
    expect(dump(world)).toEqual(before);
  });

  test('what was ended can be run again by itself, and the cycle goes on with it', async () => {
    const flow = await labelling();
    const item = await sent(flow);
    const { id } = await flow.cycle();
    const [label] = await flow.executions(id, 'label');
    await world.calls['cycles.terminate']({ cycleId: id });
    await world.calls['executions.retry']({ executionId: label?.id ?? ('' as never) });
    await world.settled();
    expect(await flow.cycle()).toMatchObject({ id, status: 'in-progress', open: 1, endedAt: null });
    await flow.decide('label', item, 'completed');
    expect(await flow.statuses()).toEqual(['success']);
    expect(await ended()).toEqual(['a.png']);
  });
});
