/** Trouble with the disk: it fills up, or has cut the database short. */
import { copyFileSync, statSync, truncateSync } from 'node:fs';
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
  manyItems,
  storage,
  task,
} from './support/flow.ts';
import { fn } from './support/nodes.ts';
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

const row = () => firstRow(world);
const pass = (ms: number) => passTime(world, ms);

describe('a full disk', () => {
  /** The database may grow by so many pages from now on. */
  function leave(pages: number): void {
    const used = world.db.get<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 0;
    world.db.script(`PRAGMA max_page_count = ${used + pages}`);
  }

  test('the engine pauses with the reason, loses nothing, and goes on when there is room', async () => {
    const end = await bench.dataset('end');
    const nodes = [fn('step', 'echo'), fn('second', 'echo'), storage('end', end)];
    flow = await makeFlow(world, bench, graphOf(nodes, ['step > second', 'second > end']));
    const itemIds = manyItems(world, bench.inbox, 900);
    await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, itemIds });
    leave(40);
    const full = () =>
      world.events.some((one) => one.name === 'problem' && one.payload.error.code === 'disk-full');
    while (!full()) await turns(1);
    const counted = () =>
      world.db.get<{ count: number }>('SELECT count(*) AS count FROM execution')?.count ?? 0;
    const before = counted();
    expect(before).toBeLessThan(2700);
    expect(wrongCounters(world.db)).toEqual([]);
    // Nothing of a batch that did not fit is there.
    await turns(3);
    expect(counted()).toBe(before);
    const late = async () => world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, itemIds });
    await expect(late()).rejects.toMatchObject({ code: 'disk-full' });
    world.db.script('PRAGMA max_page_count = 1073741823');
    world.runner.wake();
    await world.settled();
    expect(new Set(await flow.statuses())).toEqual(new Set(['success']));
    expect(await flow.taken()).toEqual([900, 900]);
    expect(await world.calls['items.count']({ datasetId: end })).toEqual({ count: 900 });
  });

  test('results of other lanes wait for room too', async () => {
    control.ending = null;
    await begin('slow');
    leave(0);
    control.ending = 'done';
    control.go();
    await turns();
    world.db.script('PRAGMA max_page_count = 1073741823');
    world.runner.wake();
    await world.settled();
    expect(await flow.statuses()).toEqual(['success']);
    expect(row()).toMatchObject({ attempt: 1 });
  });

  test('work that makes files waits below the floor, with the reason, and goes on by itself', async () => {
    control.diskIsLow = true;
    await begin('media');
    expect(row()).toMatchObject({ state: 'queued', attempt: 0 });
    const problems = () =>
      world.events.flatMap((one) => (one.name === 'problem' ? [one.payload.error.message] : []));
    expect(problems()).toEqual([expect.stringContaining('work that makes files waits')]);
    // Said once, not at every look.
    await pass(5000);
    expect(problems()).toHaveLength(1);
    control.diskIsLow = false;
    await pass(5000);
    await world.settled();
    expect(await flow.statuses()).toEqual(['success']);
  });
});

describe('a database file that is cut short', () => {
  test.each([0.5, 0.9])('at %d of its length: refused, with the copy to go back to', async (part) => {
    flow = await makeFlow(world, bench, graphOf([fn('step', 'echo'), task('label')], ['step > label']));
    await flow.run(manyItems(world, bench.inbox, 300));
    // A first start after a crash makes a copy.
    await again('kill');
    const { database, root } = world.ctx.files;
    await world.kill();
    copyFileSync(database, `${root}/kept.db`);
    truncateSync(database, Math.floor((statSync(database).size * part) / 4096) * 4096);
    const open = openWorld({ folder: root });
    await expect(open).rejects.toMatchObject({ code: 'database-corrupt' });
    await expect(open).rejects.toThrow(/backups.*sluice-.*\.db/);
    copyFileSync(`${root}/kept.db`, database);
    ({ world } = await openNoting(control, { folder: root, now: world.clock.at + 1000 }));
  });
});
