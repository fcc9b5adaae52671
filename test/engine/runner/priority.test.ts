/** Cycles that a person raises or lowers: their turn in the queues of nodes and of tasks. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CyclePriority } from '#core/model/cycle.ts';
import type { ItemId } from '#core/model/ids.ts';
import type { InlineNode } from '#engine/nodes/node.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, type Flow, graphOf, makeBench, makeFlow, task } from './support/flow.ts';
import { echo, fn, withRunners } from './support/nodes.ts';
import { shares } from './support/people.ts';

let world: World;
let bench: Bench;
let ran: string[];

beforeEach(async () => {
  ran = [];
  const note: InlineNode = {
    lane: 'inline',
    writes: false,
    run(_tx, run) {
      ran.push(run.item().name);
      return { kind: 'done', action: null, why: 'noted' };
    },
  };
  world = await openWorld({ graphs: withRunners({ echo, note }) });
  bench = await makeBench(world);
});

afterEach(async () => {
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

async function setPriority(flow: Flow, name: string, priority: CyclePriority) {
  const cycle = (await flow.cycles()).find(({ itemName }) => itemName === name);
  if (!cycle) throw new Error(`no cycle of ${name}`);
  return world.calls['cycles.setPriority']({ cycleId: cycle.id, priority });
}

/** Cycles of these items that wait in the queue of a pipeline that is paused. */
async function queued(names: readonly string[], graph = graphOf([fn('note', 'note')], [])): Promise<Flow> {
  const flow = await makeFlow(world, bench, graph);
  const itemIds = names.map((name) => world.arrive(bench.inbox, name).id);
  await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, itemIds });
  await flow.pause();
  return flow;
}

test('in the queue of a node what is raised goes first, what is lowered last', async () => {
  const flow = await queued(['a', 'b', 'c', 'd']);
  expect(ran).toEqual([]);
  await setPriority(flow, 'a', 1);
  expect(await setPriority(flow, 'c', 3)).toMatchObject({ priority: 3 });
  await flow.install();
  expect(ran).toEqual(['c', 'b', 'd', 'a']);
});

test('what comes later in the cycle has it too, before what its nodes say; set back, they say again', async () => {
  const high = { ...fn('next', 'echo'), metadata: { priority: 3 } };
  const flow = await makeFlow(
    world,
    bench,
    graphOf([fn('first', 'echo'), task('label'), high], ['first > label', 'label > next : completed']),
  );
  const [item] = await flow.send('a');
  const priorities = () =>
    world.db
      .all<{ priority: number }>('SELECT priority FROM execution ORDER BY key')
      .map((row) => row.priority);
  await setPriority(flow, 'a', 1);
  expect(priorities()).toEqual([2, 1]);
  await flow.rerun('startFromBeginning');
  expect(priorities().slice(2)).toEqual([1, 1]);
  await setPriority(flow, 'a', null);
  expect(priorities().at(-1)).toBe(2);
  await flow.pause();
  await flow.decide('label', item?.id ?? ('' as ItemId), 'completed');
  // A person waits for what they have decided: that is before everything.
  expect(priorities().at(-1)).toBe(10);
  await setPriority(flow, 'a', 1);
  expect(priorities().at(-1)).toBe(10);
});

test('it is told in the history with who; a cycle that a reset has cleared takes none', async () => {
  const flow = await queued(['a']);
  await setPriority(flow, 'a', 3);
  await setPriority(flow, 'a', 3);
  await setPriority(flow, 'a', null);
  const { id: cycleId } = await flow.cycle();
  const { items } = await world.calls['explain.cycle']({ cycleId });
  expect(items.filter(({ kind }) => kind === 'priority')).toMatchObject([
    { actor: world.ctx.settings().person, text: 'Priority as its nodes have it, it was high' },
    { text: 'Priority high, it was as its nodes have it' },
  ]);
  await world.calls['pipelines.reset']({ pipelineId: flow.pipelineId });
  const late = async () => world.calls['cycles.setPriority']({ cycleId, priority: 3 });
  await expect(late()).rejects.toMatchObject({ code: 'wrong-state' });
});

test('in a task the next item is of the highest cycle; within one priority the order is as before', async () => {
  const flow = await makeFlow(world, bench, graphOf([fn('first', 'echo'), task('label')], ['first > label']));
  const items = await flow.send('a', 'b', 'c', 'd');
  const { id: taskId } = await flow.task('label');
  const { person } = world.ctx.settings();
  const order = async (who?: string) => {
    const { itemId } = await world.calls['tasks.next']({ taskId, ...(who ? { person: who } : {}) });
    return items.find(({ id }) => id === itemId)?.name ?? null;
  };
  await setPriority(flow, 'c', 3);
  await setPriority(flow, 'a', 1);
  expect([await order(), await order(person)]).toEqual(['c', 'c']);
  const seen: (string | null)[] = [];
  for (let at = 0; at < 4; at += 1) {
    const name = await order();
    seen.push(name);
    const { id } = items.find((one) => one.name === name) ?? { id: '' as ItemId };
    await flow.decide('label', id, 'completed');
  }
  expect(seen).toEqual(['c', 'b', 'd', 'a']);
  await flow.undecide('label', items[3]?.id ?? ('' as ItemId));
  await setPriority(flow, 'd', 3);
  await flow.undecide('label', items[1]?.id ?? ('' as ItemId));
  expect(await order()).toBe('d');
});

test('an item that waits for several cycles has the highest of them; who takes items takes it first', async () => {
  const flow = await makeFlow(
    world,
    bench,
    graphOf(
      [fn('first', 'echo'), task('label', { workload: shares('ann'), batchSize: 3 })],
      ['first > label'],
    ),
  );
  const items = await flow.send('a', 'b', 'c', 'd');
  const id = items[3]?.id ?? ('' as ItemId);
  await flow.run([id]);
  const again = (await flow.cycles()).at(-1)?.id ?? ('' as never);
  const set = async (priority: CyclePriority) =>
    world.calls['cycles.setPriority']({ cycleId: again, priority });
  const priorities = () =>
    world.db
      .all<{ priority: number }>('SELECT priority FROM task_item ORDER BY seq')
      .map((row) => row.priority);
  const { id: taskId } = await flow.task('label');
  await set(1);
  expect(priorities()).toEqual([2, 2, 2, 2]);
  await set(3);
  expect(priorities()).toEqual([2, 2, 2, 3]);
  expect(await world.calls['tasks.pull']({ taskId, person: 'ann' })).toEqual({ pulled: 3 });
  expect(await world.calls['tasks.next']({ taskId, person: 'ann' })).toMatchObject({ itemId: id });
  // The one that was raised goes: the item waits for the other.
  await world.calls['cycles.terminate']({ cycleId: again });
  expect(priorities()).toEqual([2, 2, 2, 2]);
});
