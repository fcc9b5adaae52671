import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CliHome, sharedCliHome } from './support/cli.ts';

type Made = { readonly id: string; readonly ontologyIds: readonly string[] };

let home: CliHome;
const workspace = () => ['--workspace', home.path('w')];
const json = async (...args: string[]) => await home.json(...args, ...workspace());
const run = (...args: string[]) => home.run(...args, ...workspace());

beforeAll(async () => {
  home = await sharedCliHome();
  await json('projects', 'create', 'Day');
});
afterAll(async () => await home[Symbol.asyncDispose]());

test('recipes are made with an ontology, changed and deleted', async () => {
  const made = (await json('recipes', 'create', 'Cars', '--instructions', 'Draw tightly.')) as Made;
  expect(made).toMatchObject({ title: 'Cars', instructions: 'Draw tightly.' });
  expect(await json('ontologies', 'list')).toMatchObject([{ id: made.ontologyIds[0], roots: [] }]);
  const second = await json('recipes', 'create', 'Same', '--ontology', 'Cars', '--project', 'Day');
  expect(second).toMatchObject({ ontologyIds: made.ontologyIds });
  const changed = await json('recipes', 'set', made.id, '{"title": "Vans", "instructions": null}');
  expect(changed).toMatchObject({ id: made.id, title: 'Vans', instructions: null });
  expect(await json('recipes', 'show', 'Vans')).toEqual(changed);
  await json('datasets', 'create', 'Frames', '--recipe', 'Vans');
  expect((await run('recipes', 'delete', 'Vans')).code).toBe(2);
  expect((await run('recipes', 'delete', 'Vans', '--force')).stdout).toBe('"Vans" is deleted.\n');
  expect(await json('recipes', 'list')).toEqual([second]);
});

test('copies of recipes have an ontology of their own, or the same one', async () => {
  const made = (await json('recipes', 'create', 'Roofs')) as Made;
  const copy = (await json('recipes', 'clone', made.id)) as Made;
  expect(copy).toMatchObject({ title: 'Roofs' });
  expect(copy.ontologyIds).not.toEqual(made.ontologyIds);
  const shallow = (await json('recipes', 'clone', made.id, '--shallow')) as Made;
  expect(shallow.ontologyIds).toEqual(made.ontologyIds);
  expect(new Set([made.id, copy.id, shallow.id]).size).toBe(3);
  for (const { id } of [copy, shallow, made]) await json('recipes', 'delete', id);
});

test('ontologies are made, given labels and attributes, and deleted', async () => {
  await json(
    'ontologies',
    'create',
    'Roads',
    '--labels',
    '["car", {"tag": "car.wheel", "color": "#ff0000"}]',
  );
  const labels = async (...args: string[]) => await json('ontologies', 'labels', 'Roads', ...args);
  const added = await labels('["van"]', '--add');
  expect(added).toMatchObject({
    roots: [{ value: { tag: 'car' }, children: [{ value: { tag: 'wheel' } }] }, { value: { tag: 'van' } }],
  });
  expect(await labels('[{"value": {"tag": "bus"}, "children": []}]')).toMatchObject({
    roots: [{ value: { tag: 'bus' } }],
  });
  const attribute = '[{"key": "1", "title": "Parked", "type": "boolean"}]';
  const given = await json('ontologies', 'attributes', 'Roads', attribute);
  expect(given).toMatchObject({ metadata: { attributes: [{ key: '1', type: 'boolean' }] } });
  const two = '[{"key": "2", "title": "Speed", "type": "boolean"}]';
  await json('ontologies', 'attributes', 'Roads', two, '--add');
  const removing = ['ontologies', 'remove-attributes', 'Roads', '2'];
  expect(await json(...removing)).toMatchObject({ metadata: { attributes: [{ key: '1' }] } });
  expect((await run(...removing)).stderr).toContain('"Roads" has no attribute "2". Attributes there: "1"');
  const renamed = await json('ontologies', 'set', 'Roads', '{"title": "Streets"}');
  expect(renamed).toMatchObject({ title: 'Streets', roots: [{ value: { tag: 'bus' } }] });
  expect(await json('ontologies', 'show', 'Streets')).toEqual(renamed);
  expect((await run('ontologies', 'delete', 'Streets')).stdout).toBe('"Streets" is deleted.\n');
});

test.each([
  [['recipes', 'show', 'Nowhere'], 'There is no recipe "Nowhere"'],
  [['ontologies', 'delete', 'Cars'], 'recipe'],
  [['ontologies', 'labels', 'Cars', '{}'], 'It must be a JSON list'],
  [['ontologies', 'labels', 'Cars', '[7]'], 'labelsNode.0'],
  [['commands', 'show', 'x'], '"x" is not the id of a command'],
  [['commands', 'abort', '0'.repeat(24)], 'This command is not there'],
])('%j is refused by its name', async (args, named) => {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(named) });
});

test('labels are renamed and taken out with what annotations have of them', async () => {
  await json('ontologies', 'create', 'Signs', '--labels', '["sign", "sign.stop", "lamp"]');
  await json('recipes', 'create', 'Signs', '--ontology', 'Signs');
  const usage = async () => await json('recipes', 'usage', 'Signs');
  expect(await usage()).toEqual(
    ['sign', 'sign.stop', 'lamp'].map((label) => ({ label, count: 0, known: true })),
  );
  expect(await json('recipes', 'rename-label', 'Signs', 'sign', 'post')).toEqual({
    labels: ['post', 'post.stop', 'lamp'],
    annotations: 0,
  });
  const wrong = await run('recipes', 'remove-label', 'Signs', 'post', '--relabel', 'nothing');
  expect(wrong.stderr).toContain('has no label "nothing"');
  expect(await json('recipes', 'remove-label', 'Signs', 'post', '--relabel', 'lamp')).toMatchObject({
    labels: ['lamp'],
  });
});
