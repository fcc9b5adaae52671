/** Lists: one execution for each element, however many, in parts that nobody has to wait for. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SluiceError } from '#core/errors.ts';
import type { LongNode } from '#engine/nodes/node.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, type Flow, flowOf, graphOf, makeBench, makeFlow, task } from './support/flow.ts';
import { configOf, echo, fn, give, withRunners } from './support/nodes.ts';

let world: World;
let bench: Bench;
/** Called after each part that a stream has let out. */
let afterPart: (cursor: number) => void;

/** Lets the numbers up to `count` out in parts of 250. */
const stream: LongNode = {
  lane: 'media',
  job: null,
  async run(run) {
    const count = Number(configOf(run)['count']);
    for (let from = run.work.cursor; from < count; from += 250) {
      const upTo = Math.min(count, from + 250);
      await run.emit(upTo, () => ({
        values: Array.from({ length: upTo - from }, (_, at) => from + at),
        made: [],
      }));
      afterPart(upTo);
      if (run.signal.aborted) throw new SluiceError('aborted', 'stopped');
    }
    return { kind: 'done', outputs: {}, action: null, why: `counted to ${count}` };
  },
};
const graphs = withRunners({ give, echo, stream });

beforeEach(async () => {
  afterPart = () => undefined;
  world = await openWorld({ graphs });
  bench = await makeBench(world);
});

afterEach(async () => {
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

const numbers = (id: string) => fn(id, 'echo', { inputs: { n: 'Number' }, outputs: { n: 'Number' } });
const streaming = (count: number) =>
  fn('stream', 'stream', { inputs: { go: 'Json' }, outputs: { n: 'Number[]' }, config: { count } });

/** How many executions of a node succeeded, and of how many different elements. */
function done(nodeId: string): { count: number; distinct: number } | undefined {
  return world.db.get(
    `SELECT count(*) AS count, count(DISTINCT input) AS "distinct" FROM execution JOIN node ON node.key = node
     WHERE node_id = :nodeId AND state = 'success'`,
    { nodeId },
  );
}

describe('a list of any length', () => {
  const listing = (list: readonly unknown[]) =>
    fn('list', 'give', {
      inputs: { go: 'Json' },
      outputs: { n: 'Number[]' },
      config: { outputs: { n: list } },
    });

  test('none: the cycle ends', async () => {
    const flow = await makeFlow(world, bench, graphOf([listing([]), numbers('each')], ['list > each']));
    await flow.give({ go: 1 });
    expect(await flow.standing()).toEqual(['list success']);
    expect(await flow.statuses()).toEqual(['success']);
  });

  test('a thousand and one, where the reference system gives up', async () => {
    const list = Array.from({ length: 1001 }, (_, at) => at);
    const flow = await makeFlow(world, bench, graphOf([listing(list), numbers('each')], ['list > each']));
    await flow.give({ go: 1 });
    expect(done('each')).toEqual({ count: 1001, distinct: 1001 });
    expect(await flow.statuses()).toEqual(['success']);
    expect(await flow.taken()).toEqual([1001]);
  });

  test('by a condition: what matches goes on, the others are explained', async () => {
    const list = [1, 2, 3, 4];
    const flow = await makeFlow(
      world,
      bench,
      graphOf(
        [listing(list), numbers('each')],
        [{ from: 'list', to: 'each', condition: { value: { $gt: 2 } } }],
      ),
    );
    const cycleId = await flow.give({ go: 1 });
    expect((await flow.executions(cycleId, 'each')).map((run) => run.input?.['n'])).toEqual([3, 4]);
    const { items } = await world.calls['explain.cycle']({ cycleId });
    const route = items.flatMap((event) => event.routes)[0];
    expect(route).toMatchObject({ taken: 2, passed: 2, targetName: 'each' });
  });

  test('half out at a crash: it goes on where it was', async () => {
    const list = Array.from({ length: 6000 }, (_, at) => at);
    const graph = graphOf(
      [listing(list), numbers('each'), numbers('after')],
      ['list > each', 'each > after'],
    );
    let flow: Flow = await makeFlow(world, bench, graph);
    await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, input: { go: 1 } });
    for (let crash = 0; crash < 4; crash += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
      await world.kill();
      world = await openWorld({ folder: world.folder, graphs, now: world.clock.at + 1000 });
      flow = flowOf(world, bench, flow.pipelineId);
    }
    await world.settled();
    expect(done('after')).toEqual({ count: 6000, distinct: 6000 });
    expect(await flow.taken()).toEqual([6000, 6000]);
    expect(await flow.statuses()).toEqual(['success']);
  });
});

