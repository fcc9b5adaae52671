import { afterAll, beforeAll, expect, test } from 'vitest';
import { Forbidden, NotFound, Unauthorized } from '#sdk/index.ts';
import { type Served, serve } from './support/server.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(async () => await served.close());

const NOWHERE = '0'.repeat(24);

test('projects: create, get by id and by name, list, update, delete', async () => {
  const { projects } = served.session;
  const made = await projects.create('Cars & "more"');
  expect((await projects.get({ id: made.id })).json).toEqual(made.json);
  expect((await projects.get({ name: 'Cars & "more"' })).id).toBe(made.id);
  expect((await projects.list()).map(({ id }) => id)).toContain(made.id);
  await made.update({ name: 'Cars', metadata: { user: { a: 1, b: 2 } } });
  await made.update({ metadata: { user: { a: null } } });
  expect((await projects.get({ name: 'Cars' })).json.metadata).toEqual({ user: { b: 2 } });
  expect(await projects.delete(made.id)).toBe(true);
  await expect(projects.get({ id: made.id })).rejects.toThrow(NotFound);
  await expect(projects.get({ name: 'Cars' })).rejects.toThrow('There is no project "Cars".');
});

test('an id of any letters stays within its place in the address', async () => {
  await expect(served.session.projects.get({ id: '../users/me' })).rejects.toThrow(NotFound);
  await expect(served.session.datasets.get({ id: 'a/b?c' })).rejects.toThrow('There is no dataset');
});

test('datasets: create with labels, get, list in pages, update, recipe, folders, delete', async () => {
  const project = await served.session.projects.create('Datasets');
  const dataset = await project.datasets.create('Pictures', {
    labels: ['car', { tag: 'person', color: '#ff0000' }],
  });
  expect((await dataset.ontology()).labels).toEqual(['car', 'person']);
  await dataset.addLabels(['car.wheel']);
  expect((await dataset.ontology()).labels).toEqual(['car', 'car.wheel', 'person']);
  await project.datasets.create('Films');
  expect((await project.datasets.list().toArray()).map(({ name }) => name)).toEqual(['Pictures', 'Films']);
  expect((await project.datasets.get({ name: 'Films' })).projectId).toBe(project.id);
  await dataset.update({ name: 'Photos' });
  expect((await served.session.datasets.get({ id: dataset.id })).name).toBe('Photos');
  expect(await dataset.directoryTree()).toMatchObject({ path: '/', children: [] });
  expect(await dataset.delete()).toBe(true);
  await expect(project.datasets.get({ name: 'Photos' })).rejects.toThrow('There is no dataset "Photos".');
  await expect(served.session.datasets.create('Nowhere')).rejects.toThrow('A dataset is made in a project');
});

test('a dataset without a recipe says so, and may be given one', async () => {
  const project = await served.session.projects.create('Recipes');
  const dataset = await project.datasets.create('Bare', { createDefaultRecipe: false });
  await expect(dataset.recipe()).rejects.toThrow('The dataset "Bare" has no recipe.');
  const recipe = await project.recipes.create({ title: 'Mine', instructions: 'Draw boxes.' });
  await dataset.switchRecipe(recipe.id);
  expect((await dataset.recipe()).title).toBe('Mine');
  await recipe.update({ title: 'Ours', instructions: null });
  expect((await project.recipes.get(recipe.id)).json['instructions']).toBeNull();
  const copy = await recipe.clone({ shallow: true });
  expect(copy.json.ontologyIds).toEqual(recipe.json.ontologyIds);
  expect((await project.recipes.list().toArray()).map(({ id }) => id).toSorted()).toEqual(
    [copy.id, recipe.id].toSorted(),
  );
  await expect(recipe.delete()).rejects.toMatchObject({ status: 409 });
  expect(await recipe.delete({ force: true })).toBe(true);
});

test('ontologies: labels, attributes of every kind, taken away again', async () => {
  const project = await served.session.projects.create('Ontologies');
  const ontology = await project.ontologies.create({
    title: 'Road',
    labels: ['car'],
    attributes: [
      { key: 'colour', type: 'options', values: ['red', 'blue'] },
      { key: 'speed', type: 'range', range: { min: 0, max: 10, step: 1 }, scope: ['car'] },
      { key: 'parked', type: 'boolean' },
      { key: 'note', type: 'freeText', title: 'A note' },
    ],
  });
  expect(ontology.attributes.map(({ key }) => key)).toEqual(['colour', 'speed', 'parked', 'note']);
  await ontology.deleteAttributes(['speed', 'note']);
  await ontology.addAttributes([{ key: 'parked', type: 'boolean', title: 'Parked?' }]);
  expect((await project.ontologies.get(ontology.id)).attributes).toMatchObject([
    { key: 'colour', values: ['red', 'blue'] },
    { key: 'parked', title: 'Parked?' },
  ]);
  await ontology.update({ title: 'Street' });
  expect((await project.ontologies.list().toArray()).map(({ title }) => title)).toEqual(['Street']);
  expect(await ontology.delete()).toBe(true);
});

test('no update is sent when nothing differs', async () => {
  const project = await served.session.projects.create('Same');
  const before = project.json;
  await project.update({ name: 'Same' });
  expect(project.json).toBe(before);
});

test('a printed entity shows what it is', async () => {
  const project = await served.session.projects.create("It's");
  expect(String(project)).toMatch(/^Project\(id='[0-9a-f]{24}', name='It\\'s', creator='ada@example.com', /);
  expect(JSON.parse(JSON.stringify(project))).toEqual(project.json);
});

test('whose token it is, and what it may not do', async () => {
  expect(await served.session.me()).toMatchObject({ email: 'ada@example.com' });
  const annotator = served.connect({ token: await served.api.tokenFor('annotator') });
  await expect(annotator.projects.create('No')).rejects.toThrow(Forbidden);
  await expect(served.connect({ token: 'a.b.c' }).me()).rejects.toThrow(Unauthorized);
});

test('opening in the web shows the address of the thing', async () => {
  const project = await served.session.projects.create('Web');
  const dataset = await project.datasets.create('Shown');
  const { origin } = new URL(served.url);
  expect(await project.openInWeb()).toBe(`${origin}/projects/${project.id}`);
  await dataset.openInWeb();
  expect(served.opened.at(-1)).toBe(`${origin}/projects/${project.id}/datasets/${dataset.id}/items`);
});

test('commands: one that is not there', async () => {
  await expect(served.session.commands.get(NOWHERE)).rejects.toThrow(NotFound);
});
