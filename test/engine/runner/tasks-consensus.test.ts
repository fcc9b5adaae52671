/** Items that several people work on, each on a copy of their own. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Annotation, annotationSchema } from '#core/model/annotation.ts';
import type { ItemId } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import type { TaskItem } from '#core/model/task.ts';
import { draw } from '#core/pipeline/split.ts';
import { majorityOf } from '#engine/nodes/tasks/consensus.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, type Flow, graphOf, makeBench, makeFlow, storage, task } from './support/flow.ts';
import { shares, story } from './support/people.ts';

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

const CONSENSUS = { consensusTaskType: 'consensus', consensusPercentage: 100, consensusAssignees: 3 };
const TEAM = shares('ann', 'ben', 'cid', 'dan');
const DONE = ['completed', 'discard', 'consensus_done'];

/** Labels by several, then QA. */
async function consensusFlow(metadata: object = {}, actions: readonly string[] = DONE): Promise<Flow> {
  const label = task('label', { ...CONSENSUS, workload: TEAM, ...metadata });
  const outputs = label.outputs.map((port) => ({ ...port, actions: [...actions] }));
  const by = actions.includes('consensus_done') ? ['consensus_done', 'completed'] : ['completed'];
  return makeFlow(
    world,
    bench,
    graphOf(
      [
        storage('start', bench.inbox),
        { ...label, outputs },
        task('qa', { taskType: 'qa' }),
        storage('good', await bench.dataset('good')),
        storage('bad', await bench.dataset('bad')),
      ],
      [
        'start > label',
        ...by.map((action) => `label > qa : ${action}`),
        'label > bad : discard',
        'qa > good : approved',
      ],
    ),
  );
}

async function copies(flow: Flow): Promise<TaskItem[]> {
  const { items } = await world.calls['tasks.items']({ taskId: (await flow.task('label')).id, limit: 1000 });
  return items.filter((one) => one.copyOf !== null);
}

const place = async (flow: Flow, itemId: ItemId) =>
  (await world.calls['tasks.view']({ taskId: (await flow.task('label')).id, itemId })).taskItem;

let drawn = 0;
/** Draws a box on an item, as a person. */
async function label(itemId: ItemId, name: string, before: Annotation | null = null): Promise<Annotation> {
  drawn += 1;
  const id = before?.id ?? drawn.toString(16).padStart(24, '0');
  const after = annotationSchema.parse({
    ...(before ?? {}),
    id,
    itemId,
    label: name,
    geometry: { type: 'box', left: 0, top: 0, right: drawn, bottom: 10 },
    attributes: {},
    creator: 'x',
    createdAt: 1,
    updatedAt: 1,
    updatedBy: 'x',
    rev: (before?.rev ?? 0) + 1,
  });
  const changeSetId = `c${drawn}`.padStart(24, '0') as never;
  await world.calls['annotations.apply']({
    itemId,
    changeSetId,
    title: 'Box',
    diffs: [{ id: after.id, before, after }],
  });
  return after;
}

const labels = async (itemId: ItemId) =>
  (await world.calls['annotations.list']({ itemId })).map((one) => one.label).toSorted();

async function sent(flow: Flow, name = 'a'): Promise<Item> {
  const [item] = await flow.send(name);
  if (!item) throw new Error('sent');
  return item;
}

async function three(flow: Flow): Promise<[TaskItem, TaskItem, TaskItem]> {
  const [first, second, third, more] = await copies(flow);
  if (!first || !second || !third || more) throw new Error('three people work on it');
  return [first, second, third];
}

