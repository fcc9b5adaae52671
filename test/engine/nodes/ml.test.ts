/** Model nodes: real predictions in a process of their own, written once however often the model runs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { boxesOf } from '#core/annotation/overlap.ts';
import type { GraphNode } from '#core/model/graph.ts';
import { makeNode } from '#core/pipeline/build.ts';
import { deleteAnnotation, listAnnotations, saveAnnotation } from '#engine/db/queries/annotations.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { troubleInfo } from '../ml/support/trouble-info.ts';
import { type Bench, flowOf, graphOf, makeBench, makeFlow, storage } from '../runner/support/flow.ts';
import { code, itemNow, label, labelsOf, only, picture } from './support.ts';

let world: World;
let bench: Bench;
let modelsFolder: string;

beforeEach(async () => {
  modelsFolder = mkdtempSync(join(tmpdir(), 'sluice-models-'));
  world = await openWorld({ models: { modelsFolder, extra: [troubleInfo] } });
  bench = await makeBench(world);
});

afterEach(async () => {
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
  rmSync(modelsFolder, { recursive: true, force: true });
});

const model = (metadata: Readonly<Record<string, unknown>>, id = 'model'): GraphNode =>
  makeNode('ml', { id, name: id, at: [0, 0], metadata });

const bright = (config: object = {}) =>
  model({ modelId: 'sluice/bright-regions', modelConfig: { settings: { threshold: 128 }, ...config } });

/** White squares on black. */
async function squares(...places: readonly (readonly [left: number, top: number, side: number])[]) {
  return await sharp({ create: { width: 200, height: 100, channels: 3, background: 'black' } })
    .composite(
      places.map(([left, top, side]) => ({
        input: { create: { width: side, height: side, channels: 3, background: 'white' } },
        left,
        top,
      })),
    )
    .png()
    .toBuffer();
}

test('labels what it finds, with its name and confidence, and lets the labels out', async () => {
  const graph = graphOf(
    [
      bright({ labels: { bright: 'lamp' } }),
      code('each', 'export default (annotation) => annotation.label + annotation.coordinates[0].x', {
        inputs: { annotation: 'Annotation' },
        outputs: { value: 'String' },
      }),
    ],
    ['model.annotations > each'],
  );
  const flow = await makeFlow(world, bench, graph);
  const item = await picture(world, bench.inbox, 'a.png', await squares([10, 20, 30], [100, 40, 20]));
  const [cycleId] = await flow.run([item]);
  const found = listAnnotations(world.db, item.id);
  expect(labelsOf(world, item.id).toSorted()).toEqual(['lamp 10,20,40,50', 'lamp 100,40,120,60']);
  expect(found[0]).toMatchObject({
    creator: 'sluice',
    metadata: { user: { model: { name: 'Bright regions', model_id: 'sluice/bright-regions' } } },
  });
  const values = (await flow.executions(cycleId as never, 'each')).map((one) => one.output?.['value']);
  expect(values.toSorted()).toEqual(['lamp10', 'lamp100']);
});

test('running again changes nothing; what a person has corrected stays, and is not found again', async () => {
  const flow = await makeFlow(
    world,
    bench,
    graphOf([bright(), storage('end', bench.inbox)], ['model > end']),
  );
  const item = await picture(
    world,
    bench.inbox,
    'a.png',
    await squares([10, 20, 30], [100, 40, 20], [150, 10, 10]),
  );
  label(world, item.id, 'by hand', [0, 0, 5, 5]);
  await flow.run([item]);
  const first = listAnnotations(world.db, item.id);
  expect(first).toHaveLength(4);
  world.clock.at += 1000;
  await flow.run([item]);
  expect(listAnnotations(world.db, item.id)).toEqual(first);
  // One is corrected, one is removed by a person.
  const at = (left: number) => boxesOf(first).find((one) => one.geometry.left === left) ?? boxesOf(first)[0];
  const corrected = at(10);
  if (!corrected) throw new Error('four annotations');
  world.ctx.unit('ann@example.com', (tx) => {
    const geometry = { ...corrected.geometry, left: 12 };
    saveAnnotation(tx.db, { ...corrected, label: 'cat', geometry, updatedBy: 'ann@example.com', rev: 2 });
    deleteAnnotation(tx.db, at(100)?.id ?? '');
  });
  await flow.run([item]);
  expect(labelsOf(world, item.id).toSorted()).toEqual([
    'bright 100,40,120,60',
    'bright 150,10,160,20',
    'by hand 0,0,5,5',
    'cat 12,20,40,50',
  ]);
});

