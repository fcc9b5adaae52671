/** Running a part of a cycle again whose results met others: what the other ways brought is still there to meet. */
import { afterEach, expect, test } from 'vitest';
import type { Item } from '#core/model/item.ts';
import { makeNode } from '#core/pipeline/build.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Flow, graphOf, makeBench, makeFlow, storage, task } from './support/flow.ts';

let world: World;
afterEach(() => world.close());

/** Two ways that meet before the end; a person stands on the one called `left`. */
async function met(): Promise<{ flow: Flow; item: Item }> {
  world = await openWorld();
  const bench = await makeBench(world);
  const graph = graphOf(
    [
      storage('start', bench.inbox),
      task('left'),
      makeNode('merge', { id: 'right', name: 'right', at: [0, 0] }),
      makeNode('merge', { id: 'both', name: 'both', at: [0, 0] }),
      storage('end', await bench.dataset('end')),
    ],
    ['start > left', 'start > right', 'left > both.first', 'right > both.second', 'both > end'],
  );
  const flow = await makeFlow(world, bench, graph);
  const [item] = await flow.send('one');
  if (!item) throw new Error('one item was sent');
  await flow.decide('left', item.id, 'completed');
  return { flow, item };
}

const WHOLE = ['both success', 'end success', 'left success', 'right success', 'start success'];

test.each(['start', 'left', 'right', 'both', 'end'])('from %s on', async (node) => {
  const { flow, item } = await met();
  await flow.rerun('startFromNodes', { startNodeIds: [node] });
  if (node === 'left' || node === 'start') {
    const waiting = WHOLE.filter((one) => !/both|end|left/.test(one));
    expect(await flow.standing()).toEqual(['left parked', ...waiting]);
    await flow.decide('left', item.id, 'completed');
  }
  expect(await flow.standing()).toEqual(WHOLE);
  expect(await flow.statuses()).toEqual(['success']);
});

test('from both of the ways at once', async () => {
  const { flow, item } = await met();
  await flow.rerun('startFromNodes', { startNodeIds: ['left', 'right'] });
  expect(await flow.standing()).toEqual(['left parked', 'right success', 'start success']);
  await flow.decide('left', item.id, 'completed');
  expect(await flow.standing()).toEqual(WHOLE);
});
