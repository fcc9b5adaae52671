/** Nodes with several inputs: values wait for each other, each in its own branch. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, flowOf, graphOf, makeBench, makeFlow, task } from './support/flow.ts';
import { echo, fn, give, withRunners } from './support/nodes.ts';

let world: World;
let bench: Bench;

beforeEach(async () => {
  world = await openWorld({ graphs: withRunners({ give, echo }) });
  bench = await makeBench(world);
});

afterEach(async () => {
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

/** A start that lets out the given values, each by an output of its own. */
const source = (outputs: Readonly<Record<string, unknown>>, types: Readonly<Record<string, string>>) =>
  fn('source', 'give', { inputs: { start: 'Json' }, outputs: types, config: { outputs } });

const number = (id: string) => fn(id, 'echo', { inputs: { n: 'Number' }, outputs: { n: 'Number' } });
const pair = (types: readonly [string, string] = ['Number', 'Number']) =>
  fn('pair', 'echo', { inputs: { a: types[0], b: types[1] }, outputs: { a: types[0], b: types[1] } });

async function pairsOf(nodes: Parameters<typeof graphOf>[0], ways: readonly string[]) {
  const flow = await makeFlow(world, bench, graphOf(nodes, ways));
  const cycleId = await flow.give({ start: 1 });
  const runs = await flow.executions(cycleId, 'pair');
  return { flow, cycleId, runs, pairs: runs.map((run) => [run.input?.['a'], run.input?.['b']]) };
}

const NUMBERS = { list: 'Number[]', one: 'Number' };

test('different inputs wait for each other', async () => {
  const { pairs, flow } = await pairsOf(
    [source({ list: [], one: 1 }, NUMBERS), number('left'), number('right'), pair()],
    ['source.one > left', 'source.one > right', 'left > pair.a', 'right > pair.b'],
  );
  expect(pairs).toEqual([[1, 1]]);
  expect(await flow.taken()).toEqual([1, 1, 1, 1]);
  expect(await flow.statuses()).toEqual(['success']);
});

test('a list and a scalar: one execution for each element, the scalar beside it', async () => {
  const { pairs } = await pairsOf(
    [source({ list: [1, 2, 3], one: 9 }, NUMBERS), pair()],
    ['source.list > pair.a', 'source.one > pair.b'],
  );
  expect(pairs).toEqual([
    [1, 9],
    [2, 9],
    [3, 9],
  ]);
});

test('two lists of equal length are paired up', async () => {
  const types = { x: 'Number[]', y: 'Number[]' };
  const { pairs, flow, cycleId } = await pairsOf(
    [source({ x: [1, 2, 3, 4], y: [5, 6, 7, 8] }, types), pair()],
    ['source.x > pair.a', 'source.y > pair.b'],
  );
  expect(pairs).toEqual([
    [1, 5],
    [2, 6],
    [3, 7],
    [4, 8],
  ]);
  expect((await flow.executions(cycleId)).filter((one) => one.state === 'success')).toHaveLength(5);
});

test('two lists of different length fail the cycle, with words', async () => {
  const types = { x: 'Number[]', y: 'Number[]', z: 'Number' };
  const { runs, flow, cycleId } = await pairsOf(
    [source({ x: [1, 2], y: [5, 6, 7], z: 1 }, types), pair(), number('aside')],
    ['source.x > pair.a', 'source.y > pair.b', 'source.z > aside'],
  );
  expect(runs).toMatchObject([
    { state: 'failed', error: 'Lists that meet in "pair" must have as many elements: "a" has 2, "b" has 3.' },
  ]);
  expect(await flow.statuses()).toEqual(['failed']);
  // What runs beside goes on.
  expect(await flow.executions(cycleId, 'aside')).toMatchObject([{ state: 'success' }]);
});

test('an input of a list type takes the list whole', async () => {
  const { pairs } = await pairsOf(
    [source({ list: [1, 2, 3], one: 9 }, NUMBERS), pair(['Number[]', 'Number'])],
    ['source.list > pair.a', 'source.one > pair.b'],
  );
  expect(pairs).toEqual([[[1, 2, 3], 9]]);
});