test('a model that finds other things than before replaces what it found', async () => {
  const graph = (threshold: number) =>
    graphOf([bright({ settings: { threshold }, labels: { bright: `over ${threshold}` } })], []);
  const item = await picture(world, bench.inbox, 'a.png', await squares([10, 20, 30]));
  for (const [at, threshold] of [100, 200].entries()) {
    const flow = await makeFlow(world, bench, graph(threshold), { name: `Flow ${at}` });
    await flow.run([item]);
  }
  expect(labelsOf(world, item.id)).toEqual(['over 200 10,20,40,50']);
});

test('an engine that dies before the result is written finds the same again, once', async () => {
  const flow = await makeFlow(world, bench, graphOf([bright()], []));
  const item = await picture(world, bench.inbox, 'a.png', await squares([10, 20, 30]));
  await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, itemIds: [item.id] });
  // The batch is with the model, and its answer on the way.
  while (world.ctx.models.list().every((one) => !one.running))
    await new Promise((resolve) => setImmediate(resolve));
  await world.kill();
  world = await openWorld({ folder: world.folder });
  await world.settled();
  expect(labelsOf(world, item.id)).toEqual(['bright 10,20,40,50']);
  expect(await flowOf(world, bench, flow.pipelineId).statuses()).toEqual(['success']);
});

test.each([
  ['exit', 'dead', /died 3 times.*"Trouble" ended unexpectedly/],
  ['bug', 'failed', /thing is not a function/],
])('one picture at which a model fails (%s) harms no other of its batch', async (deed, state, words) => {
  const items = [];
  for (const name of ['a.png', 'b.png', 'c.png']) {
    items.push(await picture(world, bench.inbox, name, { width: 10, height: 10 }));
  }
  const settings = { deed, bad: items[1]?.id };
  const graph = graphOf([model({ modelId: 'test/trouble', modelConfig: { settings } })], []);
  const flow = await makeFlow(world, bench, graph);
  const cycles = await flow.run(items);
  const runs = await Promise.all(cycles.map((id) => only(flow, id, 'model')));
  expect(runs.map((one) => one.state)).toEqual(['success', state, 'success']);
  expect(runs[1]?.error).toMatch(words);
});

test.each([
  [{ modelName: 'Bright regions' }, null],
  [{ modelId: 'unknown', modelName: 'Bright regions' }, null],
  [{ variableModel: 'chosen', modelId: 'x' }, null],
  [
    { modelId: 'unknown' },
    /wants the model "unknown", which is not on this computer.*"sluice\/bright-regions"/,
  ],
  [{ modelId: 'sluice/bright-regions', modelConfig: { confidence: 2 } }, /do not fit/],
])('the model of a node: %j', async (metadata, words) => {
  const variables = [{ name: 'chosen', type: 'Model', value: 'sluice/bright-regions' }];
  const flow = await makeFlow(world, bench, { ...graphOf([model(metadata)], []), variables });
  const item = await picture(world, bench.inbox, 'a.png', await squares([10, 20, 30]));
  const [cycleId] = await flow.run([item]);
  const { state, error } = await only(flow, cycleId as never, 'model');
  if (words === null) expect([state, error]).toEqual(['success', null]);
  else expect([state, error]).toEqual(['failed', expect.stringMatching(words)]);
});

test('a file that is gone, or a video, fails alone', async () => {
  const flow = await makeFlow(world, bench, graphOf([bright()], []));
  const good = await picture(world, bench.inbox, 'a.png', await squares([10, 20, 30]));
  const gone = world.arrive(bench.inbox, 'gone.png');
  const cycles = await flow.run([good, gone]);
  const runs = await Promise.all(cycles.map((id) => only(flow, id, 'model')));
  expect(runs.map((one) => one.state)).toEqual(['success', 'failed']);
  expect(runs[1]?.error).toMatch(/"gone\.png"/);
  expect(itemNow(world, good.id).annotationCount).toBe(1);
});
