/** Decisions that are taken back and given again, and items that come to a task more than once. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, type Flow, graphOf, makeBench, makeFlow, storage, task } from './support/flow.ts';
import { story } from './support/people.ts';

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

const statusOf = async (itemId: string) =>
  (await world.calls['items.get']({ itemId: itemId as never })).status;

/** Labels, then out by their decision. */
async function labelFlow(repeatable: boolean): Promise<Flow> {
  return makeFlow(
    world,
    bench,
    graphOf(
      [
        storage('start', bench.inbox),
        task('label', { repeatable }),
        storage('good', await bench.dataset('good')),
        storage('bad', await bench.dataset('bad')),
      ],
      ['start > label', 'label > good : completed', 'label > bad : discard'],
    ),
  );
}

const ends = async (flow: Flow) => ({
  good: await flow.inDataset(await bench.dataset('good')),
  bad: await flow.inDataset(await bench.dataset('bad')),
});

describe('repeatable', () => {
  test('a status that is taken back and given again goes on again, and takes its effects along', async () => {
    const flow = await labelFlow(true);
    const [item] = await flow.send('a');
    if (!item) throw new Error('sent');
    await flow.decide('label', item.id, 'completed');
    await flow.undecide('label', item.id);
    expect(await ends(flow)).toEqual({ good: [], bad: [] });
    expect(await flow.statuses()).toEqual(['in-progress']);
    await flow.decide('label', item.id, 'discard');
    expect(await ends(flow)).toEqual({ good: [], bad: ['a'] });
    expect(await flow.statuses()).toEqual(['success']);
  });

  test('switched off, only the first decision goes on; a later one changes the status alone, and says so', async () => {
    const flow = await labelFlow(false);
    const [item] = await flow.send('a');
    if (!item) throw new Error('sent');
    await flow.decide('label', item.id, 'completed');
    await flow.undecide('label', item.id);
    expect(await ends(flow)).toEqual({ good: ['a'], bad: [] });
    expect(await statusOf(item.id)).toBeNull();
    expect((await flow.task('label')).counts).toMatchObject({ open: 1, byStatus: {} });
    expect(await flow.statuses()).toEqual(['success']);
    await flow.decide('label', item.id, 'discard');
    expect(await ends(flow)).toEqual({ good: ['a'], bad: [] });
    expect(await statusOf(item.id)).toBe('discard');
    expect(await flow.standing()).toEqual(['good success', 'label success', 'start success']);
    expect((await story(world, item.id)).join('\n')).toContain(
      '"discard" in "label": changes the status only, because its first decision has gone on and the task is not repeatable',
    );
  });

  test('a second run of the item has a first decision of its own', async () => {
    const flow = await labelFlow(false);
    const [item] = await flow.send('a');
    if (!item) throw new Error('sent');
    await flow.decide('label', item.id, 'completed');
    await flow.undecide('label', item.id);
    await flow.run([item.id]);
    await flow.decide('label', item.id, 'discard');
    expect(await ends(flow)).toEqual({ good: ['a'], bad: ['a'] });
  });

  test.each([true, false])(
    'an issue brings the item back to QA, repeatable or not (%s)',
    async (repeatable) => {
      const flow = await makeFlow(
        world,
        bench,
        graphOf(
          [
            storage('start', bench.inbox),
            task('label', { repeatable }),
            task('qa', { taskType: 'qa', repeatable }),
            task('side', { repeatable }),
            storage('good', await bench.dataset('good')),
            storage('bad', await bench.dataset('bad')),
          ],
          [
            'start > label',
            'label > qa : completed',
            'label > side : completed',
            'label > bad : discard',
            'qa > good : approved',
          ],
        ),
      );
      const [item] = await flow.send('a');
      if (!item) throw new Error('sent');
      const openIssue = async () =>
        world.calls['issues.open']({ taskId: (await flow.task('qa')).id, itemId: item.id, text: 'loose' });
      await flow.decide('label', item.id, 'completed');
      await openIssue();
      expect((await flow.task('label')).counts).toMatchObject({ open: 1, rework: 1 });
      await flow.decide('label', item.id, 'completed');
      expect((await flow.task('qa')).counts).toMatchObject({ open: 1, rework: 1, away: 0 });
      // What went elsewhere the first time goes there again only where decisions are repeated.
      expect((await flow.taken()).slice(1, 3)).toEqual([2, repeatable ? 2 : 1]);
      await openIssue();
      await flow.decide('label', item.id, 'discard');
      expect((await flow.task('qa')).counts).toMatchObject({ total: 0, away: 0 });
      expect(await ends(flow)).toEqual({ good: [], bad: ['a'] });
    },
  );
});

