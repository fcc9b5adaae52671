/** Whose an item is: shares, pulling, giving to somebody else, and the next item for a person. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CallArgs, CallOutput } from '#contract/index.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, type Flow, graphOf, makeBench, makeFlow, storage, task } from './support/flow.ts';
import { actAs, byPerson, shares, story } from './support/people.ts';

let world: World;
let bench: Bench;

beforeEach(async () => {
  world = await openWorld();
  bench = await makeBench(world);
});

afterEach(async () => {
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

const labelGraph = (metadata: Readonly<Record<string, unknown>>) =>
  graphOf([storage('start', bench.inbox), task('label', metadata)], ['start > label']);
const labelFlow = (metadata: Readonly<Record<string, unknown>>) =>
  makeFlow(world, bench, labelGraph(metadata));

const names = (prefix: string, count: number) => Array.from({ length: count }, (_, at) => `${prefix}${at}`);

/** How many items each has. */
async function loads(flow: Flow): Promise<Record<string, number>> {
  const people = await byPerson(world, (await flow.task('label')).id);
  return Object.fromEntries(Object.entries(people).map(([person, items]) => [person, items.length]));
}

async function assignment(flow: Flow, person: string): Promise<CallOutput<'tasks.assignments'>[number]> {
  const all = await world.calls['tasks.assignments']({ taskId: (await flow.task('label')).id });
  const found = all.find((one) => one.person === person);
  if (!found) throw new Error(`nothing is ${person}'s`);
  return found;
}

describe('by shares', () => {
  test('shares are relative, whatever they add up to', async () => {
    const workload = [
      { assigneeId: 'ann', load: 150 },
      { assigneeId: 'ben', load: 50 },
    ];
    const flow = await labelFlow({ workload });
    await flow.send(...names('a', 40));
    expect(await loads(flow)).toEqual({ ann: 30, ben: 10 });
    expect(await assignment(flow, 'ann')).toMatchObject({ load: 150, items: 30, open: 30 });
  });

  test('new shares hold from then on; whoever left keeps what they have', async () => {
    const flow = await labelFlow({ workload: shares('ann', 'ben') });
    await flow.send(...names('a', 20));
    await flow.update(labelGraph({ workload: [{ assigneeId: 'ann', load: 1 }, ...shares('cid')] }));
    await flow.install();
    await flow.send(...names('b', 10));
    expect(await loads(flow)).toEqual({ ann: 15, ben: 10, cid: 5 });
    expect(await assignment(flow, 'ben')).toMatchObject({ load: 0, open: 10 });
    // The same shares again change nothing.
    await flow.install();
    await flow.send(...names('c', 2));
    expect(await loads(flow)).toEqual({ ann: 16, ben: 10, cid: 6 });
    const { items } = await world.calls['explain.pipeline']({ pipelineId: flow.pipelineId, limit: 50 });
    const told = items.filter((event) => event.kind === 'shares').map((event) => event.text);
    expect(told).toEqual(['"label" is shared out anew: ann 50 %, cid 50 %']);
  });

  test('an item that comes again goes to whoever had it, unless they have left', async () => {
    const flow = await labelFlow({ workload: shares('ann', 'ben') });
    const [first, second] = await flow.send('a', 'b');
    if (!first || !second) throw new Error('sent');
    await flow.decide('label', first.id, 'completed');
    await flow.decide('label', second.id, 'completed');
    await flow.run([second.id]);
    expect(await byPerson(world, (await flow.task('label')).id)).toEqual({
      ann: [first.id],
      ben: [second.id],
    });
    await flow.decide('label', second.id, 'completed');
    await flow.update(labelGraph({ workload: shares('ann') }));
    await flow.install();
    await flow.run([second.id]);
    expect(await loads(flow)).toEqual({ ann: 2 });
  });
});

describe('pulling', () => {
  test('items are nobody’s until somebody takes a batch, the oldest first, up to what they may have open', async () => {
    const flow = await labelFlow({ workload: shares('ann', 'ben'), batchSize: 4, maxBatchWorkload: 6 });
    const items = await flow.send(...names('a', 9));
    const { id: taskId, settings, counts } = await flow.task('label');
    expect(settings.pulling).toEqual({ batchSize: 4, maxOpen: 6 });
    expect(counts).toMatchObject({ total: 9, open: 9 });
    expect(await loads(flow)).toEqual({ '-': 9 });
    const pull = async (person?: string) =>
      world.calls['tasks.pull']({ taskId, ...(person ? { person } : {}) });
    const next = (person: string) => world.calls['tasks.next']({ taskId, person });
    expect(await next('ann')).toEqual({ itemId: null, canPull: true });
    expect(await pull('ann')).toEqual({ pulled: 4 });
    expect((await byPerson(world, taskId))['ann']).toEqual(items.slice(0, 4).map((item) => item.id));
    expect(await next('ann')).toEqual({ itemId: items[0]?.id, canPull: false });
    expect(await pull('ann')).toEqual({ pulled: 2 });
    expect(await pull('ann')).toEqual({ pulled: 0 });
    expect(await pull('ben')).toEqual({ pulled: 3 });
    for (const item of items.slice(0, 6)) await flow.decide('label', item.id, 'completed');
    expect(await pull('ann')).toEqual({ pulled: 0 });
    expect(await next('ann')).toEqual({ itemId: null, canPull: false });
    await expect(pull('eve')).rejects.toThrow('eve is not among the people who work on "label"');
    actAs(world, 'ben');
    expect(await pull()).toEqual({ pulled: 0 });
    expect((await story(world, items[0]?.id ?? fail())).join('\n')).toContain('ann took it in "label"');
  });

  test('without a limit of their own people may have two batches open', async () => {
    const flow = await labelFlow({ workload: shares('ann'), batchSize: 3 });
    await flow.send(...names('a', 9));
    const { id: taskId } = await flow.task('label');
    const pulled = [1, 2, 3].map(() => world.calls['tasks.pull']({ taskId, person: 'ann' }));
    expect(await Promise.all(pulled)).toEqual([{ pulled: 3 }, { pulled: 3 }, { pulled: 0 }]);
  });

  test('whoever decides on what is nobody’s has taken it', async () => {
    const flow = await labelFlow({ workload: shares('ann', 'ben'), batchSize: 3 });
    const [item] = await flow.send('a', 'b');
    if (!item) throw new Error('sent');
    actAs(world, 'ben');
    await flow.decide('label', item.id, 'completed');
    expect((await byPerson(world, (await flow.task('label')).id))['ben']).toEqual([item.id]);
  });

  test('where items are handed out by shares there is nothing to take', async () => {
    const flow = await labelFlow({});
    const { id: taskId } = await flow.task('label');
    const pull = async () => world.calls['tasks.pull']({ taskId });
    await expect(pull()).rejects.toThrow('handed out by shares');
  });
});

