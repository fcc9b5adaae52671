/** Running again, and taking back, where several ways meet or lead to the same place. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, type Flow, graphOf, makeBench, makeFlow, storage, task } from './support/flow.ts';
import { echo, fn, fragileNode, give, withRunners } from './support/nodes.ts';

let world: World;
let bench: Bench;
/** Names of nodes that fail now. */
let broken: Set<string>;

beforeEach(async () => {
  broken = new Set();
  world = await openWorld({ graphs: withRunners({ give, echo, fragile: fragileNode(broken) }) });
  bench = await makeBench(world);
});

afterEach(async () => {
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

async function sent(flow: Flow, name = 'a.png') {
  const [item] = await flow.send(name);
  if (!item) throw new Error('it was sent');
  return item.id;
}

describe('what several ways have put in one place', () => {
  test('stays until the last of them is taken back, and is there once', async () => {
    const end = await bench.dataset('end');
    const graph = graphOf(
      [fn('start', 'echo'), task('left'), task('right'), storage('one', end), storage('two', end)],
      ['start > left', 'start > right', 'left > one : completed', 'right > two : completed'],
    );
    const flow = await makeFlow(world, bench, graph);
    const item = await sent(flow);
    await flow.decide('left', item, 'completed');
    await flow.decide('right', item, 'completed');
    expect(await flow.inDataset(end)).toEqual(['a.png']);
    await flow.undecide('left', item);
    expect(await flow.inDataset(end)).toEqual(['a.png']);
    await flow.undecide('right', item);
    expect(await flow.inDataset(end)).toEqual([]);
    await flow.decide('right', item, 'completed');
    await flow.decide('left', item, 'completed');
    expect(await flow.inDataset(end)).toEqual(['a.png']);
    await flow.undecide('left', item);
    expect(await flow.inDataset(end)).toEqual(['a.png']);
  });
});

describe('where branches meet', () => {
  const both = () =>
    graphOf(
      [
        fn('start', 'give'),
        fn('left', 'fragile'),
        fn('right', 'fragile'),
        fn('both', 'echo', { inputs: { a: 'Item', b: 'Item' }, outputs: { a: 'Item' } }),
        storage('end', bench.inbox),
      ],
      ['start > left', 'start > right', 'left > both.a', 'right > both.b', 'both > end'],
    );
  const ALL = ['both success', 'end success', 'left success', 'right success', 'start success'];

  test.each([['left'], ['right'], ['both'], ['left', 'right'], ['start']])('from %s %s', async (...nodes) => {
    const flow = await makeFlow(world, bench, both());
    await flow.send('a.png');
    expect(await flow.standing()).toEqual(ALL);
    await flow.rerun('startFromNodes', { startNodeIds: nodes.filter(Boolean) });
    expect(await flow.standing()).toEqual(ALL);
    expect(await flow.statuses()).toEqual(['success']);
  });

  test('one branch had failed: it runs again and meets the other', async () => {
    broken.add('left');
    const flow = await makeFlow(world, bench, both());
    await flow.send('a.png');
    expect(await flow.standing()).toEqual(['left failed', 'right success', 'start success']);
    broken.clear();
    await flow.rerun('startFromFailedExecutions');
    expect(await flow.standing()).toEqual(ALL);
    expect(await flow.statuses()).toEqual(['success']);
  });

  test('people on both branches: taking one back takes back what they had met in', async () => {
    const end = await bench.dataset('end');
    const graph = graphOf(
      [
        fn('start', 'give'),
        task('left'),
        task('right'),
        fn('both', 'echo', { inputs: { a: 'Item', b: 'Item' }, outputs: { a: 'Item' } }),
        storage('end', end),
      ],
      [
        'start > left',
        'start > right',
        'left > both.a : completed',
        'right > both.b : completed',
        'both > end',
      ],
    );
    const flow = await makeFlow(world, bench, graph);
    const item = await sent(flow);
    await flow.decide('left', item, 'completed');
    await flow.decide('right', item, 'completed');
    expect(await flow.inDataset(end)).toEqual(['a.png']);
    await flow.undecide('left', item);
    expect(await flow.inDataset(end)).toEqual([]);
    expect(await flow.standing()).toEqual(['left parked', 'right success', 'start success']);
    await flow.decide('left', item, 'completed');
    expect(await flow.inDataset(end)).toEqual(['a.png']);
    expect(await flow.standing()).toEqual([
      'both success',
      'end success',
      'left success',
      'right success',
      'start success',
    ]);
    await flow.undecide('right', item);
    await flow.decide('right', item, 'discard');
    expect(await flow.inDataset(end)).toEqual([]);
    expect(await flow.statuses()).toEqual(['success']);
  });
});
