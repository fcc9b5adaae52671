/** Simulations of a real workspace: they come to what the engine then does, and leave no trace. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CallInput, CallOutput } from '#contract/index.ts';
import type { Graph } from '#core/model/graph.ts';
import { annotationIdSchema, type ItemId } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import { makeNode } from '#core/pipeline/build.ts';
import { saveAnnotation } from '#engine/db/queries/annotations.ts';
import { saveVideo, updateItem } from '#engine/db/queries/items.ts';
import {
  type Bench,
  type Flow,
  graphOf,
  makeBench,
  makeFlow,
  storage,
  task,
  way,
} from '#test/engine/runner/support/flow.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { fc } from '#test/support/property.ts';
import { FRIENDS, type GraphPlan, listPlan, quickPlan, realGraph } from './support/random-graphs.ts';

let world: World;
let bench: Bench;

async function open(): Promise<void> {
  world = await openWorld();
  bench = await makeBench(world);
}

beforeEach(open);
afterEach(() => world.close());

/** Everything that a simulation must not touch. */
function traces() {
  const { db, folder } = world;
  const tables = db.all<{ name: string }>(
    `SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`,
  );
  return {
    changes: db.get('SELECT total_changes() AS total'),
    rows: tables.map(({ name }) => db.get(`SELECT '${name}' AS name, count(*) AS count FROM "${name}"`)),
    files: readdirSync(folder, { recursive: true }).toSorted(),
  };
}

/** Simulates, and makes sure that nothing else came of it. */
async function simulate(input: CallInput<'pipelines.simulate'>): Promise<CallOutput<'pipelines.simulate'>> {
  const before = traces();
  const result = await world.calls['pipelines.simulate'](input);
  expect(traces()).toEqual(before);
  return result;
}

const taken = (result: CallOutput<'pipelines.simulate'>) => result.connections.map((one) => one.taken);

const nodeOf = (result: CallOutput<'pipelines.simulate'>, id: string) =>
  result.nodes.find((one) => one.nodeId === id);

const arrive = (count: number, ending = '.png'): ItemId[] =>
  Array.from({ length: count }, (_, at) => world.arrive(bench.inbox, `${at}${ending}`).id);

function putFunction(name: string, source: string): void {
  const { functions } = world.ctx.files;
  mkdirSync(functions, { recursive: true });
  writeFileSync(join(functions, name), source);
}

describe('against the engine', () => {
  let flows = 0;

  async function counts(flow: Flow, graph: Graph) {
    const { nodes } = await world.calls['pipelines.counts']({ pipelineId: flow.pipelineId });
    return {
      taken: await flow.taken(),
      nodes: graph.nodes.map(({ id }) => nodes.find((one) => one.nodeId === id)),
    };
  }

  /** Half of the items run for real first: what there is then (clones, quotas, tags) counts too. */
  async function compare(plan: GraphPlan, names: readonly string[]): Promise<void> {
    const graph = realGraph(plan, { inbox: bench.inbox, other: await bench.dataset('other') });
    flows += 1;
    const flow = await makeFlow(world, bench, graph, { name: `Flow ${flows}` });
    const items = names.map((name, at) => world.arrive(bench.inbox, `${at}-${flows}-${name}`));
    items.forEach(prepare);
    const ids = items.map((item) => item.id);
    const half = Math.floor(ids.length / 2);
    if (half > 0) await flow.run(ids.slice(0, half));
    const before = await counts(flow, graph);
    const rest = ids.slice(half);
    const result = await simulate({ pipelineId: flow.pipelineId, items: { itemIds: rest }, code: 'run' });
    await flow.run(rest);
    const after = await counts(flow, graph);
    expect(taken(result)).toEqual(after.taken.map((count, at) => count - (before.taken[at] ?? 0)));
    expect(result.nodes.map(({ executions, failed }) => [executions - failed, failed])).toEqual(
      after.nodes.map((node, at) => {
        const was = before.nodes[at];
        return [(node?.success ?? 0) - (was?.success ?? 0), (node?.failed ?? 0) - (was?.failed ?? 0)];
      }),
    );
  }

  /** Some have an annotation; each knows the two items before it. */
  function prepare(item: Item, at: number, all: readonly Item[]): void {
    const friends = all.slice(Math.max(0, at - (at % 3)), at).map((one) => one.id);
    world.ctx.unit('test', (tx) => {
      updateItem(tx.db, item.id, { metadata: { ...item.metadata, user: { friends } } }, tx.now);
      if (!item.name.includes('a')) return;
      const geometry = { type: 'box', left: 1, top: 1, right: 9, bottom: 9 } as const;
      const made = { createdAt: tx.now, updatedAt: tx.now, creator: 'test', updatedBy: 'test' };
      const id = annotationIdSchema.parse(tx.id());
      saveAnnotation(tx.db, { id, itemId: item.id, label: 'Cat', geometry, attributes: {}, ...made, rev: 1 });
    });
  }

  const names = fc.array(fc.constantFrom('a', 'b', 'ab', 'c'), { minLength: 1, maxLength: 12 });

  test('random graphs of quick nodes come to the same counts', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(quickPlan, names, async (plan, given) => {
        await world.close();
        await open();
        await compare(plan, given);
      }),
      { numRuns: 80 },
    );
  });

  test('random graphs with lists and code come to the same counts', { timeout: 120_000 }, async () => {
    putFunction('friends.js', FRIENDS);
    await fc.assert(
      fc.asyncProperty(listPlan, names, async (plan, given) => {
        await compare(plan, given);
      }),
      { numRuns: 40 },
    );
  });
});