test('an empty list lets nothing meet, and the cycle ends', async () => {
  const { pairs, flow } = await pairsOf(
    [source({ list: [], one: 9 }, NUMBERS), pair()],
    ['source.list > pair.a', 'source.one > pair.b'],
  );
  expect(pairs).toEqual([]);
  expect(await flow.statuses()).toEqual(['success']);
});

test('several connections into one input: once for each arrival', async () => {
  const { pairs } = await pairsOf(
    [source({ list: [], one: 1 }, NUMBERS), number('left'), number('right'), pair()],
    ['source.one > left', 'source.one > right', 'left > pair.a', 'right > pair.a', 'source.one > pair.b'],
  );
  expect(pairs).toEqual([
    [1, 1],
    [1, 1],
  ]);
});

test('after a fan-out an element meets what was made of itself', async () => {
  const { pairs } = await pairsOf(
    [source({ list: [1, 2, 3], one: 0 }, NUMBERS), number('each'), number('left'), number('right'), pair()],
    ['source.list > each', 'each > left', 'each > right', 'left > pair.a', 'right > pair.b'],
  );
  expect(pairs.toSorted()).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
});

test('what belongs to the whole meets every element, whichever comes first', async () => {
  for (const order of [
    ['source.one > pair.b', 'source.list > each'],
    ['source.list > each', 'source.one > pair.b'],
  ]) {
    const { pairs } = await pairsOf(
      [source({ list: [1, 2, 3], one: 7 }, NUMBERS), number('each'), pair()],
      [...order, 'each > pair.a'],
    );
    expect(pairs.toSorted()).toEqual([
      [1, 7],
      [2, 7],
      [3, 7],
    ]);
  }
});

test('a fan-out within a fan-out: the inner elements meet the outer one they came from', async () => {
  const types = { n: 'Number', inner: 'Number[]' };
  const outer = fn('outer', 'give', {
    inputs: { n: 'Number' },
    outputs: types,
    config: { outputs: { n: 1, inner: [10, 20] } },
  });
  const each = fn('each', 'echo', { inputs: { n: 'Number' }, outputs: { n: 'Number' } });
  const { pairs } = await pairsOf(
    [source({ list: [1, 2], one: 0 }, NUMBERS), outer, each, number('slow'), pair()],
    ['source.list > outer', 'outer.inner > each', 'outer.n > slow', 'slow > pair.a', 'each > pair.b'],
  );
  expect(pairs.toSorted()).toEqual([
    [1, 10],
    [1, 10],
    [1, 20],
    [1, 20],
  ]);
});

test('two lists that meet, and meet again further on: the rows stay apart', async () => {
  const types = { x: 'Number[]', y: 'Number[]' };
  const row = fn('row', 'echo', {
    inputs: { a: 'Number', b: 'Number' },
    outputs: { a: 'Number', b: 'Number' },
  });
  const { pairs } = await pairsOf(
    [source({ x: [1, 2, 3], y: [4, 5, 6] }, types), row, number('left'), number('right'), pair()],
    [
      'source.x > row.a',
      'source.y > row.b',
      'row.a > left',
      'row.b > right',
      'left > pair.a',
      'right > pair.b',
    ],
  );
  expect(pairs.toSorted()).toEqual([
    [1, 4],
    [2, 5],
    [3, 6],
  ]);
});

test('a whole list that meets the elements of another fan-out runs for all of it with each', async () => {
  const types = { x: 'Number[]', y: 'Number[]' };
  for (const ways of [
    ['source.x > each', 'source.y > pair.b'],
    ['source.y > pair.b', 'source.x > each'],
  ]) {
    const { pairs } = await pairsOf(
      [source({ x: [1, 2], y: [7, 8] }, types), number('each'), pair(), number('after')],
      [...ways, 'each > pair.a', 'pair.b > after'],
    );
    expect(pairs.toSorted()).toEqual([
      [1, 7],
      [1, 8],
      [2, 7],
      [2, 8],
    ]);
  }
});