describe('copies', () => {
  test('each of several people has one, with what was on the item; no list and no count has them', async () => {
    const flow = await consensusFlow();
    const item = world.arrive(bench.inbox, 'a');
    await label(item.id, 'before');
    await flow.run([item.id]);
    const found = await three(flow);
    expect(new Set(found.map((one) => one.assignmentId)).size).toBe(3);
    expect(found.every((one) => one.copyOf === item.id && one.state === 'open')).toBe(true);
    for (const one of found) expect(await labels(one.itemId)).toEqual(['before']);
    expect(await place(flow, item.id)).toMatchObject({ state: 'consensus', assignmentId: null });
    expect((await flow.task('label')).counts).toMatchObject({ total: 1, open: 1 });
    expect((await world.calls['datasets.get']({ datasetId: bench.inbox })).itemCount).toBe(1);
    expect(await flow.inDataset(bench.inbox)).toEqual(['a']);
    const trash = { text: '', kind: null, status: null, trashed: true };
    const { items } = await world.calls['items.list']({ datasetId: bench.inbox, filter: trash });
    expect(items).toEqual([]);
    expect(await world.calls['items.restore']({ itemIds: [found[0].itemId] })).toEqual({ changed: 0 });
    expect((await story(world, item.id)).at(-1)).toBe(
      '"label": ann, ben, cid each work on a copy of it in "label"',
    );
  });

  test('people are handed theirs, and the item itself to nobody', async () => {
    const flow = await consensusFlow();
    const item = await sent(flow);
    const { id: taskId } = await flow.task('label');
    for (const [at, person] of ['ann', 'ben', 'cid'].entries()) {
      const { itemId } = await world.calls['tasks.next']({ taskId, person });
      expect(itemId).toBe((await copies(flow))[at]?.itemId);
    }
    expect((await world.calls['tasks.next']({ taskId, person: 'dan' })).itemId).toBeNull();
    await expect(flow.decide('label', item.id, 'completed')).rejects.toThrow('worked on by several people');
    const reassign = async (to: string) =>
      world.calls['tasks.reassign']({ taskId, itemIds: [(await three(flow))[0].itemId], to });
    await expect(reassign('ben')).rejects.toThrow('ben has a copy of this item already');
    expect(await reassign('dan')).toEqual({ moved: 1 });
  });

  test('a part of the items, always the same ones', async () => {
    const flow = await consensusFlow({ consensusPercentage: 30 });
    const items = await flow.send(...Array.from({ length: 60 }, (_, at) => `a${at}`));
    const { id } = await flow.task('label');
    const shared = new Set((await copies(flow)).map((one) => one.copyOf));
    expect(shared).toEqual(
      new Set(items.map((item) => item.id).filter((one) => draw('consensus', id, one) * 100 < 30)),
    );
    expect(shared.size).toBeGreaterThan(5);
    expect((await flow.task('label')).counts).toMatchObject({ total: 60, open: 60 });
  });

  test('fewer people than are asked for are refused at installing', async () => {
    await expect(consensusFlow({ workload: shares('ann', 'ben') })).rejects.toThrow(
      'the workload names only 2',
    );
    await expect(consensusFlow({ workload: [] })).rejects.toThrow(
      'In "label" 3 people are to work on the same items, but only 1 is in its workload',
    );
  });
});

describe('when all are done', () => {
  test('their labels are in the item, each with its person, and it goes on once', async () => {
    const flow = await consensusFlow();
    const item = world.arrive(bench.inbox, 'a');
    await label(item.id, 'before');
    await flow.run([item.id]);
    const [first, second, third] = await three(flow);
    await label(first.itemId, 'one');
    const [own] = await world.calls['annotations.list']({ itemId: second.itemId });
    if (!own) throw new Error('the copy has the label of before');
    await label(second.itemId, 'corrected', own);
    await flow.decide('label', first.itemId, 'completed');
    await flow.decide('label', second.itemId, 'completed');
    expect(await labels(item.id)).toEqual(['before']);
    expect((await flow.task('qa')).counts.total).toBe(0);
    expect(await flow.statuses()).toEqual(['in-progress']);
    await flow.decide('label', third.itemId, 'discard');
    expect(await labels(item.id)).toEqual(['before', 'corrected', 'one']);
    const merged = await world.calls['annotations.list']({ itemId: item.id });
    expect(merged.find((one) => one.label === 'one')?.metadata).toMatchObject({
      user: { consensus: { person: 'ann', copyId: first.itemId } },
    });
    expect(await place(flow, item.id)).toMatchObject({
      state: 'done',
      status: 'consensus_done',
      decidedBy: null,
    });
    expect((await flow.task('label')).counts).toMatchObject({
      total: 1,
      open: 0,
      byStatus: { consensus_done: 1 },
    });
    expect((await flow.task('qa')).counts).toMatchObject({ total: 1, open: 1 });
    expect((await world.calls['items.get']({ itemId: first.itemId })).trashed).toBe(true);
    await flow.decide('qa', item.id, 'approved');
    expect(await flow.inDataset(await bench.dataset('good'))).toEqual(['a']);
    expect(await flow.statuses()).toEqual(['success']);
  });

  test('without an output for it the majority decides', async () => {
    const flow = await consensusFlow({}, ['completed', 'discard']);
    const item = await sent(flow);
    const [first, second, third] = await three(flow);
    await flow.decide('label', first.itemId, 'discard');
    await flow.decide('label', second.itemId, 'completed');
    await flow.decide('label', third.itemId, 'discard');
    expect(await place(flow, item.id)).toMatchObject({ status: 'discard' });
    expect(await flow.inDataset(await bench.dataset('bad'))).toEqual(['a']);
  });

  test.each([
    [['discard', 'completed', 'discard'], 'discard'],
    [['discard', 'completed'], 'completed'],
    [['discard', 'unsure', 'x'], 'completed'],
    [['discard'], 'discard'],
  ])('of %o the majority is %s', (statuses, status) => {
    expect(majorityOf(statuses, 'completed')).toBe(status);
  });

  test('nobody decides consensus_done themselves', async () => {
    const flow = await consensusFlow();
    expect((await flow.task('label')).actions).toEqual(['completed', 'discard']);
  });
});

