/** Items that several people work on, each on a copy of their own: handing out, and bringing the work together. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { draw } from '#core/pipeline/split.ts';
import { saveVideo } from '#engine/db/queries/items.ts';
import { majorityOf } from '#engine/nodes/tasks/consensus.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { makeConsensus } from './support/consensus.ts';
import { type Bench, makeBench } from './support/flow.ts';
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

describe('copies', () => {
  test('each of several people has one, with what was on the item; no list and no count has them', async () => {
    const flow = await makeConsensus(world, bench);
    const item = world.arrive(bench.inbox, 'a');
    await flow.label(item.id, 'before');
    await flow.run([item.id]);
    const found = await flow.three();
    expect(new Set(found.map((one) => one.assignmentId)).size).toBe(3);
    expect(found.every((one) => one.copyOf === item.id && one.state === 'open')).toBe(true);
    for (const one of found) expect(await flow.labels(one.itemId)).toEqual(['before']);
    expect(await flow.place(item.id)).toMatchObject({ state: 'consensus', assignmentId: null });
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
    const flow = await makeConsensus(world, bench);
    const item = await flow.one();
    const { id: taskId } = await flow.task('label');
    for (const [at, person] of ['ann', 'ben', 'cid'].entries()) {
      const { itemId } = await world.calls['tasks.next']({ taskId, person });
      expect(itemId).toBe((await flow.copies())[at]?.itemId);
    }
    expect((await world.calls['tasks.next']({ taskId, person: 'dan' })).itemId).toBeNull();
    await expect(flow.decide('label', item.id, 'completed')).rejects.toThrow('worked on by several people');
    const reassign = async (to: string) =>
      world.calls['tasks.reassign']({ taskId, itemIds: [(await flow.three())[0].itemId], to });
    await expect(reassign('ben')).rejects.toThrow('ben has a copy of this item already');
    expect(await reassign('dan')).toEqual({ moved: 1 });
  });

  test('a copy of a video knows its frames', async () => {
    const flow = await makeConsensus(world, bench);
    const item = world.arrive(bench.inbox, 'a');
    const facts = {
      frameCount: 3,
      timeBase: { num: 1, den: 10 },
      durationSeconds: 0.3,
      averageRate: 10,
      rotation: 0,
      codec: 'h264',
      hasAudio: false,
      toolVersion: '1',
      damaged: false,
      colour: null,
      pixelFormat: null,
      origin: null,
      keyFrames: null,
      check: null,
    };
    world.ctx.unit('test', (tx) => saveVideo(tx.db, item.id, facts, new Uint8Array([1])));
    await flow.run([item.id]);
    const [first] = await flow.three();
    const rows = world.db.all('SELECT facts FROM video WHERE item_id = :itemId', { itemId: first.itemId });
    expect(rows).toEqual([{ facts: JSON.stringify(facts) }]);
  });

  test('a part of the items, always the same ones', async () => {
    const flow = await makeConsensus(world, bench, { consensusPercentage: 30 });
    const items = await flow.send(...Array.from({ length: 60 }, (_, at) => `a${at}`));
    const { id } = await flow.task('label');
    const shared = new Set((await flow.copies()).map((one) => one.copyOf));
    expect(shared).toEqual(
      new Set(items.map((item) => item.id).filter((one) => draw('consensus', id, one) * 100 < 30)),
    );
    expect(shared.size).toBeGreaterThan(5);
    expect((await flow.task('label')).counts).toMatchObject({ total: 60, open: 60 });
  });

  test('fewer people than are asked for are refused at installing', async () => {
    await expect(makeConsensus(world, bench, { workload: shares('ann', 'ben') })).rejects.toThrow(
      'the workload names only 2',
    );
    await expect(makeConsensus(world, bench, { workload: [] })).rejects.toThrow(
      'In "label" 3 people are to work on the same items, but only 1 is in its workload',
    );
  });
});

describe('when all are done', () => {
  test('their labels are in the item, each with its person, and it goes on once', async () => {
    const flow = await makeConsensus(world, bench);
    const item = world.arrive(bench.inbox, 'a');
    await flow.label(item.id, 'before');
    await flow.run([item.id]);
    const [first, second, third] = await flow.three();
    await flow.label(first.itemId, 'one');
    const [own] = await world.calls['annotations.list']({ itemId: second.itemId });
    if (!own) throw new Error('the copy has the label of before');
    await flow.label(second.itemId, 'corrected', own);
    await flow.decide('label', first.itemId, 'completed');
    await flow.decide('label', second.itemId, 'completed');
    expect(await flow.labels(item.id)).toEqual(['before']);
    expect((await flow.task('qa')).counts.total).toBe(0);
    expect(await flow.statuses()).toEqual(['in-progress']);
    await flow.decide('label', third.itemId, 'discard');
    expect(await flow.labels(item.id)).toEqual(['before', 'corrected', 'one']);
    const merged = await world.calls['annotations.list']({ itemId: item.id });
    expect(merged.find((one) => one.label === 'one')?.metadata).toMatchObject({
      user: { consensus: { person: 'ann', copyId: first.itemId } },
    });
    expect(await flow.place(item.id)).toMatchObject({
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
    const flow = await makeConsensus(world, bench, {}, ['completed', 'discard']);
    const item = await flow.one();
    const [first, second, third] = await flow.three();
    await flow.decide('label', first.itemId, 'discard');
    await flow.decide('label', second.itemId, 'completed');
    await flow.decide('label', third.itemId, 'discard');
    expect(await flow.place(item.id)).toMatchObject({ status: 'discard' });
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
    const flow = await makeConsensus(world, bench);
    expect((await flow.task('label')).actions).toEqual(['completed', 'discard']);
  });
});
