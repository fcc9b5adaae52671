/**
 * Every point at which the process, or the power, can fail: a small story is copied as it is on disk after each of its
 * transactions, and with its log cut anywhere; each copy is opened and played to its end, which must be the same.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CallOutput } from '#contract/index.ts';
import { makeNode } from '#core/pipeline/build.ts';
import { workspaceFiles } from '#engine/files.ts';
import type { LongNode } from '#engine/nodes/node.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, flowOf, graphOf, makeBench, makeFlow, storage, task } from './support/flow.ts';
import { echo, fn, type Runners, withRunners } from './support/nodes.ts';
import { turns } from './support/states.ts';

/** Lets three elements out, one after the other. */
const stream: LongNode = {
  lane: 'media',
  job: null,
  async run(run) {
    for (let at = run.work.cursor; at < 3; at += 1) {
      await run.emit(at + 1, () => ({ values: [run.work.itemId], made: [] }));
    }
    return { kind: 'done', outputs: {}, action: null, why: 'three' };
  },
};
const runners: Runners = { echo, stream };
const graphs = withRunners(runners);

/** Places at which the log is cut. */
const PARTS = 12;

type Copy = { readonly folder: string; readonly log: number };

let folder: string;
let copies: Copy[];
let whole: Ending;
let bench: Bench;
let pipelineId: CallOutput<'pipelines.create'>['id'];

/** What a story ends with: the same, wherever it was interrupted. */
type Ending = { standing: string[]; taken: number[]; statuses: string[]; end: string[] };

async function play(world: World): Promise<Ending> {
  const flow = flowOf(world, bench, pipelineId);
  await world.settled();
  // People decide on whatever waits for them.
  for (;;) {
    const { items } = await world.calls['tasks.items']({
      taskId: (await flow.task('label')).id,
      limit: 1000,
    });
    const open = items.find((item) => item.state === 'open');
    if (!open) break;
    await flow.decide('label', open.itemId, 'completed');
  }
  return {
    standing: await flow.standing(),
    taken: await flow.taken(),
    statuses: await flow.statuses(),
    end: await flow.inDataset(await datasetOf(world)),
  };
}

async function datasetOf({ calls }: World) {
  const datasets = await calls['datasets.list']({ projectId: bench.projectId });
  return datasets.find((one) => one.name === 'end')?.id ?? ('' as never);
}

/** The files as a failing power leaves them. */
function copy(world: World): void {
  const target = join(folder, `at-${copies.length}`);
  const { database } = world.ctx.files;
  const goal = workspaceFiles(target).database;
  mkdirSync(dirname(goal), { recursive: true });
  copyFileSync(database, goal);
  const log = `${database}-wal`;
  if (existsSync(log)) copyFileSync(log, `${goal}-wal`);
  copies.push({ folder: target, log: existsSync(log) ? statSync(log).size : 0 });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-points-'));
  copies = [];
  const world = await openWorld({ graphs });
  bench = await makeBench(world);
  const split = { customNodeConfig: { groups: [{ name: 'a', distribution: 1 }], exact: true } };
  const graph = graphOf(
    [
      fn('start', 'stream', { outputs: { item: 'Item[]' } }),
      makeNode('split', { id: 'split', name: 'split', at: [0, 0], metadata: split }),
      fn('left', 'echo'),
      fn('right', 'echo'),
      fn('both', 'echo', { inputs: { a: 'Item', b: 'Item' }, outputs: { a: 'Item' } }),
      task('label'),
      storage('end', await bench.dataset('end')),
    ],
    [
      'start > split',
      'split > left',
      'split > right : a',
      'left > both.a',
      'right > both.b',
      'both > label',
      'label > end : completed',
    ],
  );
  ({ pipelineId } = await makeFlow(world, bench, graph));
  const items = ['x', 'y'].map((name) => world.arrive(bench.inbox, name).id);
  // From here on the workspace knows of two cycles, and each transaction is a point to fail at.
  world.db.script('PRAGMA wal_autocheckpoint = 0');
  world.db.all('PRAGMA wal_checkpoint(TRUNCATE)');
  await world.calls['pipelines.execute']({ pipelineId, itemIds: items });
  copy(world);
  for (let idle = 0; idle < 4; idle += 1) {
    const before = statSync(`${world.ctx.files.database}-wal`).size;
    await turns(1);
    if (statSync(`${world.ctx.files.database}-wal`).size === before) continue;
    copy(world);
    idle = 0;
  }
  copy(world);
  whole = await play(world);
  copy(world);
  await world.close();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function finish(at: string): Promise<void> {
  const world = await openWorld({ folder: at, graphs, now: 1_800_000_100_000 });
  try {
    expect(wrongCounters(world.db)).toEqual([]);
    expect(await play(world)).toEqual(whole);
    expect(wrongCounters(world.db)).toEqual([]);
    expect(world.db.all('PRAGMA foreign_key_check')).toEqual([]);
  } finally {
    await world.close();
  }
}

test('the story itself', () => {
  expect(copies.length).toBeGreaterThan(5);
  expect(whole.statuses).toEqual(['success', 'success']);
  expect(whole.end).toEqual(['x', 'y']);
  expect(whole.standing.filter((line) => line === 'both success')).toHaveLength(6);
});

test('after every transaction', { timeout: 60_000 }, async () => {
  for (const { folder: at } of copies.slice(0, -1)) await finish(at);
});

test('with the log of the database cut anywhere', { timeout: 60_000 }, async () => {
  const [first, last] = [copies[0], copies.at(-1)];
  if (!last || !first) throw new Error('there are copies');
  const from = workspaceFiles(last.folder).database;
  for (let part = 0; part < PARTS; part += 1) {
    const at = join(folder, `cut-${part}`);
    const { database } = workspaceFiles(at);
    mkdirSync(dirname(database), { recursive: true });
    copyFileSync(from, database);
    copyFileSync(`${from}-wal`, `${database}-wal`);
    // Nothing from before the two cycles began is cut off: they are what the story is about.
    truncateSync(`${database}-wal`, Math.floor(first.log + ((last.log - first.log) * part) / PARTS) + part);
    await finish(at);
  }
});
