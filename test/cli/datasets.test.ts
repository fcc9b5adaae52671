import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CliHome, sharedCliHome } from './support/cli.ts';

type Made = { readonly id: string; readonly metadata: { readonly system: { readonly recipes: string[] } } };

let home: CliHome;
const workspace = () => ['--workspace', home.path('w')];
const json = async (...args: string[]) => await home.json('datasets', ...args, ...workspace());
const run = (...args: string[]) => home.run('datasets', ...args, ...workspace());

beforeAll(async () => {
  home = await sharedCliHome();
  for (const name of ['Day', 'Night']) await home.json('projects', 'create', name, ...workspace());
});
afterAll(async () => await home[Symbol.asyncDispose]());

test('datasets are made, listed by project, renamed, changed and deleted', async () => {
  const made = (await json('create', 'Frames', '--project', 'Day')) as Made;
  expect(made).toMatchObject({ name: 'Frames', itemsCount: 0, annotated: 0 });
  const [recipe = ''] = made.metadata.system.recipes;
  expect(recipe).toMatch(/^[0-9a-f]{24}$/);
  const set = ['--recipe', recipe, '--set', '{"metadata": {"site": "north"}}'];
  const second = await json('create', 'Stills', '--project', 'Day', ...set);
  expect(second).toMatchObject({ metadata: { site: 'north', system: { recipes: [recipe] } } });
  expect(await json('list')).toEqual([made, second]);
  expect(await json('list', '--project', 'Night')).toEqual([]);
  expect(await json('rename', 'Frames', 'Pictures')).toMatchObject({ id: made.id, name: 'Pictures' });
  const changed = await json('set', made.id, '{"metadata": {"system": {"recipes": []}}}');
  expect(changed).toMatchObject({ name: 'Pictures', metadata: { system: { recipes: [] } } });
  expect(await json('show', 'Pictures')).toEqual(changed);
  expect(await json('folders', 'Pictures')).toEqual([]);
  const { stdout } = await run('delete', 'Pictures');
  expect(stdout).toBe('"Pictures" is deleted.\n');
  expect(await json('list')).toEqual([second]);
});

test.each([
  [['show', 'Nowhere'], 'There is no dataset "Nowhere"'],
  [['create', 'Frames'], 'Say which project with --project: "Day", "Night"'],
  [['create', 'Frames', '--project', 'Day', '--recipe', 'None'], 'There is no recipe "None"'],
])('%j is refused by its name', async (args, named) => {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(named) });
});