describe('taking back', () => {
  test('before all are done: that copy waits again', async () => {
    const flow = await consensusFlow();
    await sent(flow);
    const [first, second, third] = await three(flow);
    await flow.decide('label', first.itemId, 'completed');
    await flow.undecide('label', first.itemId);
    await flow.decide('label', second.itemId, 'completed');
    await flow.decide('label', third.itemId, 'completed');
    expect((await flow.task('qa')).counts.total).toBe(0);
    await flow.decide('label', first.itemId, 'completed');
    expect((await flow.task('qa')).counts.total).toBe(1);
  });

  test('after: first the decision on the item itself, then the copies are there again', async () => {
    const flow = await consensusFlow();
    const item = await sent(flow);
    const [first, second, third] = await three(flow);
    await label(first.itemId, 'one');
    for (const one of [first, second, third]) await flow.decide('label', one.itemId, 'completed');
    await expect(flow.undecide('label', first.itemId)).rejects.toThrow(
      'Take "consensus_done" of the item in "label" back first',
    );
    await flow.undecide('label', item.id);
    expect(await labels(item.id)).toEqual([]);
    expect(await place(flow, item.id)).toMatchObject({ state: 'consensus', status: null });
    expect((await flow.task('qa')).counts.total).toBe(0);
    // The last one waits again, so that somebody can go on; the others are decided, and can be taken back.
    expect((await copies(flow)).map((one) => one.state)).toEqual(['done', 'done', 'open']);
    await flow.undecide('label', first.itemId);
    expect(await labels(first.itemId)).toEqual(['one']);
    await flow.decide('label', first.itemId, 'completed');
    await flow.decide('label', third.itemId, 'completed');
    expect(await labels(item.id)).toEqual(['one']);
    expect((await flow.task('qa')).counts.total).toBe(1);
    await flow.decide('qa', item.id, 'approved');
    await expect(flow.undecide('label', item.id)).rejects.toThrow('"approved" was decided in "qa" since');
  });

  test('what somebody has changed on the item since stays', async () => {
    const flow = await consensusFlow();
    const item = await sent(flow);
    const found = await three(flow);
    await label(found[0].itemId, 'one');
    await label(found[1].itemId, 'two');
    for (const one of found) await flow.decide('label', one.itemId, 'completed');
    const merged = await world.calls['annotations.list']({ itemId: item.id });
    await label(item.id, 'one, better', merged.find((one) => one.label === 'one') ?? null);
    await flow.undecide('label', item.id);
    expect(await labels(item.id)).toEqual(['one, better']);
  });
});

