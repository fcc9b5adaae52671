import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CliHome, sharedCliHome } from './support/cli.ts';

type Made = { readonly id: string; readonly name: string };

let home: CliHome;
const workspace = () => ['--workspace', home.path('w')];
const json = async (...args: string[]) => await home.json('projects', ...args, ...workspace());
const run = (...args: string[]) => home.run('projects', ...args, ...workspace());

beforeAll(async () => {
  home = await sharedCliHome();
});
afterAll(async () => await home[Symbol.asyncDispose]());

test('its members are those who have a token, each once', async () => {
  await home.json('projects', 'create', 'Shared', ...workspace());
  const members = ['projects', 'members', 'Shared', ...workspace()];
  expect((await home.run(...members)).stdout).toContain('Nobody has an account or a token');
  for (const role of ['annotator', 'developer'])
    await home.json('token', '--email', 'ada@example.com', '--role', role);
  expect(await home.json(...members)).toMatchObject([{ email: 'ada@example.com', role: 'developer' }]);
  await home.json('projects', 'delete', 'Shared', ...workspace());
});

test('projects are made, listed, renamed, changed and deleted', async () => {
  const made = (await json('create', 'Footage')) as Made;
  expect(made).toMatchObject({ name: 'Footage', role: 'owner', metadata: {} });
  expect(await json('list')).toEqual([made]);
  expect(await json('rename', 'Footage', 'Archive')).toMatchObject({ id: made.id, name: 'Archive' });
  const diff = '{"metadata": {"site": "north", "id": 7}}';
  expect(await json('set', made.id, diff)).toMatchObject({ name: 'Archive', metadata: { site: 'north' } });
  const changed = await json('set', 'Archive', '{"metadata": {"id": null}}');
  expect(changed).toMatchObject({ metadata: { site: 'north' } });
  expect(await json('show', 'Archive')).toEqual(changed);
  expect((await run('list')).stdout).toContain('Archive');
  const { code, stdout } = await run('delete', 'Archive');
  expect({ code, stdout }).toEqual({ code: 0, stdout: '"Archive" is deleted.\n' });
  expect(await json('list')).toEqual([]);
});

test.each([
  [['show', 'Nowhere'], 'There is no project "Nowhere"'],
  [['set', 'Nowhere', '[1]'], 'It must be a JSON object'],
  [['create', ''], 'name'],
])('%j is refused by its name', async (args, named) => {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(named) });
});