describe('people', () => {
  const review = async () => {
    const label = task('label');
    const done = storage('done', await bench.dataset('done'));
    const graph = graphOf(
      [storage('inbox', bench.inbox), label, done],
      ['inbox > label', 'label > done : completed'],
    );
    return makeFlow(world, bench, graph);
  };

  test('decide as they did before, at the pace that they had', async () => {
    const flow = await review();
    const items = await flow.send(...Array.from({ length: 8 }, (_, at) => `${at}.png`));
    for (const [at, item] of items.entries()) {
      world.clock.at += 30_000;
      await flow.decide('label', item.id, at < 6 ? 'completed' : 'discard');
    }
    const result = await simulate({ pipelineId: flow.pipelineId, items: { itemIds: arrive(400, '.jpg') } });
    const label = nodeOf(result, 'label');
    expect(label?.rates).toEqual({
      source: 'history',
      shares: [
        { action: 'completed', share: 0.75 },
        { action: 'discard', share: 0.25 },
      ],
    });
    expect(label?.load).toMatchObject({ secondsPerItem: 30, secondsSource: 'decisions', peak: 400 });
    expect(label?.load?.hours).toBeCloseTo((400 * 30) / 3600);
    expect(Math.abs((taken(result)[1] ?? 0) - 300)).toBeLessThan(40);
    expect(result.nowhere[0]).toMatchObject({ nodeId: 'label', action: 'discard' });
    expect(result.warnings).toEqual([]);
  });

  test('nothing is known of a graph that was never stored', async () => {
    const flow = await review();
    const { graph } = await world.calls['pipelines.get']({ pipelineId: flow.pipelineId });
    const result = await simulate({ graph, items: { itemIds: arrive(10) } });
    expect(result).toMatchObject({ version: null, items: 10 });
    expect(nodeOf(result, 'label')).toMatchObject({
      rates: { source: 'even' },
      load: { secondsPerItem: null, hours: null, peak: null },
    });
    expect(result.warnings.map((one) => one.nodeId)).toEqual(['label']);
  });
});

describe('items', () => {
  test('a share of what a filter matches, the same each time', async () => {
    const flow = await makeFlow(world, bench, graphOf([storage('inbox', bench.inbox)], []));
    arrive(400);
    const { pipelineId } = flow;
    const datasetIds = [bench.inbox];
    const share = (seed: string) =>
      simulate({ pipelineId, seed, items: { datasetIds, filter: { name: '1*' }, share: 0.5 } });
    const all = await simulate({ pipelineId, items: { datasetIds, filter: { name: '1*' } } });
    expect(all.items).toBe(111);
    const half = await share('x');
    expect(Math.abs(half.items - 55)).toBeLessThan(20);
    expect(await share('x')).toEqual(half);
    expect((await share('y')).paths).not.toEqual(half.paths);
    const few = await simulate({ pipelineId, items: { datasetIds, limit: 7 } });
    expect(few).toMatchObject({ items: 7, complete: true, version: 1 });
  });

  test('frames of a video are counted from its length', async () => {
    const video = world.arrive(bench.inbox, 'clip.mp4');
    world.ctx.unit('test', (tx) => {
      tx.db.run(`UPDATE item SET kind = 'video' WHERE id = :id`, { id: video.id });
      const times = { timeBase: { num: 1, den: 25 }, durationSeconds: 12_000, averageRate: 25 };
      const facts = {
        ...times,
        rotation: 0,
        codec: 'h264',
        hasAudio: false,
        toolVersion: '5',
        damaged: false,
        colour: null,
        pixelFormat: null,
        origin: null,
        keyFrames: null,
        check: null,
      };
      saveVideo(tx.db, video.id, { ...facts, frameCount: 300_000 }, new Uint8Array());
    });
    const customNodeConfig = { every: 3 };
    const split = makeNode('video.split', {
      id: 'frames',
      name: 'frames',
      at: [0, 0],
      metadata: { customNodeConfig },
    });
    const end = storage('end', await bench.dataset('end'));
    const graph = graphOf([storage('inbox', bench.inbox), split, end], ['inbox > frames', 'frames > end']);
    const flow = await makeFlow(world, bench, graph);
    const result = await simulate({ pipelineId: flow.pipelineId, items: { itemIds: [video.id] } });
    expect(taken(result)).toEqual([1, 100_000]);
    expect(nodeOf(result, 'end')).toMatchObject({ executions: 100_000, ended: 100_000 });
  });

  test('what cannot be simulated is refused', async () => {
    const flow = await makeFlow(world, bench, graphOf([storage('inbox', bench.inbox)], []));
    const { pipelineId } = flow;
    const [itemId = 'f'.repeat(24) as ItemId] = arrive(1);
    const items = { itemIds: [itemId] };
    await expect(simulate({ items })).rejects.toThrow('Say which pipeline');
    await expect(simulate({ pipelineId, version: 9, items })).rejects.toThrow('"Flow" has no version 9');
    await expect(simulate({ pipelineId, nodeId: 'x', items })).rejects.toThrow('no node x');
    const gone = { itemIds: ['e'.repeat(24) as ItemId] };
    await expect(simulate({ pipelineId, items: gone })).rejects.toThrow('not there any more');
  });
});

