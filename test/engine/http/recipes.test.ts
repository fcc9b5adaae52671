import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASE, openApi, type TestApi } from './support/api.ts';

let api: TestApi;
let projectId: string;
beforeAll(async () => {
  api = await openApi();
  projectId = (await api.call('projects.create', { name: 'p' })).id;
});
afterAll(async () => await api.close());

const leaf = (tag: string, color = '#010203', children: unknown[] = []) => ({
  value: { tag, displayLabel: tag, color, attributes: [], displayData: {} },
  children,
});

const TREE = [
  leaf('vehicle', '#ff0000', [leaf('car'), leaf('lorry', '#00ff00', [leaf('red')])]),
  leaf('person'),
];

async function ontology(roots: unknown = TREE, more: object = {}) {
  const { body } = await api.sdk('POST', '/ontologies', {
    roots,
    projectIds: [projectId],
    attributes: [],
    title: 'o',
    ...more,
  });
  return body;
}

async function recipe(title: string, ontologyId: string) {
  const sent = { title, projectIds: [projectId], ontologyIds: [ontologyId], uiSettings: {} };
  return (await api.sdk('POST', '/recipes', sent)).body;
}

test('a tree of labels comes back as it was sent', async () => {
  const made = await ontology();
  expect(made).toMatchObject({
    url: `${BASE}/ontologies/${made.id}`,
    title: 'o',
    roots: TREE,
    metadata: { system: { projectIds: [projectId] }, attributes: [] },
    creator: 'ada@example.com',
  });
  expect((await api.sdk('GET', `/ontologies/${made.id}`)).body).toEqual(made);
});

test('tools of a label, and what the reference does not know of attributes, come back as they were sent', async () => {
  const [person] = [leaf('person')];
  const bound = {
    ...person,
    value: { ...person?.value, displayData: { icon: 'x', sluiceTools: ['box', 'class'] } },
  };
  const asked = {
    ...{ key: 'speed', title: 'Speed', type: 'number', scope: ['*'], optional: false },
    ...{ default: 3, when: { key: 'moving', values: ['true'] } },
  };
  const made = await ontology([bound]);
  expect(made.roots).toEqual([bound]);
  await api.sdk('PATCH', `/ontologies/${made.id}/attributes`, { items: [asked], upsert: true });
  const { body } = await api.sdk('GET', `/ontologies/${made.id}`);
  expect(body.metadata.attributes).toEqual([asked]);
  const { labels } = await api.call('ontologies.get', { ontologyId: made.id });
  expect(labels).toEqual([
    { name: 'person', color: '#010203', tools: ['box', 'class'], displayData: { icon: 'x' } },
  ]);
});

test("the labels of a recipe are its ontology's, in the app as in the API", async () => {
  const { id: ontologyId } = await ontology();
  const { id: recipeId } = await recipe('shared', ontologyId);
  const { labels } = await api.call('recipes.get', { recipeId });
  expect(labels.map(({ name }) => name)).toEqual([
    'vehicle',
    'vehicle.car',
    'vehicle.lorry',
    'vehicle.lorry.red',
    'person',
  ]);
  await api.call('recipes.update', {
    recipeId,
    labels: labels.filter(({ name }) => name !== 'person').map(({ name, color }) => ({ name, color })),
  });
  expect((await api.sdk('GET', `/ontologies/${ontologyId}`)).body.roots).toEqual(TREE.slice(0, 1));
});

test('labels are added by their dot paths, with parents on the way', async () => {
  const { id } = await ontology([]);
  const sent = {
    labelsNode: [{ tag: 'a.b', color: '#0a0b0c', displayLabel: 'B' }, { tag: 'c' }],
    upsert: true,
  };
  const { status, body } = await api.sdk('PATCH', `/ontologies/${id}/labels`, sent);
  expect({ status, roots: body.roots }).toMatchObject({
    status: 200,
    roots: [
      { value: { tag: 'a' }, children: [{ value: { tag: 'b', color: '#0a0b0c', displayLabel: 'B' } }] },
      { value: { tag: 'c', color: expect.stringMatching(/^#[0-9a-f]{6}$/) } },
    ],
  });
  const changed = await api.sdk('PATCH', `/ontologies/${id}/labels`, {
    labelsNode: [{ tag: 'c', color: '#ffffff' }],
    upsert: true,
  });
  expect(changed.body.roots[1].value.color).toBe('#ffffff');
  const twice = await api.sdk('PATCH', `/ontologies/${id}/labels`, {
    labelsNode: [{ tag: 'c' }],
    upsert: false,
  });
  expect(twice.status).toBe(409);
});

test.each([
  ['#ABCDEF', '#abcdef'],
  ['abcdef', '#abcdef'],
  ['#abc', '#aabbcc'],
  ['#abcdef80', '#abcdef'],
  ['rgb(1, 2, 255)', '#0102ff'],
  [[255, 0, 16], '#ff0010'],
])('the colour %j is %s', async (color, expected) => {
  const { roots } = await ontology([{ value: { tag: 'x', color }, children: [] }]);
  expect(roots[0].value.color).toBe(expected);
});

const ATTRIBUTES = [
  { key: '1', title: 'kinds', type: 'options', multi: true, values: ['a', 'b'], scope: ['car'] },
  { key: '2', title: 'one', type: 'options', multi: false, values: ['a'], scope: ['*'], optional: true },
  { key: '3', title: 'size', type: 'range', range: { min: 0, max: 10, step: 1 }, scope: ['*'] },
  { key: '4', title: 'hidden', type: 'boolean', scope: ['*'] },
  { key: '5', title: 'note', type: 'freeText', scope: ['*'] },
];

test('attributes of every type are added, changed and taken away', async () => {
  const { id } = await ontology();
  const path = `/ontologies/${id}/attributes`;
  const added = await api.sdk('PATCH', path, { items: ATTRIBUTES, upsert: true });
  expect(added.body.metadata.attributes).toEqual(ATTRIBUTES);
  const changed = await api.sdk('PATCH', path, {
    items: [{ ...ATTRIBUTES[4], title: 'notes' }],
    upsert: true,
  });
  expect(changed.body.metadata.attributes[4].title).toBe('notes');
  const left = await api.sdk('DELETE', path, { keys: ['1', '2', '3', '4'] });
  expect(left.body.metadata.attributes).toMatchObject([{ key: '5' }]);
  const wrong = await api.sdk('PATCH', path, { items: [{ key: 'x', type: 'colour' }], upsert: true });
  expect(wrong).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('items.0.type') },
  });
});

