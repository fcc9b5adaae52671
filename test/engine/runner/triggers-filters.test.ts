/** Filters of triggers: joins, ones that cannot be read or applied, and pipelines that start one another. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GraphNode } from '#core/model/graph.ts';
import { annotationIdSchema, type DatasetId, itemIdSchema } from '#core/model/ids.ts';
import { insertItem } from '#engine/db/queries/items.ts';
import type { InlineNode } from '#engine/nodes/node.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, graphOf, makeBench, makeFlow, storage } from './support/flow.ts';
import { configOf, fn, give, withRunners } from './support/nodes.ts';
import { cyclesOf, happen, makeUnreadable, on, passed, startsOn } from './support/starts.ts';

/** Makes a new item in a dataset, each time another. */
const maker: InlineNode = {
  lane: 'inline',
  writes: true,
  run(tx, run) {
    const id = itemIdSchema.parse(tx.id());
    const { datasetId } = configOf(run) as { datasetId: DatasetId };
    insertItem(tx.db, {
      ...run.item(),
      id,
      datasetId,
      identity: id,
      location: id,
      maker: run.work.key,
      createdAt: tx.now,
      updatedAt: tx.now,
    });
    return { kind: 'done', outputs: {}, action: null, why: 'made one', made: [id] };
  },
};

/** Changes its item. */
const toucher: InlineNode = {
  lane: 'inline',
  writes: true,
  run(tx, run) {
    tx.raise({ resource: 'Item', action: 'Updated', id: run.item().id, cause: run.work });
    return { kind: 'done', outputs: {}, action: null, why: 'touched it' };
  },
};

let world: World;
let bench: Bench;

beforeEach(async () => {
  world = await openWorld({ graphs: withRunners({ give, maker, toucher }) });
  bench = await makeBench(world);
});

