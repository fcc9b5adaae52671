/** Copies that several people work on: taking decisions back, issues, and items that come again. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { CONSENSUS, consensusOf, DONE, makeConsensus } from './support/consensus.ts';
import { type Bench, graphOf, makeBench, makeFlow, storage, task } from './support/flow.ts';

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

describe('taking back', () => {
  test('before all are done: that copy waits again', async () => {
    const flow = await makeConsensus(world, bench);
    await flow.one();
    const [first, second, third] = await flow.three();
    await flow.decide('label', first.itemId, 'completed');
    await flow.undecide('label', first.itemId);
    await flow.decide('label', second.itemId, 'completed');
    await flow.decide('label', third.itemId, 'completed');
    expect((await flow.task('qa')).counts.total).toBe(0);
    await flow.decide('label', first.itemId, 'completed');
    expect((await flow.task('qa')).counts.total).toBe(1);
  });

  test('after: first the decision on the item itself, then the copies are there again', async () => {
    const flow = await makeConsensus(world, bench);
    const item = await flow.one();
    const [first, second, third] = await flow.three();
    await flow.label(first.itemId, 'one');
    for (const one of [first, second, third]) await flow.decide('label', one.itemId, 'completed');
    await expect(flow.undecide('label', first.itemId)).rejects.toThrow(
      'Take "consensus_done" of the item in "label" back first',
    );
    await flow.undecide('label', item.id);
    expect(await flow.labels(item.id)).toEqual([]);
    expect(await flow.place(item.id)).toMatchObject({ state: 'consensus', status: null });
    expect((await flow.task('qa')).counts.total).toBe(0);
    // The last one waits again, so that somebody can go on; the others are decided, and can be taken back.
    expect((await flow.copies()).map((one) => one.state)).toEqual(['done', 'done', 'open']);
    await flow.undecide('label', first.itemId);
    expect(await flow.labels(first.itemId)).toEqual(['one']);
    await flow.decide('label', first.itemId, 'completed');
    await flow.decide('label', third.itemId, 'completed');
    expect(await flow.labels(item.id)).toEqual(['one']);
    expect((await flow.task('qa')).counts.total).toBe(1);
    await flow.decide('qa', item.id, 'approved');
    await expect(flow.undecide('label', item.id)).rejects.toThrow('"approved" was decided in "qa" since');
  });

  test('what somebody has changed on the item since stays', async () => {
    const flow = await makeConsensus(world, bench);
    const item = await flow.one();
    const found = await flow.three();
    await flow.label(found[0].itemId, 'one');
    await flow.label(found[1].itemId, 'two');
    for (const one of found) await flow.decide('label', one.itemId, 'completed');
    const merged = await world.calls['annotations.list']({ itemId: item.id });
    await flow.label(item.id, 'one, better', merged.find((one) => one.label === 'one') ?? null);
    await flow.undecide('label', item.id);
    expect(await flow.labels(item.id)).toEqual(['one, better']);
  });
});

describe('with the rest of a pipeline', () => {
  test('an issue brings it to one person, and back by the same way', async () => {
    const flow = await makeConsensus(world, bench, {}, ['consensus_done', ...DONE.slice(0, 2)]);
    const item = await flow.one();
    for (const one of await flow.three()) await flow.decide('label', one.itemId, 'completed');
    const qa = await flow.task('qa');
    await world.calls['issues.open']({ taskId: qa.id, itemId: item.id, text: 'loose' });
    const { id: taskId } = await flow.task('label');
    expect(await world.calls['tasks.next']({ taskId, person: 'cid' })).toMatchObject({ itemId: item.id });
    await flow.decide('label', item.id, 'completed');
    expect((await flow.task('qa')).counts).toMatchObject({ total: 1, open: 1, rework: 1 });
    await flow.undecide('label', item.id);
    await flow.undecide('qa', item.id);
    expect(await flow.place(item.id)).toMatchObject({ state: 'done' });
    await world.calls['issues.open']({ taskId: qa.id, itemId: item.id, text: 'loose' });
    await flow.decide('label', item.id, 'discard');
    expect(await flow.inDataset(await bench.dataset('bad'))).toEqual(['a']);
  });

  test('taken back from before: nobody works on copies any more; when it comes again they go on', async () => {
    const label = task('label', CONSENSUS);
    const graph = graphOf(
      [storage('start', bench.inbox), task('look'), label],
      ['start > look', 'look > label : completed'],
    );
    const flow = consensusOf(world, await makeFlow(world, bench, graph));
    const item = await flow.one();
    await flow.decide('look', item.id, 'completed');
    const [first] = await flow.three();
    await flow.label(first.itemId, 'begun');
    await flow.decide('label', first.itemId, 'completed');
    await expect(flow.undecide('look', item.id)).rejects.toThrow('"completed" was decided in "label" since');
    await flow.undecide('label', first.itemId);
    await flow.undecide('look', item.id);
    expect(await flow.copies()).toEqual([]);
    expect((await flow.task('label')).counts.total).toBe(0);
    await flow.decide('look', item.id, 'completed');
    const again = await flow.three();
    expect(again[0].itemId).toBe(first.itemId);
    expect(await flow.labels(first.itemId)).toEqual(['begun']);
    for (const one of again) await flow.decide('label', one.itemId, 'completed');
    expect(await flow.labels(item.id)).toEqual(['begun']);
  });

  test('the item comes again while copies are worked on: one result for both cycles', async () => {
    const flow = await makeConsensus(world, bench);
    const item = await flow.one();
    await flow.run([item.id]);
    for (const one of await flow.three()) await flow.decide('label', one.itemId, 'completed');
    expect((await flow.task('qa')).counts).toMatchObject({ total: 1, open: 1 });
    expect((await flow.taken()).slice(0, 2)).toEqual([2, 2]);
    await flow.undecide('label', item.id);
    const found = await flow.three();
    const waits = found.find((one) => one.state === 'open');
    if (!waits) throw new Error('one waits again');
    await flow.decide('label', waits.itemId, 'completed');
    await flow.decide('qa', item.id, 'approved');
    expect(await flow.statuses()).toEqual(['success', 'success']);
  });

  test('after its decision it is worked on afresh', async () => {
    const flow = await makeConsensus(world, bench);
    const item = await flow.one();
    const before = await flow.three();
    await flow.label(before[0].itemId, 'one');
    for (const one of before) await flow.decide('label', one.itemId, 'completed');
    await flow.run([item.id], 'label');
    const again = await flow.three();
    expect(again.map((one) => one.itemId)).not.toContain(before[0].itemId);
    expect(await flow.labels(again[0].itemId)).toEqual(['one']);
    for (const one of again) await flow.decide('label', one.itemId, 'completed');
    expect(await flow.labels(item.id)).toEqual(['one']);
    await expect(flow.undecide('label', before[0].itemId)).rejects.toMatchObject({ code: 'wrong-state' });
  });

  test('ending the cycle ends the work on copies', async () => {
    const flow = await makeConsensus(world, bench);
    await flow.one();
    const [first] = await flow.three();
    await flow.decide('label', first.itemId, 'completed');
    await world.calls['cycles.terminate']({ cycleId: (await flow.cycle()).id });
    expect((await flow.task('label')).counts).toMatchObject({ total: 0, open: 0 });
    expect(await flow.copies()).toEqual([]);
  });
});