describe('an item that comes again', () => {
  test('twice in one cycle: one status completes the cycle, and it goes on once', async () => {
    const flow = await makeFlow(
      world,
      bench,
      graphOf(
        [
          storage('start', bench.inbox),
          storage('left', bench.inbox),
          storage('right', bench.inbox),
          task('label'),
          storage('good', await bench.dataset('good')),
        ],
        ['start > left', 'start > right', 'left > label', 'right > label', 'label > good : completed'],
      ),
    );
    const [item] = await flow.send('a');
    if (!item) throw new Error('sent');
    expect((await flow.task('label')).counts).toMatchObject({ total: 1, open: 1 });
    expect(await flow.standing()).toContain('label parked');
    await flow.decide('label', item.id, 'completed');
    expect(await flow.statuses()).toEqual(['success']);
    expect((await flow.taken()).at(-1)).toBe(1);
    expect((await story(world, item.id)).join('\n')).toContain('is for it too; the item goes on once');
    await flow.undecide('label', item.id);
    expect((await flow.standing()).filter((one) => one === 'label parked')).toHaveLength(2);
    await flow.decide('label', item.id, 'completed');
    expect(await flow.statuses()).toEqual(['success']);
    expect(await flow.inDataset(await bench.dataset('good'))).toEqual(['a']);
  });

  test('in several cycles while it waits: one status is for all of them, and each goes on', async () => {
    const flow = await labelFlow(true);
    const [item] = await flow.send('a');
    if (!item) throw new Error('sent');
    await flow.run([item.id]);
    await flow.run([item.id]);
    expect((await flow.task('label')).counts).toMatchObject({ total: 1, open: 1 });
    await flow.decide('label', item.id, 'completed');
    expect(await flow.statuses()).toEqual(['success', 'success', 'success']);
    expect(await flow.taken()).toEqual([3, 3, 0]);
    await flow.undecide('label', item.id);
    expect(await flow.statuses()).toEqual(['in-progress', 'in-progress', 'in-progress']);
    expect(await ends(flow)).toEqual({ good: [], bad: [] });
    await flow.decide('label', item.id, 'discard');
    expect(await ends(flow)).toEqual({ good: [], bad: ['a'] });
  });

  test('one of the cycles is ended: the item waits on for the others', async () => {
    const flow = await labelFlow(true);
    const [item] = await flow.send('a');
    if (!item) throw new Error('sent');
    const [second] = await flow.run([item.id]);
    if (!second) throw new Error('run');
    await world.calls['cycles.terminate']({ cycleId: second });
    expect((await flow.task('label')).counts).toMatchObject({ total: 1, open: 1 });
    await flow.decide('label', item.id, 'completed');
    expect(await flow.statuses()).toEqual(['success', 'terminated']);
    await flow.undecide('label', item.id);
    const [first] = await flow.cycles();
    if (!first) throw new Error('a cycle');
    await world.calls['cycles.terminate']({ cycleId: first.id });
    expect((await flow.task('label')).counts).toMatchObject({ total: 0, open: 0 });
  });

  test('after its decision: the status goes, what it caused stays, and the log says so', async () => {
    const flow = await labelFlow(true);
    const [item] = await flow.send('a');
    if (!item) throw new Error('sent');
    await flow.decide('label', item.id, 'completed');
    await flow.run([item.id]);
    expect(await statusOf(item.id)).toBeNull();
    expect((await flow.task('label')).counts).toMatchObject({ total: 1, open: 1, byStatus: {} });
    expect(await ends(flow)).toEqual({ good: ['a'], bad: [] });
    expect((await story(world, item.id)).join('\n')).toContain(
      'Its status "completed" in "label" is removed: it has come again',
    );
    await flow.decide('label', item.id, 'discard');
    expect(await ends(flow)).toEqual({ good: ['a'], bad: ['a'] });
    await flow.undecide('label', item.id);
    expect(await ends(flow)).toEqual({ good: ['a'], bad: [] });
    expect(await flow.statuses()).toEqual(['success', 'in-progress']);
  });

  test('a decision further on that the item has left behind cannot be taken back from before', async () => {
    const flow = await makeFlow(
      world,
      bench,
      graphOf(
        [storage('start', bench.inbox), task('label'), task('qa', { taskType: 'qa' })],
        ['start > label', 'label > qa : completed'],
      ),
    );
    const [item] = await flow.send('a');
    if (!item) throw new Error('sent');
    await flow.decide('label', item.id, 'completed');
    await flow.decide('qa', item.id, 'approved');
    await flow.run([item.id], 'qa');
    await expect(flow.undecide('label', item.id)).rejects.toThrow('the item has come there again');
  });

  test('by two labelling tasks to QA: an issue sends it back to both, and it waits for QA once', async () => {
    const flow = await makeFlow(
      world,
      bench,
      graphOf(
        [
          storage('start', bench.inbox),
          task('left'),
          task('right'),
          task('qa', { taskType: 'qa' }),
          storage('good', await bench.dataset('good')),
        ],
        [
          'start > left',
          'start > right',
          'left > qa : completed',
          'right > qa : completed',
          'qa > good : approved',
        ],
      ),
    );
    const [item] = await flow.send('a');
    if (!item) throw new Error('sent');
    const open = async (nodeId: string) => (await flow.task(nodeId)).counts.open;
    const openIssue = async () =>
      world.calls['issues.open']({ taskId: (await flow.task('qa')).id, itemId: item.id, text: 'loose' });
    await flow.decide('left', item.id, 'completed');
    await flow.decide('right', item.id, 'completed');
    expect((await flow.task('qa')).counts).toMatchObject({ total: 1, open: 1 });
    await openIssue();
    expect([await open('left'), await open('right'), await open('qa')]).toEqual([1, 1, 0]);
    await flow.undecide('qa', item.id);
    expect([await open('left'), await open('right'), await open('qa')]).toEqual([0, 0, 1]);
    await openIssue();
    await flow.decide('left', item.id, 'completed');
    await expect(flow.undecide('qa', item.id)).rejects.toMatchObject({ code: 'wrong-state' });
    await flow.decide('right', item.id, 'completed');
    expect((await flow.task('qa')).counts).toMatchObject({ total: 1, open: 1, rework: 1, away: 0 });
    await flow.decide('qa', item.id, 'approved');
    expect((await flow.taken()).at(-1)).toBe(1);
    expect(await flow.statuses()).toEqual(['success']);
    expect(await statusOf(item.id)).toBe('approved');
  });

  test('to a task in a loop: each time round is a stay of its own', async () => {
    const flow = await makeFlow(
      world,
      bench,
      graphOf(
        [
          storage('start', bench.inbox),
          task('label'),
          task('qa', { taskType: 'qa' }),
          storage('good', await bench.dataset('good')),
        ],
        ['start > label', 'label > qa : completed', 'qa > label : discard', 'qa > good : approved'],
      ),
    );
    const [item] = await flow.send('a');
    if (!item) throw new Error('sent');
    for (let round = 0; round < 3; round += 1) {
      await flow.decide('label', item.id, 'completed');
      await flow.decide('qa', item.id, 'discard');
      expect((await flow.task('label')).counts).toMatchObject({ total: 1, open: 1 });
    }
    await flow.undecide('qa', item.id);
    expect((await flow.task('label')).counts.total).toBe(0);
    await flow.decide('qa', item.id, 'approved');
    expect(await flow.statuses()).toEqual(['success']);
    expect(await flow.inDataset(await bench.dataset('good'))).toEqual(['a']);
  });

  test('running a cycle again takes its statuses away', async () => {
    const flow = await labelFlow(true);
    const [item] = await flow.send('a');
    if (!item) throw new Error('sent');
    await flow.decide('label', item.id, 'completed');
    await flow.rerun('startFromBeginning');
    expect(await statusOf(item.id)).toBeNull();
    expect((await flow.task('label')).counts).toMatchObject({ total: 1, open: 1 });
    await flow.decide('label', item.id, 'completed');
    expect(await flow.statuses()).toEqual(['success']);
  });

  test('a cycle that was ended keeps its decisions', async () => {
    const flow = await makeFlow(
      world,
      bench,
      graphOf(
        [storage('start', bench.inbox), task('label'), task('qa', { taskType: 'qa' })],
        ['start > label', 'label > qa : completed'],
      ),
    );
    const [item] = await flow.send('a');
    if (!item) throw new Error('sent');
    await flow.decide('label', item.id, 'completed');
    const { id } = await flow.cycle();
    await world.calls['cycles.terminate']({ cycleId: id });
    await expect(flow.undecide('label', item.id)).rejects.toThrow('Its cycle was ended');
    expect((await flow.task('qa')).counts.total).toBe(0);
  });
});