afterEach(async () => {
  await world.settled();
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

const inbox = (spec: Parameters<typeof on>[0]) =>
  makeFlow(world, bench, startsOn(graphOf([storage('in', bench.inbox)], []), { in: on(spec) }));

describe('a filter', () => {
  test.each([
    ['bare', { name: 'a*' }],
    ['as text', '{"name":"a*"}'],
    ['with $and', { $and: [{ name: 'a*' }, { 'metadata.system.width': { $gte: 100 } }] }],
    ['as a query', { resource: 'items', filter: { name: 'a*' } }],
  ])('%s lets only some start, and says why not', async (_form, filter) => {
    const flow = await inbox({ filter });
    const [a, b] = [world.arrive(bench.inbox, 'a.png'), world.arrive(bench.inbox, 'b.png')];
    expect(await cyclesOf(flow, [a.id, b.id])).toEqual([1, 0]);
    expect(passed(world)).toEqual([expect.stringContaining('name')]);
    const { items } = await world.calls['items.history']({ itemId: b.id });
    expect(items.map((event) => event.text)).toEqual([expect.stringContaining('Did not start')]);
  });

  test('may look at the annotations of an item', async () => {
    const join = {
      on: { resource: 'annotations', local: 'itemId', forigen: 'id' },
      filter: { label: 'car' },
    };
    const filter = { resource: 'items', filter: {}, join };
    const flow = await inbox({ filter, actions: ['Updated'], executionMode: 'Always' });
    const item = world.arrive(bench.inbox, 'a.png');
    const update = () => happen(world, { resource: 'Item', action: 'Updated', id: item.id });
    update();
    const id = annotationIdSchema.parse(world.ctx.ports.ids.next());
    const after = {
      id,
      itemId: item.id,
      label: 'car',
      geometry: { type: 'box' as const, left: 1, top: 1, right: 2, bottom: 2 },
      attributes: {},
      creator: 'ann',
      createdAt: 1,
      updatedAt: 1,
      updatedBy: 'ann',
      rev: 1,
    };
    const diffs = [{ id, before: null, after }];
    await world.calls['annotations.apply']({ itemId: item.id, changeSetId: id, title: 'x', diffs });
    update();
    expect(await cyclesOf(flow, [item.id])).toEqual([1]);
    expect(passed(world)).toEqual(['there are no annotations']);
  });

  test('that cannot be read is refused at the install, by the name of its node', async () => {
    for (const filter of ['{"name": ', '{"name":{"$regex":"("}}', '{"name":{"$near":1}}']) {
      await expect(inbox({ filter })).rejects.toMatchObject({
        code: 'pipeline-invalid',
        message: expect.stringContaining('"in"'),
      });
    }
  });

  test('that costs too much to be put to a text is not met, and holds up nobody', async () => {
    const flow = await inbox({ filter: { 'metadata.user.text': { $regex: '(x?){200}y' } } });
    const item = world.arrive(bench.inbox, 'a.png');
    const metadata = JSON.stringify({ user: { text: `${'x'.repeat(1_000_000)}y` } });
    world.ctx.unit('test', (tx) => {
      tx.db.run('UPDATE item SET metadata = :metadata WHERE id = :id', { id: item.id, metadata });
      tx.raise({ resource: 'Item', action: 'Created', id: item.id });
    });
    expect(await cyclesOf(flow, [item.id])).toEqual([0]);
  });

  test.each([
    ['a filter', '"name":"a*"', '"name":{"$near":1}', 'its filter could not be applied'],
    ['a graph', '"connections":[]', '"connections":7', 'Its triggers do not fire'],
  ])('that came in with %s nobody can read holds up nobody else', async (_what, from, to, why) => {
    const filter = { name: 'a*' };
    const before = await inbox({ executionMode: 'Always' });
    const broken = await inbox({ executionMode: 'Always', filter });
    const after = await inbox({ executionMode: 'Always' });
    makeUnreadable(world, broken.pipelineId, from, to);
    const ids = ['a.png', 'ab.png'].map((name) => world.arrive(bench.inbox, name).id);
    const counts = await Promise.all([before, after].map((flow) => cyclesOf(flow, ids)));
    expect(counts).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(world.db.all('SELECT key FROM cycle')).toHaveLength(4);
    expect(passed(world)[0]).toContain(why);
  });
});

describe('pipelines that cause events', () => {
  const feeding = (id: string, datasetId: DatasetId): GraphNode => fn(id, 'maker', { config: { datasetId } });

  test('two that feed each other end, and say so', async () => {
    const other = await bench.dataset('other');
    const flow = async (from: DatasetId, to: DatasetId) =>
      makeFlow(
        world,
        bench,
        startsOn(graphOf([storage('in', from), feeding('make', to)], ['in > make']), { in: on({}) }),
      );
    const [there, back] = [await flow(bench.inbox, other), await flow(other, bench.inbox)];
    world.arrive(bench.inbox, 'a.png');
    await world.settled();
    expect([(await there.cycles()).length, (await back.cycles()).length]).toEqual([9, 8]);
    expect(passed(world)).toEqual(['16 cycles have caused one another before']);
    // A person's item begins a chain of its own.
    world.arrive(bench.inbox, 'b.png');
    await world.settled();
    expect([(await there.cycles()).length, (await back.cycles()).length]).toEqual([18, 16]);
  });

  test('two that clone into each other end where an item is there already', async () => {
    const other = await bench.dataset('other');
    const flow = async (from: DatasetId, to: DatasetId) =>
      makeFlow(
        world,
        bench,
        startsOn(graphOf([storage('in', from), storage('out', to)], ['in > out']), { in: on({}) }),
      );
    const [there, back] = [await flow(bench.inbox, other), await flow(other, bench.inbox)];
    world.arrive(bench.inbox, 'a.png');
    await world.settled();
    expect([(await there.cycles()).length, (await back.cycles()).length]).toEqual([1, 1]);
  });

  test('a change of its own does not start a pipeline; that of another does', async () => {
    const touching = () =>
      makeFlow(
        world,
        bench,
        startsOn(graphOf([storage('in', bench.inbox), fn('touch', 'toucher')], ['in > touch']), {
          in: on({ actions: ['Created', 'Updated'], executionMode: 'Always' }),
        }),
      );
    const flow = await touching();
    const item = world.arrive(bench.inbox, 'a.png');
    await world.settled();
    expect(await cyclesOf(flow, [item.id])).toEqual([1]);
    expect(passed(world)).toEqual(['it made this change itself']);
    const other = await touching();
    happen(world, { resource: 'Item', action: 'Updated', id: item.id });
    await world.settled();
    // Each change of the one starts the other, until the chain is long enough.
    const [mine, others] = [await cyclesOf(flow, [item.id]), await cyclesOf(other, [item.id])];
    expect([...mine, ...others]).toEqual([18, 17]);
    expect(passed(world).filter((why) => why.startsWith('16 cycles'))).toHaveLength(2);
  });
});
