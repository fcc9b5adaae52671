/** What passes from port to port: entities, JSON, lists, nothing at all. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, graphOf, makeBench, makeFlow, storage, task, way } from './support/flow.ts';
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

const json = (id: string, draft: Parameters<typeof fn>[2] = {}) =>
  fn(id, 'echo', { inputs: { value: 'Json' }, outputs: { value: 'Json' }, ...draft });

test('values of any kind arrive as they left', async () => {
  const value = { text: 'ä "quoted" \u0000', list: [1, [2, { deep: null }]], yes: true, nothing: null };
  const first = fn('first', 'give', {
    inputs: { start: 'String' },
    outputs: { data: 'Json', words: 'String', number: 'Number' },
    config: { outputs: { data: value, words: 'a b', number: 0.1 } },
  });
  const last = fn('last', 'echo', {
    inputs: { data: 'Json', words: 'String', number: 'Number' },
    outputs: { data: 'Json' },
  });
  const flow = await makeFlow(
    world,
    bench,
    graphOf(
      [first, last],
      ['first.data > last.data', 'first.words > last.words', 'first.number > last.number'],
    ),
  );
  const cycleId = await flow.give({ start: 'go' });
  const [run, ...others] = await flow.executions(cycleId, 'last');
  expect(others).toEqual([]);
  expect(run).toMatchObject({ state: 'success', input: { data: value, words: 'a b', number: 0.1 } });
  expect(run?.output).toEqual({ data: value, words: 'a b', number: 0.1 });
  expect(await flow.taken()).toEqual([1, 1, 1]);
});

test('conditions look into JSON and at plain values', async () => {
  const graph = graphOf(
    [json('start'), json('big'), json('small'), fn('text', 'give', TEXT), fn('hello', 'echo', TEXT_IN)],
    [
      way('start > big', { 'size.width': { $gte: 100 } }),
      way('start > small', { 'size.width': { $lt: 100 } }),
      way('text > hello', { value: 'hel*' }),
    ],
  );
  const flow = await makeFlow(world, bench, graph);
  const cycleId = await flow.give({ value: { size: { width: 200 } } });
  expect((await flow.executions(cycleId)).map((one) => one.nodeId)).toEqual(['start', 'big']);
  const other = await flow.give({ start: 1 }, 'text');
  expect((await flow.executions(other)).map((one) => one.nodeId)).toEqual(['text', 'hello']);
  expect(await flow.taken()).toEqual([1, 0, 1]);
});

test('conditions look at tasks and assignments', async () => {
  const workload = [{ assigneeId: 'ana', load: 100 }];
  const made = await makeFlow(
    world,
    bench,
    graphOf([storage('in', bench.inbox), task('label', { workload })], ['in > label']),
  );
  const id = (sql: string) => world.db.get<{ id: string }>(sql)?.id;
  const outputs = { task: id('SELECT id FROM task'), assignment: id('SELECT id FROM assignment') };
  expect(Object.values(outputs)).toEqual([expect.any(String), expect.any(String)]);
  const ports = { task: 'Task', assignment: 'Assignment' };
  const graph = graphOf(
    [
      fn('give', 'give', { inputs: { start: 'Json' }, outputs: ports, config: { outputs } }),
      fn('his', 'echo', { inputs: { task: 'Task' }, outputs: { task: 'Task' } }),
      fn('hers', 'echo', { inputs: { assignment: 'Assignment' }, outputs: { assignment: 'Assignment' } }),
    ],
    [
      way('give.task > his.task', { pipelineId: 'of another' }),
      way('give.assignment > hers.assignment', { person: 'a*' }),
    ],
  );
  const flow = await makeFlow(world, bench, graph);
  const cycleId = await flow.give({ start: 1 });
  expect((await flow.executions(cycleId)).map((one) => one.nodeId)).toEqual(['give', 'hers']);
  expect(await made.taken()).toEqual([0]);
});

const TEXT = {
  inputs: { start: 'Json' },
  outputs: { words: 'String' },
  config: { outputs: { words: 'hello' } },
};
const TEXT_IN = { inputs: { words: 'String' }, outputs: { words: 'String' } };

test('an input that nothing came for has its default, or the value of its variable', async () => {
  const last = fn('last', 'echo', {
    inputs: { value: 'Json', plain: 'Number', from: 'String', later: 'String' },
    outputs: { value: 'Json' },
    defaults: { plain: 7, later: 'given up' },
    variables: { from: 'city', later: 'unset' },
  });
  const graph = {
    ...graphOf([json('start'), last], ['start > last.value']),
    variables: [
      { name: 'city', type: 'String', value: 'Bern' },
      { name: 'unset', type: 'String' },
    ],
  };
  const flow = await makeFlow(world, bench, graph);
  const outputOf = async (cycleId: Awaited<ReturnType<typeof flow.give>>) =>
    (await flow.executions(cycleId, 'last'))[0]?.output;
  // A variable that has no value does not fail what it fills.
  expect(await outputOf(await flow.give({ value: 1 }))).toEqual({
    value: 1,
    plain: 7,
    from: 'Bern',
    later: null,
  });
  await world.calls['pipelines.update']({ pipelineId: flow.pipelineId, variables: { city: 'Chur' } });
  expect(await outputOf(await flow.give({ value: 2 }))).toMatchObject({ value: 2, from: 'Chur' });
});

test('nothing for an input with a default is the default', async () => {
  const first = fn('first', 'give', {
    inputs: { start: 'Json' },
    outputs: { value: 'Number' },
    config: { outputs: { value: null } },
  });
  const last = fn('last', 'echo', { inputs: { value: 'Number' }, defaults: { value: 3 } });
  const flow = await makeFlow(world, bench, graphOf([first, last], ['first.value > last.value']));
  const [run] = await flow.executions(await flow.give({ start: 1 }), 'last');
  expect(run).toMatchObject({ state: 'success', output: { value: 3 } });
});

test('nothing for an input without a default fails the node with words, and the others go on', async () => {
  const first = fn('first', 'give', {
    inputs: { start: 'Json' },
    outputs: { value: 'Number', other: 'Number' },
    config: { outputs: { value: null, other: 1 } },
  });
  const bad = fn('bad', 'echo', { inputs: { value: 'Number' } });
  const good = fn('good', 'echo', { inputs: { value: 'Number' } });
  const flow = await makeFlow(
    world,
    bench,
    graphOf([first, bad, good], ['first.value > bad.value', 'first.other > good.value']),
  );
  const cycleId = await flow.give({ start: 1 });
  const [failed] = await flow.executions(cycleId, 'bad');
  expect(failed).toMatchObject({ state: 'failed', error: '"bad" was given nothing for its input "value".' });
  expect(await flow.executions(cycleId, 'good')).toMatchObject([{ state: 'success' }]);
  expect(await flow.statuses()).toEqual(['failed']);
});

test('no item where one is needed fails the node, whatever item led there', async () => {
  const lost = fn('lost', 'give', { config: { outputs: { item: null } } });
  const end = storage('end', await bench.dataset('end'));
  const flow = await makeFlow(world, bench, graphOf([lost, end], ['lost > end']));
  await flow.send('a.png');
  expect(await flow.standing()).toEqual(['end failed', 'lost success']);
  expect(await flow.inDataset(await bench.dataset('end'))).toEqual([]);
});

test('an output that is not given lets nothing out', async () => {
  const silent = fn('silent', 'give', { config: { outputs: {} } });
  const end = storage('end', await bench.dataset('end'));
  const flow = await makeFlow(world, bench, graphOf([silent, end], ['silent > end']));
  await flow.send('a.png');
  expect(await flow.standing()).toEqual(['silent success']);
  expect(await flow.statuses()).toEqual(['success']);
});

test('a decision that no connection waits for ends the branch, not the cycle', async () => {
  const decider = fn('decider', 'give', { config: { action: 'maybe' }, actions: ['yes', 'maybe'] });
  const yes = storage('yes', await bench.dataset('yes'));
  const flow = await makeFlow(world, bench, graphOf([decider, yes], ['decider > yes : yes']));
  await flow.send('a.png');
  expect(await flow.standing()).toEqual(['decider success']);
  expect(await flow.statuses()).toEqual(['success']);
  expect(await flow.taken()).toEqual([0]);
});

test('an item that is gone meanwhile fails the step that needs it, with words', async () => {
  const flow = await makeFlow(
    world,
    bench,
    graphOf([fn('first', 'give'), storage('end', await bench.dataset('end'))], ['first > end']),
  );
  await expect(flow.run(['0'.repeat(24) as never])).rejects.toMatchObject({ code: 'not-found' });
  const first = fn('first', 'give', { config: { outputs: { item: '0'.repeat(24) } } });
  const other = await makeFlow(
    world,
    bench,
    graphOf([first, storage('end', await bench.dataset('end'))], ['first > end']),
    { name: 'Other' },
  );
  await other.send('b.png');
  expect(await other.standing()).toEqual(['end failed', 'first success']);
});
