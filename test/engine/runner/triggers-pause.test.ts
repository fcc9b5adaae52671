/** What came before the first install, and while a pipeline was paused. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Graph } from '#core/model/graph.ts';
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
import { echo, fn, withRunners } from './support/nodes.ts';
import { cyclesOf, happen, on, passed, startsOn } from './support/starts.ts';

let world: World;
let bench: Bench;

const graphs = withRunners({ echo });

beforeEach(async () => {
  world = await openWorld({ graphs });
  bench = await makeBench(world);
});

afterEach(async () => {
  await world.settled();
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

type Switches = {
  /** Whether items that are there at the first install start cycles, and which. */
  readonly existing?: { readonly active: boolean; readonly filter?: string };
  readonly trigger?: Parameters<typeof on>[0] | null;
};

function inbox({ existing, trigger = {} }: Switches): Graph {
  const node = storage('in', bench.inbox);
  const metadata = { ...node.metadata, ...(existing ? { triggerToPipeline: existing } : {}) };
  const graph = graphOf([{ ...node, metadata }], []);
  return trigger === null ? graph : startsOn(graph, { in: on(trigger) });
}

const arrive = (...names: readonly string[]): string[] =>
  names.map((name) => world.arrive(bench.inbox, name).id);

async function makeFlowOf(graph: Graph): Promise<Flow> {
  const flow = await makeFlow(world, bench, graph);
  await world.settled();
  return flow;
}

async function restart(flow: Flow): Promise<Flow> {
  await world.crash();
  world = await openWorld({ folder: world.folder, now: world.clock.at + 1000, graphs });
  return flowOf(world, bench, flow.pipelineId);
}