describe('a list that is let out while it is made', () => {
  test('a hundred thousand elements, in little memory', { timeout: 120_000 }, async () => {
    const flow = await makeFlow(
      world,
      bench,
      graphOf([streaming(100_000), numbers('each')], ['stream > each']),
    );
    let most = 0;
    afterPart = () => {
      const row = world.db.get<{ count: number }>(
        `SELECT coalesce(sum(count), 0) AS count FROM node_count WHERE state = 'queued'`,
      );
      most = Math.max(most, row?.count ?? 0);
    };
    await flow.give({ go: 1 });
    expect(done('each')).toEqual({ count: 100_000, distinct: 100_000 });
    expect(await flow.statuses()).toEqual(['success']);
    // The stream waits while the queue before it is full.
    expect(most).toBeLessThan(10_500);
  });

  test('killed in the middle: nothing is lost, nothing twice', async () => {
    const graph = graphOf([streaming(3000), numbers('each')], ['stream > each']);
    const flow = await makeFlow(world, bench, graph);
    await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, input: { go: 1 } });
    for (const stopAt of [500, 1000, 2500]) {
      await new Promise<void>((resolve) => {
        afterPart = (cursor) => {
          if (cursor >= stopAt) resolve();
        };
      });
      await world.kill();
      world = await openWorld({ folder: world.folder, graphs, now: world.clock.at + 1000 });
    }
    await world.settled();
    expect(done('each')).toEqual({ count: 3000, distinct: 3000 });
    const again = flowOf(world, bench, flow.pipelineId);
    expect(await again.statuses()).toEqual(['success']);
    expect(await again.taken()).toEqual([3000]);
  });

  test('an input of a list type gets all of it, at the end, also after a crash', async () => {
    const all = fn('all', 'echo', { inputs: { n: 'Number[]' }, outputs: { n: 'Number[]' } });
    const graph = graphOf([streaming(1000), numbers('each'), all], ['stream > each', 'stream > all']);
    const flow = await makeFlow(world, bench, graph);
    await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, input: { go: 1 } });
    await new Promise<void>((resolve) => {
      afterPart = (cursor) => {
        if (cursor >= 500) resolve();
      };
    });
    await world.kill();
    world = await openWorld({ folder: world.folder, graphs, now: world.clock.at + 1000 });
    await world.settled();
    const again = flowOf(world, bench, flow.pipelineId);
    const runs = await again.executions((await again.cycle()).id, 'all');
    expect(runs.map((run) => run.input?.['n'])).toEqual([Array.from({ length: 1000 }, (_, at) => at)]);
    expect(done('each')).toEqual({ count: 1000, distinct: 1000 });
    expect(await again.taken()).toEqual([1000, 1]);
    expect(world.db.all('SELECT * FROM emitted')).toEqual([]);
  });

  test('every element meets what comes late, not only those of the last part', async () => {
    const graph = graphOf(
      [
        fn('start', 'give', {
          outputs: { item: 'Item', go: 'Json' },
          config: { outputs: { item: '$item', go: 1 } },
        }),
        streaming(1000),
        task('late'),
        fn('pair', 'echo', { inputs: { n: 'Number', item: 'Item' }, outputs: { n: 'Number' } }),
      ],
      ['start.go > stream', 'start.item > late', 'stream > pair.n', 'late > pair.item : completed'],
    );
    const flow = await makeFlow(world, bench, graph);
    const [item] = await flow.send('a.png');
    await flow.decide('late', item?.id ?? ('' as never), 'completed');
    expect(done('pair')).toEqual({ count: 1000, distinct: 1000 });
    expect(await flow.statuses()).toEqual(['success']);
  });
});
