import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SluiceError } from '#core/errors.ts';
import type { ItemId } from '#core/model/ids.ts';
import type { BatchNode, InlineNode } from '#engine/nodes/node.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import {
  type Bench,
  type Flow,
  flowOf,
  graphOf,
  makeBench,
  makeFlow,
  manyItems,
  task,
} from './support/flow.ts';
import { echo, fn, withRunners } from './support/nodes.ts';
import { beginAt, createControl, firstRow, openNoting, passTime, turns } from './support/states.ts';

let control: ReturnType<typeof createControl>;
let world: World;
let bench: Bench;
let flow: Flow;

beforeEach(async () => {
  control = createControl();
  ({ world } = await openNoting(control));
  bench = await makeBench(world);
});

afterEach(async () => {
  control.ending = 'done';
  control.go();
  await turns();
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

async function again(how: 'crash' | 'kill' = 'kill', wait = 1000): Promise<void> {
  await world[how]();
  ({ world } = await openNoting(control, { folder: world.folder, now: world.clock.at + wait }));
  flow = flowOf(world, bench, flow.pipelineId);
}

async function begin(called: string): Promise<ItemId> {
  const begun = await beginAt(world, bench, called);
  flow = begun.flow;
  return begun.itemId;
}

const step = async () => {
  const [found] = await flow.executions((await flow.cycle()).id, 'step');
  if (!found) throw new Error('it is there');
  return found;
};
const row = () => firstRow(world);
const pass = (ms: number) => passTime(world, ms);

describe('processes that die', () => {
  test('work that was there three times is set aside with its reason, and everything else goes on', async () => {
    control.ending = null;
    await begin('slow');
    for (let death = 1; death <= 3; death += 1) {
      await turns();
      expect(row()).toMatchObject({ state: 'running', attempt: death, crashes: death });
      await again();
    }
    expect(await step()).toMatchObject({
      state: 'dead',
      error: expect.stringContaining('3 times while working on this'),
    });
    expect(await flow.statuses()).toEqual(['failed']);
    control.ending = 'done';
    await flow.send('b.png');
    expect(await flow.statuses()).toEqual(['failed', 'success']);
    // A person may try it again: it counts as never tried.
    await world.calls['executions.retry']({ executionId: (await step()).id });
    await world.settled();
    expect(await flow.statuses()).toEqual(['success', 'success']);
  });

  test('a clean stop is nobody’s fault', async () => {
    control.ending = null;
    await begin('slow');
    for (let stop = 1; stop <= 4; stop += 1) {
      await turns();
      await again('crash');
      await turns();
      expect(row()).toMatchObject({ state: 'running', attempt: 1, crashes: 1 });
    }
  });

  test('faults that pass do not count as deaths', async () => {
    control.ending = 'fault';
    await begin('slow');
    await pass(60_000);
    expect(row()).toMatchObject({ state: 'queued', attempt: 2, crashes: 0 });
    control.ending = null;
    await pass(60_000);
    expect(row()).toMatchObject({ state: 'running', attempt: 3, crashes: 1 });
    await again();
    await turns();
    expect(row()).toMatchObject({ state: 'running', crashes: 2 });
  });

  test('what one engine began and another ended is not ended twice', async () => {
    control.ending = null;
    await begin('slow');
    const first = world;
    await again();
    await turns();
    control.ending = 'done';
    control.go();
    await world.settled();
    expect(first.ctx.epoch).toBe(world.ctx.epoch - 1);
    expect(await flow.taken()).toEqual([1]);
    expect(await flow.statuses()).toEqual(['success']);
  });

  test('a batch that takes its helper down: the one to blame is set aside, the others are done', async () => {
    const died: string[] = [];
    const poison: BatchNode = {
      lane: 'code',
      async runBatch(_ctx, runs) {
        const names = runs.map((run) => run.item().name);
        if (names.includes('7.png')) {
          died.push(names.join());
          throw new SluiceError('tool-failed', 'The helper died.', { crash: true });
        }
        return runs.map(() => ({ ok: true, result: { kind: 'done', action: null, why: 'fine' } }));
      },
    };
    await world.close();
    world = await openWorld({ graphs: withRunners({ poison, echo }) });
    bench = await makeBench(world);
    flow = await makeFlow(
      world,
      bench,
      graphOf([fn('step', 'poison'), fn('after', 'echo')], ['step > after']),
    );
    await flow.run(manyItems(world, bench.inbox, 40));
    const statuses = await flow.statuses();
    expect(statuses.filter((status) => status === 'success')).toHaveLength(39);
    expect(statuses[7]).toBe('failed');
    expect(died.at(-1)).toBe('7.png');
    expect(await flow.taken()).toEqual([39]);
  });
});

describe('faults that pass', () => {
  test.each(['slow', 'batch'])(
    'are tried again with growing waits, and fail in the end: %s',
    async (called) => {
      control.ending = 'fault';
      await begin(called);
      const waits: number[] = [];
      while (row()?.state === 'queued') {
        const due = row()?.due ?? 0;
        waits.push(due - world.clock.at);
        // Not before its time.
        await pass(due - world.clock.at - 1);
        expect(row()).toMatchObject({ state: 'queued', attempt: waits.length, due });
        await pass(1);
      }
      expect(waits).toHaveLength(2);
      expect(waits[0]).toBeGreaterThanOrEqual(1000);
      expect(waits[0]).toBeLessThanOrEqual(2000);
      expect(waits[1]).toBeGreaterThanOrEqual(2000);
      expect(waits[1]).toBeLessThanOrEqual(4000);
      expect(await step()).toMatchObject({ state: 'failed', attempt: 3, error: 'Not now.' });
      const { items } = await world.calls['explain.cycle']({ cycleId: (await flow.cycle()).id });
      expect(items.filter((event) => event.kind === 'retried').map((event) => event.text)).toEqual([
        expect.stringContaining('"step" will be tried again in'),
        expect.stringContaining('"step" will be tried again in'),
      ]);
    },
  );

  test('that have passed: it goes on', async () => {
    control.ending = 'fault';
    await begin('slow');
    control.ending = 'done';
    await pass(5000);
    await world.settled();
    expect(await flow.statuses()).toEqual(['success']);
    expect(await step()).toMatchObject({ state: 'success', attempt: 2, error: null });
  });

  test('a wait survives a crash', async () => {
    control.ending = 'fault';
    await begin('slow');
    const { due } = row() ?? {};
    control.ending = 'done';
    await again('kill', 10);
    await turns();
    expect(row()).toMatchObject({ state: 'queued', due });
    await pass((due ?? 0) - world.clock.at);
    await world.settled();
    expect(await flow.statuses()).toEqual(['success']);
  });
});

describe('a clock that jumps', () => {
  test('back: what waits does not wait longer for it', async () => {
    control.ending = 'fault';
    await begin('slow');
    const wait = (row()?.due ?? 0) - world.clock.at;
    control.ending = 'done';
    await pass(-3_600_000);
    expect((row()?.due ?? 0) - world.clock.at).toBe(wait);
    await pass(wait - 1);
    expect(row()?.state).toBe('queued');
    await pass(1);
    await world.settled();
    expect(await flow.statuses()).toEqual(['success']);
  });

  test('back and forth: everything ends, in the order it came, and no id is given twice', async () => {
    flow = await makeFlow(world, bench, graphOf([fn('step', 'echo'), task('label')], ['step > label']));
    const items: ItemId[] = [];
    for (const jump of [0, -86_400_000, 172_800_000, -1, 1]) {
      world.clock.at += jump;
      const [item] = await flow.send(`${items.length}.png`);
      if (item) items.push(item.id);
    }
    for (const item of items) {
      world.clock.at -= 10_000;
      await flow.decide('label', item, 'completed');
    }
    const cycles = await flow.cycles();
    expect(cycles.map((cycle) => cycle.itemId)).toEqual(items);
    expect(cycles.map((cycle) => cycle.status)).toEqual(items.map(() => 'success'));
    expect(new Set(cycles.map((cycle) => cycle.id)).size).toBe(items.length);
    for (const { id } of cycles) expect((await world.calls['cycles.get']({ cycleId: id })).id).toBe(id);
  });
});

describe('a result that cannot be written', () => {
  const circle: InlineNode = {
    lane: 'inline',
    writes: false,
    run(_tx, run) {
      const value: Record<string, unknown> = {};
      if (run.item().name === '7.png') value['itself'] = value;
      return { kind: 'done', outputs: { item: run.work.itemId, value }, action: null, why: 'made' };
    },
  };

  test('fails by itself: all others go on, in large batches again', async () => {
    await world.close();
    world = await openWorld({ graphs: withRunners({ circle, echo }) });
    bench = await makeBench(world);
    flow = await makeFlow(
      world,
      bench,
      graphOf([fn('step', 'circle'), fn('after', 'echo')], ['step > after']),
    );
    await flow.run(manyItems(world, bench.inbox, 300));
    const cycles = await flow.cycles();
    expect(cycles.filter((cycle) => cycle.status === 'success')).toHaveLength(299);
    const [failed] = cycles.filter((cycle) => cycle.status === 'failed');
    expect(failed?.itemName).toBe('7.png');
    const [step] = await flow.executions(failed?.id ?? ('' as never), 'step');
    expect(step).toMatchObject({ state: 'failed', error: expect.stringContaining('could not be written') });
    // One at a time it would take a turn for each.
    let turned = 0;
    const items = manyItems(world, await bench.dataset('more'), 600);
    await world.calls['pipelines.execute']({
      pipelineId: flow.pipelineId,
      itemIds: items.filter((_, at) => at !== 7),
    });
    const open = () => world.db.get(`SELECT 1 FROM cycle WHERE open > 0 LIMIT 1`) !== undefined;
    while (open()) {
      await turns(1);
      turned += 1;
    }
    expect(turned).toBeLessThan(300);
  });
});

test('work that many take at once is run once each', async () => {
  const ran = new Map<string, number>();
  const count: BatchNode = {
    lane: 'code',
    async runBatch(_ctx, runs) {
      for (const { work } of runs) ran.set(String(work.key), (ran.get(String(work.key)) ?? 0) + 1);
      await turns(2);
      return runs.map(() => ({ ok: true, result: { kind: 'done', action: null, why: 'counted' } }));
    },
  };
  await world.close();
  world = await openWorld({ graphs: withRunners({ count, echo }) });
  bench = await makeBench(world);
  flow = await makeFlow(world, bench, graphOf([fn('step', 'count'), fn('after', 'count')], ['step > after']));
  await flow.run(manyItems(world, bench.inbox, 900));
  expect(ran.size).toBe(1800);
  expect(new Set(ran.values())).toEqual(new Set([1]));
});