describe('the next item for a person', () => {
  test('only what is theirs: what came back first, then on from where they are and round', async () => {
    const flow = await makeFlow(
      world,
      bench,
      graphOf(
        [
          storage('start', bench.inbox),
          task('label', { workload: shares('ann', 'ben') }),
          task('qa', { taskType: 'qa' }),
        ],
        ['start > label', 'label > qa : completed'],
      ),
    );
    const items = await flow.send(...names('a', 8));
    const { id: taskId } = await flow.task('label');
    const people = await byPerson(world, taskId);
    const [a0, a1, a2, a3] = people['ann'] ?? [];
    if (!a0 || !a1 || !a2 || !a3) throw new Error('half of them are ann’s');
    const next = async (afterItemId: typeof a0 | null = null) =>
      (await world.calls['tasks.next']({ taskId, person: 'ann', afterItemId })).itemId;
    expect(await next()).toBe(a0);
    expect(await next(a0)).toBe(a1);
    expect(await next(a3)).toBe(a0);
    await flow.decide('label', a1, 'completed');
    expect(await next(a0)).toBe(a2);
    await world.calls['issues.open']({ taskId: (await flow.task('qa')).id, itemId: a1, text: 'loose' });
    expect(await next(a2)).toBe(a1);
    for (const itemId of [a0, a1, a2, a3]) await flow.decide('label', itemId, 'discard');
    expect(await next()).toBeNull();
    expect((await world.calls['tasks.next']({ taskId })).itemId).toBe(people['ben']?.[0]);
    expect((await world.calls['tasks.next']({ taskId, person: 'nobody' })).itemId).toBeNull();
    expect(items).toHaveLength(8);
  });
});

describe('giving to somebody else', () => {
  test('chosen items, all of a person, or everything', async () => {
    const flow = await labelFlow({ workload: shares('ann', 'ben') });
    const items = await flow.send(...names('a', 10));
    const { id: taskId } = await flow.task('label');
    const { ann = [], ben = [] } = await byPerson(world, taskId);
    const reassign = async (input: CallArgs<'tasks.reassign'>) => world.calls['tasks.reassign'](input);
    await flow.decide('label', ann[0] ?? fail(), 'completed');
    // What is decided, or theirs already, or not of the one named, stays.
    expect(await reassign({ taskId, itemIds: [ann[0] ?? fail(), ann[1] ?? fail()], to: 'ben' })).toEqual({
      moved: 1,
    });
    expect(await reassign({ taskId, itemIds: [ben[0] ?? fail()], from: 'ann', to: 'cid' })).toEqual({
      moved: 0,
    });
    expect(await reassign({ taskId, itemIds: null, from: 'ben', to: 'cid' })).toEqual({ moved: 6 });
    expect(await loads(flow)).toEqual({ ann: 4, cid: 6 });
    expect(await reassign({ taskId, itemIds: null, to: 'ben' })).toEqual({ moved: 9 });
    expect(await loads(flow)).toEqual({ ann: 1, ben: 9 });
    // Given by hand is not a share.
    await flow.send(...names('b', 4));
    expect(await loads(flow)).toEqual({ ann: 3, ben: 11 });
    await expect(
      reassign({ taskId, itemIds: [items[0]?.id ?? fail()], from: 'eve', to: 'ann' }),
    ).rejects.toThrow('eve has nothing in "label"');
    expect((await story(world, ann[1] ?? fail())).join('\n')).toContain('gave it to cid in "label"');
  });

  test('sharing out anew what nobody has decided on', async () => {
    const flow = await labelFlow({ workload: shares('ann', 'ben') });
    const items = await flow.send(...names('a', 12));
    const { id: taskId } = await flow.task('label');
    await world.calls['tasks.reassign']({ taskId, itemIds: null, to: 'ann' });
    await flow.decide('label', items[0]?.id ?? fail(), 'completed');
    await flow.decide('label', items[1]?.id ?? fail(), 'completed');
    expect(await world.calls['tasks.redistribute']({ taskId })).toEqual({ moved: 5 });
    expect(await loads(flow)).toEqual({ ann: 7, ben: 5 });
    expect(await assignment(flow, 'ann')).toMatchObject({ items: 7, open: 5 });
  });

  test('people who take items themselves have nothing to share out', async () => {
    const flow = await labelFlow({ workload: shares('ann'), batchSize: 3 });
    const { id: taskId } = await flow.task('label');
    const redistribute = async () => world.calls['tasks.redistribute']({ taskId });
    await expect(redistribute()).rejects.toThrow('take items of "label" themselves');
  });
});

function fail(): never {
  throw new Error('there is an item');
}