describe('with the rest of a pipeline', () => {
  test('an issue brings it to one person, and back by the same way', async () => {
    const flow = await consensusFlow({}, ['consensus_done', ...DONE.slice(0, 2)]);
    const item = await sent(flow);
    for (const one of await three(flow)) await flow.decide('label', one.itemId, 'completed');
    const qa = await flow.task('qa');
    await world.calls['issues.open']({ taskId: qa.id, itemId: item.id, text: 'loose' });
    const { id: taskId } = await flow.task('label');
    expect(await world.calls['tasks.next']({ taskId, person: 'cid' })).toMatchObject({ itemId: item.id });
    await flow.decide('label', item.id, 'completed');
    expect((await flow.task('qa')).counts).toMatchObject({ total: 1, open: 1, rework: 1 });
    await flow.undecide('label', item.id);
    await flow.undecide('qa', item.id);
    expect(await place(flow, item.id)).toMatchObject({ state: 'done' });
    await world.calls['issues.open']({ taskId: qa.id, itemId: item.id, text: 'loose' });
    await flow.decide('label', item.id, 'discard');
    expect(await flow.inDataset(await bench.dataset('bad'))).toEqual(['a']);
  });

  test('taken back from before: nobody works on copies any more; when it comes again they go on', async () => {
    const consensus = task('label', { ...CONSENSUS, workload: TEAM });
    const flow = await makeFlow(
      world,
      bench,
      graphOf(
        [storage('start', bench.inbox), task('look'), consensus],
        ['start > look', 'look > label : completed'],
      ),
    );
    const item = await sent(flow);
    await flow.decide('look', item.id, 'completed');
    const [first] = await three(flow);
    await label(first.itemId, 'begun');
    await flow.decide('label', first.itemId, 'completed');
    await expect(flow.undecide('look', item.id)).rejects.toThrow('"completed" was decided in "label" since');
    await flow.undecide('label', first.itemId);
    await flow.undecide('look', item.id);
    expect(await copies(flow)).toEqual([]);
    expect((await flow.task('label')).counts.total).toBe(0);
    await flow.decide('look', item.id, 'completed');
    const again = await three(flow);
    expect(again[0].itemId).toBe(first.itemId);
    expect(await labels(first.itemId)).toEqual(['begun']);
    for (const one of again) await flow.decide('label', one.itemId, 'completed');
    expect(await labels(item.id)).toEqual(['begun']);
  });

  test('the item comes again while copies are worked on: one result for both cycles', async () => {
    const flow = await consensusFlow();
    const item = await sent(flow);
    await flow.run([item.id]);
    for (const one of await three(flow)) await flow.decide('label', one.itemId, 'completed');
    expect((await flow.task('qa')).counts).toMatchObject({ total: 1, open: 1 });
    expect((await flow.taken()).slice(0, 2)).toEqual([2, 2]);
    await flow.undecide('label', item.id);
    const found = await three(flow);
    const waits = found.find((one) => one.state === 'open');
    if (!waits) throw new Error('one waits again');
    await flow.decide('label', waits.itemId, 'completed');
    await flow.decide('qa', item.id, 'approved');
    expect(await flow.statuses()).toEqual(['success', 'success']);
  });

  test('after its decision it is worked on afresh', async () => {
    const flow = await consensusFlow();
    const item = await sent(flow);
    const before = await three(flow);
    await label(before[0].itemId, 'one');
    for (const one of before) await flow.decide('label', one.itemId, 'completed');
    await flow.run([item.id], 'label');
    const again = await three(flow);
    expect(again.map((one) => one.itemId)).not.toContain(before[0].itemId);
    expect(await labels(again[0].itemId)).toEqual(['one']);
    for (const one of again) await flow.decide('label', one.itemId, 'completed');
    expect(await labels(item.id)).toEqual(['one']);
    await expect(flow.undecide('label', before[0].itemId)).rejects.toMatchObject({ code: 'wrong-state' });
  });

  test('ending the cycle ends the work on copies', async () => {
    const flow = await consensusFlow();
    await sent(flow);
    const [first] = await three(flow);
    await flow.decide('label', first.itemId, 'completed');
    await world.calls['cycles.terminate']({ cycleId: (await flow.cycle()).id });
    expect((await flow.task('label')).counts).toMatchObject({ total: 0, open: 0 });
    expect(await copies(flow)).toEqual([]);
  });
});