describe('code', () => {
  const node = (id: string, code: string, sluice = {}) => ({
    ...makeNode('code', { id, name: id, at: [0, 0], actions: ['big', 'small'], metadata: { sluice } }),
    config: { package: { code } },
  });
  const SNIPPET = `export function run(item, context) {
    if (item.name === '2.png') throw new Error('no twos');
    context.action(item.name === '1.png' ? 'small' : 'big');
    item.metadata.user = { checked: context.nodeName };
    return item;
  }`;
  const graphWith = async (code: ReturnType<typeof node>) =>
    graphOf(
      [storage('inbox', bench.inbox), code, storage('end', await bench.dataset('end'))],
      ['inbox > code', way('code > end : big', { 'metadata.user.checked': 'code' })],
    );

  test('runs in the sandbox when asked for, and what it changes counts', async () => {
    const { pipelineId } = await makeFlow(world, bench, await graphWith(node('code', SNIPPET)));
    const items = { itemIds: arrive(4) };
    const result = await simulate({ pipelineId, items, code: 'run' });
    expect(taken(result)).toEqual([4, 2]);
    expect(nodeOf(result, 'code')).toMatchObject({ by: 'run', executions: 4, failed: 1, nowhere: 1 });
    expect(nodeOf(result, 'code')?.failures[0]).toContain('no twos');
    const passed = await simulate({ pipelineId, items });
    expect(nodeOf(passed, 'code')).toMatchObject({ by: 'passed', failed: 0, rates: { source: 'even' } });
  });

  test('is not run when it may reach outside', async () => {
    const graph = await graphWith(node('code', SNIPPET, { grants: ['network'] }));
    const { pipelineId } = await makeFlow(world, bench, graph);
    const result = await simulate({ pipelineId, items: { itemIds: arrive(1) }, code: 'run' });
    expect(nodeOf(result, 'code')).toMatchObject({ by: 'passed' });
  });
});

test('the way of one item, with what every condition says', async () => {
  const end = await bench.dataset('end');
  const graph = graphOf(
    [storage('inbox', bench.inbox), task('label'), storage('good', end), storage('bad', end)],
    [
      way('inbox > label', { name: '*.png' }),
      way('label > good : completed', { annotated: true }),
      way('label > bad : discard', { annotated: 'discarded' }),
    ],
  );
  const { pipelineId } = await makeFlow(world, bench, graph);
  const [itemId = 'f'.repeat(24) as ItemId] = arrive(1);
  const before = traces();
  const trace = (decision: string) =>
    world.calls['pipelines.trace']({ pipelineId, itemId, decisions: { label: decision } });
  const discarded = await trace('discard');
  expect(discarded.path.steps.map((step) => [step.nodeId, step.action])).toEqual([
    ['inbox', null],
    ['label', 'discard'],
    ['bad', null],
  ]);
  const completed = await trace('completed');
  expect(completed.path.steps[1]?.routes).toMatchObject([
    { targetId: 'good', taken: 0, passed: 1, condition: { matches: false } },
    { targetId: 'bad', taken: 0, passed: 1, condition: { matches: false } },
  ]);
  expect(completed.nowhere[0]?.routes).toEqual([
    { connection: 1, reason: expect.stringContaining('annotated') },
    { connection: 2, reason: 'takes "discard", the decision was "completed"' },
  ]);
  expect(traces()).toEqual(before);
});
