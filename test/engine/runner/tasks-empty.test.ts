/** The next item of a task that has no annotations. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { graphOf, makeBench, makeFlow, storage, task } from './support/flow.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(() => world.close());

test('is the next in order of arrival, from the start again, and none when each has some', async () => {
  const bench = await makeBench(world);
  const flow = await makeFlow(
    world,
    bench,
    graphOf([storage('start', bench.inbox), task('label', {})], ['start > label']),
  );
  await flow.send('a', 'b', 'c', 'd');
  const { id: taskId } = await flow.task('label');
  const { items } = await world.calls['tasks.items']({ taskId });
  const ids = items.map(({ itemId }) => itemId);
  const [a, b, c, d] = ids;
  if (!a || !b || !c || !d) throw new Error('four items were sent');
  const after = async (itemId: typeof a | null) =>
    (await world.calls['tasks.nextEmpty']({ taskId, afterItemId: itemId })).itemId;
  const box = { type: 'box', left: 1, top: 1, right: 5, bottom: 5 } as const;
  const label = async (itemId: typeof a) =>
    await world.calls['annotations.add']({
      itemId,
      annotations: [{ label: 'car', geometry: box, attributes: {} }],
    });

  expect(await after(null)).toBe(a);
  expect(await after(a)).toBe(b);
  await label(b);
  expect(await after(a)).toBe(c);
  // From the start again, also past the item that it was asked from.
  expect(await after(d)).toBe(a);
  for (const itemId of [a, c]) await label(itemId);
  expect(await after(a)).toBe(d);
  await label(d);
  expect(await after(a)).toBeNull();
});
