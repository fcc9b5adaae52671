/** `item.set` and `item.delete`: what they change, tell and leave alone. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { updateItem } from '#engine/db/queries/items.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, graphOf, makeBench, makeFlow, storage } from '../runner/support/flow.ts';
import { itemNow, label, labelsOf, library } from './support.ts';

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

const setting = (config: Readonly<Record<string, unknown>>) =>
  graphOf([library('item.set', 'set', config), storage('end', bench.inbox)], ['set > end']);

test('gives status, metadata, tags and folder, and lets the item go on', async () => {
  const item = world.arrive(bench.inbox, 'a.png');
  const user = { keep: 1, change: { old: true }, drop: 'x' };
  const system = { ...(item.metadata['system'] as object), tags: { old: true, both: true } };
  world.ctx.unit('test', (tx) => updateItem(tx.db, item.id, { metadata: { system, user, fps: 25 } }, tx.now));
  const flow = await makeFlow(
    world,
    bench,
    setting({
      status: 'completed',
      metadata: { change: { new: [1] }, drop: null, absent: null },
      tags: { add: ['new', 'both'], remove: ['old', 'none'] },
      folder: '/day 1//morning/',
    }),
  );
  const [cycleId] = await flow.run([item]);
  const after = itemNow(world, item.id);
  expect(after).toMatchObject({ status: 'completed', folder: '/day 1/morning' });
  expect(after.metadata).toEqual({
    fps: 25,
    system: { ...system, tags: { new: true, both: true } },
    user: { keep: 1, change: { new: [1] } },
  });
  expect((await flow.executions(cycleId as never)).map((one) => one.state)).toEqual(['success', 'success']);
  const told = (await world.calls['items.history']({ itemId: item.id, limit: 10 })).items;
  expect(told.map((event) => event.text).join('\n')).toMatch(
    /now has metadata change, metadata drop, tag "new", no tag "old", folder .day 1.morning, status "completed"/,
  );
});

test('what is all so already is left alone', async () => {
  const flow = await makeFlow(
    world,
    bench,
    setting({ status: 'completed', tags: { add: ['x'] }, folder: '/' }),
  );
  const [item] = await flow.send('a.png');
  const first = itemNow(world, item?.id ?? '');
  world.clock.at += 1000;
  await flow.run([first]);
  expect(itemNow(world, first.id)).toEqual(first);
});

test('its change starts what waits for changes, but not itself', async () => {
  const listener = {
    ...setting({ metadata: { heard: true } }),
    startNodes: [
      {
        nodeId: 'set' as never,
        type: 'trigger' as const,
        trigger: {
          type: 'Event',
          spec: { resource: 'Item', actions: ['Updated'], executionMode: 'Always', filter: '{}' },
        },
      },
    ],
  };
  const other = await makeFlow(world, bench, listener, { name: 'Listener' });
  const flow = await makeFlow(world, bench, setting({ metadata: { told: true } }));
  const [item] = await flow.send('a.png');
  expect(itemNow(world, item?.id ?? '').metadata['user']).toEqual({ told: true, heard: true });
  expect(await other.statuses()).toEqual(['success']);
  expect(await flow.statuses()).toEqual(['success']);
});

test('puts items into the trash with their annotations, once', async () => {
  const flow = await makeFlow(world, bench, graphOf([library('item.delete', 'bin', {})], []));
  const item = world.arrive(bench.inbox, 'a.png');
  label(world, item.id, 'car', [1, 2, 3, 4]);
  await flow.run([item]);
  expect(itemNow(world, item.id).trashed).toBe(true);
  expect(labelsOf(world, item.id)).toEqual(['car 1,2,3,4']);
  await flow.run([item.id]);
  expect(await flow.statuses()).toEqual(['success', 'success']);
  expect(await flow.inDataset(bench.inbox)).toEqual([]);
});
