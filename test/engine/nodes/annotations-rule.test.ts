/** `annotations.rule`: where items go by their annotations, and what a person is told. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, graphOf, makeBench, makeFlow, storage } from '../runner/support/flow.ts';
import { label, library } from './support.ts';

let world: World;
let bench: Bench;

beforeEach(async () => {
  world = await openWorld();
  bench = await makeBench(world);
});

afterEach(() => world.close());

test('sends items that keep the rules one way and others another, and names what is broken', async () => {
  const rules = { minCount: 1, requiredLabels: ['car'], minAreaPixels: 100, insidePicture: true };
  const good = await bench.dataset('good');
  const bad = await bench.dataset('bad');
  const graph = graphOf(
    [library('annotations.rule', 'rule', rules), storage('good', good), storage('bad', bad)],
    ['rule > good : pass', 'rule > bad : fail'],
  );
  const flow = await makeFlow(world, bench, graph);
  const [fine, none, wrong] = ['fine.png', 'none.png', 'wrong.png'].map((name) =>
    world.arrive(bench.inbox, name),
  );
  if (!fine || !none || !wrong) throw new Error('three items');
  label(world, fine.id, 'car', [10, 10, 40, 40]);
  label(world, wrong.id, 'car', [90, 90, 120, 95]);
  label(world, wrong.id, 'dog', [1, 1, 2, 2]);
  await flow.run([fine, none, wrong]);
  expect(await flow.inDataset(good)).toEqual(['fine.png']);
  expect(await flow.inDataset(bad)).toEqual(['none.png', 'wrong.png']);
  const why = async (itemId: typeof wrong.id) =>
    (await world.calls['items.history']({ itemId, limit: 10 })).items.map((event) => event.text).join('\n');
  expect(await why(fine.id)).toMatch(/its annotations keep every rule/);
  expect(await why(none.id)).toMatch(/Too few annotations: at least 1.*Nothing is labelled "car"/);
  expect(await why(wrong.id)).toMatch(
    /Smaller than 100 square pixels: "dog" at \(1, 1\).*Beyond the picture of 100 × 100/,
  );
});