describe('items that were there before the first install', () => {
  const MODES = [{}, { executionMode: 'Always' as const }];

  test.each(MODES)('start nothing by themselves (%o)', async (mode) => {
    const ids = arrive('a.png', 'b.png');
    const flow = await makeFlowOf(inbox({ trigger: mode }));
    ids.push(...arrive('c.png'));
    await flow.pause();
    await flow.install();
    expect(await cyclesOf(flow, ids)).toEqual([0, 0, 1]);
  });

  test.each([...MODES, null])('start once each, with the trigger or without it (%o)', async (trigger) => {
    const ids = arrive('a.png', 'b.png');
    const flow = await makeFlow(world, bench, inbox({ existing: { active: true }, trigger }));
    // Comes while those before are still being started.
    ids.push(...arrive('c.png'));
    await world.settled();
    expect(await cyclesOf(flow, ids)).toEqual([1, 1, trigger ? 1 : 0]);
    for (const _ of [1, 2]) {
      await flow.install();
      await flow.pause();
      await flow.install();
    }
    expect(await cyclesOf(flow, ids)).toEqual([1, 1, trigger ? 1 : 0]);
    const first = (await flow.cycles()).find((one) => one.itemId === ids[0]);
    const { items } = await world.calls['explain.cycle']({ cycleId: first?.id as never, limit: 10 });
    expect(items.map((event) => event.text).join()).toContain('was in the dataset at the first install');
  });

  test('only those that the filter lets', async () => {
    const ids = arrive('a.png', 'b.png');
    const flow = await makeFlowOf(inbox({ existing: { active: true, filter: '{"name":"a*"}' } }));
    expect(await cyclesOf(flow, ids)).toEqual([1, 0]);
    expect(passed(world)).toEqual([]);
  });

  test('start when that is switched on later, up to where the trigger has listened since', async () => {
    const ids = arrive('a.png');
    const mode = { executionMode: 'Always' as const };
    const flow = await makeFlowOf(inbox({ trigger: mode }));
    ids.push(...arrive('b.png'));
    await flow.pause();
    ids.push(...arrive('c.png'));
    await flow.update(inbox({ existing: { active: true }, trigger: mode }));
    await flow.install();
    expect(await cyclesOf(flow, ids)).toEqual([1, 1, 1]);
  });

  test('a thousand of them, though Sluice ends now and then', async () => {
    const ids = arrive(...Array.from({ length: 1000 }, (_, at) => `${at}.png`));
    let flow = await makeFlow(world, bench, inbox({ existing: { active: true } }));
    for (let time = 0; time < 8; time += 1) {
      for (let turn = 0; turn < time; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      ids.push(...arrive(`new ${time}.png`));
      flow = await restart(flow);
    }
    await world.settled();
    const perItem = world.db.all<{ count: number }>(
      'SELECT count(*) AS count FROM cycle GROUP BY item_id HAVING count(*) <> 1',
    );
    expect(perItem).toEqual([]);
    expect(world.db.get('SELECT count(*) AS count FROM cycle')).toEqual({ count: ids.length });
  });
});

describe('a pause', () => {
  test('without triggers: what comes starts at the next install, as the version then says', async () => {
    const flow = await makeFlowOf(inbox({ trigger: { executionMode: 'Always', filter: { name: 'a*' } } }));
    const ids = arrive('a1.png');
    await world.settled();
    await flow.pause();
    ids.push(...arrive('a2.png', 'b2.png'));
    for (const id of ids) happen(world, { resource: 'Item', action: 'Updated', id });
    await world.settled();
    expect(await cyclesOf(flow, ids)).toEqual([1, 0, 0]);
    expect(await flow.statuses()).toEqual(['success']);
    const { items } = await world.calls['items.history']({ itemId: ids[2] as never });
    expect(items).toEqual([]);
    await flow.install();
    expect(await cyclesOf(flow, ids)).toEqual([1, 1, 0]);
    expect(passed(world)).toEqual([expect.stringContaining('name')]);
    ids.push(...arrive('a3.png'));
    await flow.install();
    expect(await cyclesOf(flow, ids)).toEqual([1, 1, 0, 1]);
  });

  test('what came before the pause and did not match then is not looked at again', async () => {
    const flow = await makeFlowOf(inbox({ trigger: { filter: { 'metadata.user.ok': true } } }));
    const [id = ''] = arrive('a.png');
    await flow.pause();
    world.ctx.unit('test', (tx) =>
      tx.db.run(`UPDATE item SET metadata = '{"user":{"ok":true}}' WHERE id = :id`, { id }),
    );
    await flow.install();
    expect(await cyclesOf(flow, [id])).toEqual([0]);
  });

  test.each([
    ['asked for at the pause', {}, true],
    ['as the settings say', { keepTriggersActive: true }, undefined],
  ])('with triggers, %s: cycles wait and run at the next install', async (_how, settings, keep) => {
    const graph = inbox({ trigger: { executionMode: 'Always' } });
    const flow = await makeFlow(world, bench, graph, { settings });
    const { pipelineId } = flow;
    await world.calls['pipelines.pause']({
      pipelineId,
      ...(keep === undefined ? {} : { keepTriggersActive: keep }),
    });
    const ids = arrive('a.png', 'b.png');
    await new Promise((resolve) => setImmediate(resolve));
    expect(await cyclesOf(flow, ids)).toEqual([1, 1]);
    expect(await flow.statuses()).toEqual(['pending', 'pending']);
    expect(await flow.standing()).toEqual(['in queued', 'in queued']);
    await flow.install();
    expect(await cyclesOf(flow, ids)).toEqual([1, 1]);
    expect(await flow.statuses()).toEqual(['success', 'success']);
  });

  test('what is asked for at a pause goes before the settings, for that pause', async () => {
    const graph = inbox({});
    const flow = await makeFlow(world, bench, graph, { settings: { keepTriggersActive: true } });
    const { pipelineId } = flow;
    await world.calls['pipelines.pause']({ pipelineId, keepTriggersActive: false });
    const ids = arrive('a.png');
    expect(await cyclesOf(flow, ids)).toEqual([0]);
    await flow.install();
    await flow.pause();
    ids.push(...arrive('b.png'));
    expect(await cyclesOf(flow, ids)).toEqual([1, 1]);
    expect((await world.calls['pipelines.get']({ pipelineId })).settings).toEqual({
      keepTriggersActive: true,
    });
  });

  test('settings of a wrong type say nothing', async () => {
    const settings = { keepTriggersActive: 'resumeExistingCycles' };
    const flow = await makeFlow(world, bench, inbox({}), { settings });
    await flow.pause();
    expect(await cyclesOf(flow, arrive('a.png'))).toEqual([0]);
  });

  test('settings that change in a pause count from the next one on', async () => {
    const flow = await makeFlowOf(inbox({}));
    const { pipelineId } = flow;
    await flow.pause();
    const ids = arrive('a.png');
    await world.calls['pipelines.update']({ pipelineId, settings: { keepTriggersActive: true } });
    ids.push(...arrive('b.png'));
    expect(await cyclesOf(flow, ids)).toEqual([0, 0]);
    await flow.install();
    expect(await cyclesOf(flow, ids)).toEqual([1, 1]);
  });

  test('an install that is refused silences nobody who was kept', async () => {
    const flow = await makeFlowOf(inbox({}));
    await world.calls['pipelines.pause']({ pipelineId: flow.pipelineId, keepTriggersActive: true });
    await flow.update({ ...inbox({}), startNodes: [] });
    await expect(flow.install()).rejects.toMatchObject({ code: 'pipeline-invalid' });
    const ids = arrive('a.png');
    await flow.update(inbox({}));
    await flow.install();
    expect(await cyclesOf(flow, ids)).toEqual([1]);
  });

  test('cycles in flight that are ended at the install leave what came meanwhile alone', async () => {
    const graph = startsOn(graphOf([storage('in', bench.inbox), task('label')], ['in > label']), {
      in: on({}),
    });
    const flow = await makeFlowOf(graph);
    const ids = arrive('a.png');
    await world.settled();
    await flow.pause();
    ids.push(...arrive('b.png'));
    await flow.install({ resumeOption: 'terminateExistingCycles' });
    expect(await cyclesOf(flow, ids)).toEqual([1, 1]);
    expect(await flow.statuses()).toEqual(['terminated', 'in-progress']);
  });

  test('a node without a dataset makes up for the whole project', async () => {
    const graph = startsOn(graphOf([fn('any', 'echo')], []), { any: on({}) });
    const { id: projectId } = await world.calls['projects.create']({ name: 'Elsewhere' });
    const elsewhere = (await world.calls['datasets.create']({ projectId, name: 'inbox' })).id;
    const flow = await makeFlowOf(graph);
    await flow.pause();
    const datasets = [bench.inbox, await bench.dataset('made in the pause'), elsewhere];
    const ids = datasets.map((datasetId) => world.arrive(datasetId, 'a.png').id);
    await flow.install();
    expect(await cyclesOf(flow, ids)).toEqual([1, 1, 0]);
  });

  test('a clock that was put back, and a new start, lose no item', async () => {
    let flow = await makeFlowOf(inbox({ trigger: { executionMode: 'Always' } }));
    const ids = arrive('a.png');
    await flow.pause();
    await world.crash();
    // Ids follow the clock, so these sort before the others.
    world = await openWorld({ folder: world.folder, now: world.clock.at - 86_400_000, graphs });
    flow = flowOf(world, bench, flow.pipelineId);
    ids.push(...arrive('b.png', 'c.png'));
    await flow.install();
    ids.push(...arrive('d.png'));
    await world.settled();
    expect(await cyclesOf(flow, ids)).toEqual([1, 1, 1, 1]);
  });

  test('a trigger that is new in a version starts with what comes from then on', async () => {
    const flow = await makeFlowOf(inbox({ trigger: null }));
    await flow.pause();
    const ids = arrive('a.png');
    await flow.update(inbox({}));
    await flow.install();
    ids.push(...arrive('b.png'));
    expect(await cyclesOf(flow, ids)).toEqual([0, 1]);
  });
});