test('an element whose partner stayed behind at a condition meets nobody, and the cycle ends', async () => {
  const nodes = [source({ list: [1, 2, 3], one: 0 }, NUMBERS), number('each'), number('big'), pair()];
  const flow = await makeFlow(
    world,
    bench,
    graphOf(nodes, [
      'source.list > each',
      'each > pair.a',
      { from: 'each', to: 'big', condition: { value: { $gte: 2 } } },
      'big > pair.b',
    ]),
  );
  const cycleId = await flow.give({ start: 1 });
  const runs = await flow.executions(cycleId, 'pair');
  expect(runs.map((run) => run.input?.['a'])).toEqual(expect.arrayContaining([2, 3]));
  expect(runs).toHaveLength(2);
  expect(await flow.statuses()).toEqual(['success']);
});

test('a branch that never arrives: the cycle ends all the same', async () => {
  const { runs, flow } = await pairsOf(
    [source({ list: [], one: 1 }, NUMBERS), fn('never', 'give', NOTHING), pair()],
    ['source.one > pair.a', 'source.one > never', 'never > pair.b'],
  );
  expect(runs).toEqual([]);
  expect(await flow.statuses()).toEqual(['success']);
});
const NOTHING = { inputs: { n: 'Number' }, outputs: { n: 'Number' }, config: { outputs: {} } };

test('what one person decides waits for what the other decides, through a crash', async () => {
  const graph = graphOf(
    [
      fn('start', 'give'),
      task('label'),
      task('second'),
      fn('both', 'echo', { inputs: { a: 'Item', b: 'Item' }, outputs: { a: 'Item' } }),
    ],
    ['start > label', 'start > second', 'label > both.a : completed', 'second > both.b : completed'],
  );
  const flow = await makeFlow(world, bench, graph);
  const [item] = await flow.send('a.png');
  if (!item) throw new Error('it was sent');
  await flow.decide('label', item.id, 'completed');
  expect(await flow.statuses()).toEqual(['in-progress']);
  await world.crash();
  world = await openWorld({ folder: world.folder, graphs: withRunners({ give, echo }) });
  const again = flowOf(world, bench, flow.pipelineId);
  await again.decide('second', item.id, 'completed');
  const { id } = await again.cycle();
  expect(await again.executions(id, 'both')).toMatchObject([
    { state: 'success', input: { a: item.id, b: item.id }, itemId: item.id },
  ]);
  expect(await again.statuses()).toEqual(['success']);
});

test('many elements that wait for a late scalar cost no more than each its own', {
  timeout: 60_000,
}, async () => {
  const count = 5000;
  const list = Array.from({ length: count }, (_, at) => at);
  const graph = graphOf(
    [
      fn('start', 'give', {
        outputs: { item: 'Item', list: 'Number[]' },
        config: { outputs: { item: '$item', list } },
      }),
      task('late'),
      fn('each', 'echo', { inputs: { n: 'Number' }, outputs: { n: 'Number' } }),
      fn('pair', 'echo', { inputs: { a: 'Number', b: 'Item' }, outputs: { a: 'Number' } }),
    ],
    ['start.item > late', 'start.list > each', 'each > pair.a', 'late > pair.b : completed'],
  );
  const flow = await makeFlow(world, bench, graph);
  const item = world.arrive(bench.inbox, 'a.png');
  const [cycleId] = await flow.run([item]);
  if (!cycleId) throw new Error('it runs');
  expect(await flow.executions(cycleId, 'pair')).toEqual([]);
  await flow.decide('late', item.id, 'completed');
  const pairs = await flow.executions(cycleId, 'pair');
  expect(pairs).toHaveLength(count);
  expect(new Set(pairs.map((run) => run.input?.['a'])).size).toBe(count);
  expect(await flow.statuses()).toEqual(['success']);
});
