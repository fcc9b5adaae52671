/** Changes of a recipe in use reach every annotation, each as a step of its item's history, whatever happens meanwhile. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CallInput } from '#contract/index.ts';
import { type DatasetId, type ItemId, type OntologyId, projectIdSchema } from '#core/model/ids.ts';
import type { Attribute } from '#core/model/recipe.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';

const ITEMS = 40;
/** Annotations an item. */
const EACH = 10;

let world: World;
let ontologyId: OntologyId;
let datasetId: DatasetId;
let itemIds: ItemId[];

const color = '#e69f00';
const side: Attribute = {
  key: 'side',
  title: 'Side',
  type: 'options',
  values: ['left', 'right'],
  scope: ['*'],
};

beforeEach(async () => {
  world = await openWorld();
  const project = await world.calls['projects.create']({ name: 'p' });
  const projectId = projectIdSchema.parse(project.id);
  const labels = ['car', 'person'].map((name) => ({ name, color }));
  const recipe = await world.calls['recipes.create']({ projectId, title: 'r', labels });
  ontologyId = recipe.ontologyId;
  await world.calls['ontologies.update']({ ontologyId, attributes: [side] });
  datasetId = (await world.calls['datasets.create']({ projectId, name: 'd' })).id;
  await world.calls['datasets.update']({ datasetId, recipeId: recipe.id });
  itemIds = Array.from({ length: ITEMS }, (_, at) => world.arrive(datasetId, `${at}.png`).id);
  for (const itemId of itemIds) {
    const annotations = Array.from({ length: EACH }, (_, at) => ({
      label: at % 2 === 0 ? 'car' : 'person',
      geometry: { type: 'box' as const, left: at, top: 0, right: at + 5, bottom: 5 },
      attributes: { side: 'left' },
    }));
    await world.calls['annotations.add']({ itemId, annotations });
  }
});
afterEach(() => world.close());

type Change = CallInput<'ontologies.change'>;

async function change(wish: Omit<Change, 'ontologyId'>) {
  return await world.calls['ontologies.change']({ ontologyId, ...wish });
}

const counts = () =>
  Object.fromEntries(
    world.db
      .all<{ label: string; count: number }>('SELECT label, count(*) AS count FROM annotation GROUP BY label')
      .map(({ label, count }) => [label, count]),
  );
const turn = async () => await new Promise((resolve) => setImmediate(resolve));

test('how often labels and options are used', async () => {
  const usage = await world.calls['ontologies.usage']({ ontologyId });
  expect(usage).toEqual([
    { label: 'car', count: 200 },
    { label: 'person', count: 200 },
  ]);
  expect(await world.calls['ontologies.attributeUsage']({ ontologyId, key: 'side' })).toEqual({
    annotations: 400,
    values: [{ value: 'left', count: 400 }],
  });
});

test('a renamed label goes on after every crash, and each item can be undone', async () => {
  const { command, ontology } = await change({
    labels: ['van', 'person'].map((name) => ({ name, color })),
    changes: [{ what: 'label', from: 'car', to: 'van' }],
  });
  expect(ontology.labels.map(({ name }) => name)).toEqual(['van', 'person']);
  expect(command).toMatchObject({ type: 'vocabulary', total: 200 });
  if (!command) return;
  let crashes = 0;
  while ((await world.calls['commands.get']({ commandId: command.id })).status === 'in-progress') {
    await turn();
    await world.crash();
    world = await openWorld({ folder: world.folder, now: world.clock.at + 1000 });
    crashes += 1;
  }
  expect(crashes).toBeGreaterThan(1);
  expect(await world.calls['commands.get']({ commandId: command.id })).toMatchObject({
    status: 'success',
    done: 200,
  });
  expect(counts()).toEqual({ van: 200, person: 200 });
  const [itemId] = itemIds;
  if (!itemId) return;
  // A part may end within an item, whose history then has a step for each side.
  const steps = await world.calls['annotations.history']({ itemId });
  expect(steps[0]).toMatchObject({
    title: 'Label car is now van',
    actor: world.ctx.settings().person,
  });
  await world.calls['annotations.undo']({ itemId });
  const labels = (await world.calls['annotations.list']({ itemId })).map(({ label }) => label);
  expect(labels).toContain('car');
});

test('one after the other: what is renamed twice has the last name', async () => {
  await change({ changes: [{ what: 'label', from: 'car', to: 'van' }] });
  await change({ changes: [{ what: 'label', from: 'van', to: 'lorry' }] });
  await world.settled();
  expect(counts()).toEqual({ lorry: 200, person: 200 });
});

test('labels that go take their annotations along, options and attributes their values', async () => {
  await change({
    labels: [{ name: 'person', color }],
    attributes: [{ ...side, key: 'face', values: ['near', 'right'] }],
    changes: [
      { what: 'label', from: 'car', to: null },
      { what: 'value', key: 'side', from: 'left', to: 'near' },
      { what: 'key', from: 'side', to: 'face' },
    ],
  });
  await world.settled();
  expect(counts()).toEqual({ person: 200 });
  expect(world.db.all('SELECT DISTINCT attributes FROM annotation')).toEqual([
    { attributes: '{"face":"near"}' },
  ]);
});

test('nothing is asked of the runner where no annotation has the label', async () => {
  const { command } = await change({ changes: [{ what: 'label', from: 'bus', to: 'van' }] });
  expect(command).toBeNull();
});