test('an update sends the whole ontology with its labels twice: the tree counts', async () => {
  const made = await ontology();
  const sent = { ...made, title: 'new', roots: [leaf('only')], labels: [{ tag: 'nonsense' }], creator: 'x' };
  const { status, body } = await api.sdk('PUT', `/ontologies/${made.id}?system=true`, sent);
  expect({ status, title: body.title, roots: body.roots }).toEqual({
    status: 200,
    title: 'new',
    roots: [leaf('only')],
  });
  expect(body.creator).toBe('ada@example.com');
  const twice = await api.sdk('PUT', `/ontologies/${made.id}`, { roots: [leaf('a'), leaf('a')] });
  expect(twice).toMatchObject({ status: 400, body: { message: expect.stringContaining('"a"') } });
  const noTag = await api.sdk('PUT', `/ontologies/${made.id}`, { roots: [{ value: {} }] });
  expect(noTag).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('roots.0.value.tag') },
  });
});

test('recipes and ontologies are listed by project, in pages, with the addresses the SDK builds', async () => {
  const { id } = await api.call('projects.create', { name: 'lists' });
  for (const title of ['r1', 'r2', 'r3'])
    await api.sdk('POST', '/recipes', { title, projectIds: [id], ontologyIds: [] });
  const first = await api.sdk('GET', `/recipes?projects=${id}&&pageOffset=0&pageSize=2`);
  expect(first.body).toMatchObject({
    totalItemsCount: 3,
    totalPagesCount: 2,
    hasNextPage: true,
    items: [{ title: 'r1' }, { title: 'r2' }],
  });
  const second = await api.sdk('GET', `/recipes?projects=${id}&&pageOffset=1&pageSize=2`);
  expect(second.body).toMatchObject({ hasNextPage: false, items: [{ title: 'r3' }] });
  const all = await api.sdk('GET', `/ontologies?projects=${id}&&pageOffset=0&pageSize=1000`);
  const ids = all.body.items.map((one: { id: string }) => one.id);
  const some = await api.sdk('GET', `/ontologies?ids=${ids[0]},${ids[2]}&pageOffset=0&pageSize=1000`);
  expect(some.body.items.map((one: { id: string }) => one.id)).toEqual([ids[0], ids[2]]);
});

test('a recipe is changed by a diff', async () => {
  const made = await recipe('before', (await ontology()).id);
  const path = `/recipes/${made.id}?system=true`;
  const diff = {
    title: 'after',
    instructions: 'look twice',
    customActions: ['a'],
    metadata: { system: { collectionTemplates: [] } },
  };
  const { body } = await api.sdk('PATCH', path, diff);
  expect(body).toMatchObject({ ...diff, id: made.id, ontologyIds: made.ontologyIds });
  expect((await api.sdk('PATCH', path, { instructions: null })).body.instructions).toBeNull();
});

test('a shallow copy shares the ontology, a deep one has its own', async () => {
  const made = await recipe('origin', (await ontology()).id);
  const shallow = await api.sdk('POST', `/recipes/${made.id}/clone`, { shallow: true });
  expect(shallow.body).toMatchObject({ title: 'origin', ontologyIds: made.ontologyIds });
  const deep = await api.sdk('POST', `/recipes/${made.id}/clone`, { shallow: false });
  expect(deep.body.ontologyIds).not.toEqual(made.ontologyIds);
  expect((await api.sdk('GET', `/ontologies/${deep.body.ontologyIds[0]}`)).body.roots).toEqual(TREE);
});

test('what is in use is deleted by force only', async () => {
  const used = await ontology();
  const made = await recipe('used', used.id);
  const { body: dataset } = await api.sdk('POST', '/datasets', {
    name: 'uses',
    projects: [projectId],
    createDefaultRecipe: false,
  });
  await api.sdk('PATCH', `/datasets/${dataset.id}?system=true`, {
    metadata: { system: { recipes: [made.id] } },
  });
  expect(await api.sdk('DELETE', `/ontologies/${used.id}`)).toMatchObject({
    status: 409,
    body: { message: expect.stringContaining('used') },
  });
  expect(await api.sdk('DELETE', `/recipes/${made.id}`)).toMatchObject({
    status: 409,
    body: { message: expect.stringContaining('uses') },
  });
  expect((await api.sdk('DELETE', `/recipes/${made.id}?force=True`)).status).toBe(200);
  expect((await api.sdk('GET', `/recipes/${made.id}`)).status).toBe(404);
  expect((await api.sdk('GET', `/datasets/${dataset.id}`)).body.metadata.system.recipes).toEqual([]);
  expect((await api.sdk('DELETE', `/ontologies/${used.id}`)).status).toBe(200);
  expect((await api.sdk('GET', `/ontologies/${used.id}`)).status).toBe(404);
});
