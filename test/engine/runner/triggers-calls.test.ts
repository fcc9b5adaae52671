/** What people see of triggers, and switching them. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, graphOf, makeBench, makeFlow, storage } from './support/flow.ts';
import { fn, give, withRunners } from './support/nodes.ts';
import { cron, cyclesOf, on, startsOn } from './support/starts.ts';

const NOON = Date.parse('2027-01-15T12:00:00Z');
const HOUR = 3_600_000;

let world: World;
let bench: Bench;

beforeEach(async () => {
  world = await openWorld({ graphs: withRunners({ give }), now: NOON });
  bench = await makeBench(world);
});

afterEach(() => world.close());

const arrive = (name: string) => world.arrive(bench.inbox, name).id;

function graph() {
  const nodes = [
    storage('in', bench.inbox),
    fn('tick', 'give', { inputs: {}, outputs: { text: 'String' }, config: { outputs: {} } }),
    fn('plain', 'give'),
  ];
  const filter = { name: 'a*' };
  const triggers = {
    in: { ...on({ filter }), name: 'arrivals' },
    tick: cron('15 * * * *', { endAt: NOON * 2 }),
  };
  return startsOn(graphOf(nodes, []), triggers);
}

test('each trigger is told with what it has done', async () => {
  const { projectId } = bench;
  const made = await world.calls['pipelines.create']({ projectId, name: 'P', graph: graph() });
  const { id: pipelineId } = made;
  const list = () => world.calls['triggers.list']({ pipelineId });
  const shared = { active: true, listening: false, lastFiredAt: null, started: 0 };
  const [event, clock] = [
    {
      kind: 'event',
      nodeId: 'in',
      nodeName: 'in',
      name: 'arrivals',
      resource: 'Item',
      actions: ['Created'],
      mode: 'Once',
      filter: '{"name":"a*"}',
    },
    {
      kind: 'cron',
      nodeId: 'tick',
      nodeName: 'tick',
      name: null,
      cron: '15 * * * *',
      startAt: null,
      endAt: NOON * 2,
    },
  ];
  expect(await list()).toEqual([
    { ...event, ...shared },
    { ...clock, ...shared, nextAt: null },
  ]);
  await world.calls['pipelines.install']({ pipelineId });
  const nextAt = new Date(NOON).setMinutes(15);
  const listening = { ...shared, listening: true };
  expect(await list()).toEqual([
    { ...event, ...listening },
    { ...clock, ...listening, nextAt },
  ]);
  for (const name of ['a.png', 'b.png', 'ab.png']) arrive(name);
  world.clock.at = nextAt;
  world.timed.refresh();
  await world.settled();
  expect(await list()).toEqual([
    { ...event, ...listening, lastFiredAt: NOON, started: 2 },
    { ...clock, ...listening, lastFiredAt: nextAt, started: 1, nextAt: nextAt + HOUR },
  ]);
  await world.calls['pipelines.pause']({ pipelineId });
  expect(await list()).toMatchObject([
    { listening: false, active: true, started: 2 },
    { listening: false, nextAt: null },
  ]);
  await world.calls['pipelines.install']({ pipelineId });
  await world.calls['pipelines.pause']({ pipelineId, keepTriggersActive: true });
  expect(await list()).toMatchObject([{ listening: true }, { listening: true, nextAt: nextAt + HOUR }]);
});

test('of the version that runs, not of one that waits for an install', async () => {
  const flow = await makeFlow(world, bench, graph());
  await flow.update(startsOn(graph(), { plain: on({ actions: ['Updated'] }) }));
  const list = async () =>
    (await world.calls['triggers.list']({ pipelineId: flow.pipelineId })).map((one) => one.nodeId);
  expect(await list()).toEqual(['in', 'tick']);
  await flow.install();
  expect(await list()).toEqual(['plain']);
});

test('a trigger that is switched off starts nothing, over all installs, and makes up for nothing', async () => {
  const flow = await makeFlow(world, bench, graph());
  const { pipelineId } = flow;
  const set = (nodeId: string, active: boolean) =>
    world.calls['triggers.setActive']({ pipelineId, nodeId, active });
  const off = await set('in', false);
  expect(off).toMatchObject([
    { nodeId: 'in', active: false, listening: false },
    { nodeId: 'tick', active: true, listening: true },
  ]);
  const ids = [arrive('a1.png')];
  await flow.pause();
  ids.push(arrive('a2.png'));
  await flow.install();
  ids.push(arrive('a3.png'));
  await set('in', false);
  await set('in', true);
  ids.push(arrive('a4.png'));
  expect(await cyclesOf(flow, ids)).toEqual([0, 0, 0, 1]);
  const { items } = await world.calls['explain.pipeline']({ pipelineId, limit: 100 });
  const switched = items.filter((one) => one.kind === 'trigger-switched').map((one) => one.text);
  expect(switched.toSorted()).toEqual([
    expect.stringContaining('switched off'),
    expect.stringContaining('switched on'),
  ]);
});

test('a timed one that is switched off and on again goes on with its next time', async () => {
  const flow = await makeFlow(world, bench, graph());
  const { pipelineId } = flow;
  const set = (active: boolean) => world.calls['triggers.setActive']({ pipelineId, nodeId: 'tick', active });
  expect(await set(false)).toMatchObject([{}, { nextAt: null, listening: false }]);
  await flow.install();
  world.clock.at = NOON + 2 * HOUR;
  world.timed.refresh();
  await world.settled();
  expect(await set(true)).toMatchObject([{}, { nextAt: NOON + 2.25 * HOUR, listening: true }]);
  await world.settled();
  expect(await flow.cycles()).toEqual([]);
  // While it is paused there is no next time, switched on or not.
  await flow.pause();
  await set(false);
  expect(await set(true)).toMatchObject([{}, { nextAt: null, listening: false }]);
});

test('one that is switched off before the first install stays so', async () => {
  const { projectId } = bench;
  const { id: pipelineId } = await world.calls['pipelines.create']({ projectId, name: 'P', graph: graph() });
  arrive('a1.png');
  await world.calls['triggers.setActive']({ pipelineId, nodeId: 'in', active: false });
  await world.calls['pipelines.install']({ pipelineId });
  arrive('a2.png');
  const [trigger] = await world.calls['triggers.setActive']({ pipelineId, nodeId: 'in', active: true });
  expect(trigger).toMatchObject({ active: true, listening: true, started: 0 });
  arrive('a3.png');
  expect(world.db.all('SELECT key FROM cycle')).toHaveLength(1);
});

test('what is not there is named', async () => {
  const flow = await makeFlow(world, bench, graph());
  const { pipelineId } = flow;
  const list = async (id: string) => world.calls['triggers.list']({ pipelineId: id as never });
  const set = async (nodeId: string) =>
    world.calls['triggers.setActive']({ pipelineId, nodeId, active: false });
  await expect(list('0'.repeat(24))).rejects.toMatchObject({ code: 'not-found' });
  for (const nodeId of ['plain', 'nobody']) {
    await expect(set(nodeId)).rejects.toThrow('This node has no trigger.');
  }
});
