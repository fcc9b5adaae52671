import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CliHome, sharedCliHome } from './support/cli.ts';
import { picture } from './support/pictures.ts';

type Made = { readonly id: string; readonly name: string };

let home: CliHome;
const workspace = () => ['--workspace', home.path('w')];
const json = async (...args: string[]) => await home.json(...args, ...workspace());
const run = (...args: string[]) => home.run('items', ...args, ...workspace());

beforeAll(async () => {
  home = await sharedCliHome();
  await mkdir(home.path('in', 'sub'), { recursive: true });
  await picture(home.path('in'), 'a.png', 10);
  await picture(home.path('in', 'sub'), 'b.png', 20);
  await json('projects', 'create', 'P');
  await json('datasets', 'create', 'D');
});
afterAll(async () => await home[Symbol.asyncDispose]());

test('files go up, are listed, changed, decided on, come down, and go to the trash', async () => {
  const upload = ['items', 'upload', 'D', home.path('in'), '--path', '/day', '--metadata', '{"site": "n"}'];
  expect(await json(...upload)).toMatchObject([
    { op: 'created', item: { filename: '/day/a.png', metadata: { site: 'n' } } },
    { op: 'created', item: { filename: '/day/sub/b.png' } },
  ]);
  expect(await json(...upload)).toMatchObject([{ op: 'skipped' }, { op: 'skipped' }]);
  const all = (await json('items', 'list', 'D')) as readonly Made[];
  expect(all).toHaveLength(2);
  expect(await json('items', 'list', 'D', '--limit', '1')).toEqual(all.slice(0, 1));
  expect(await json('items', 'list', 'D', '--filter', '{"dir": "/day/sub"}')).toMatchObject([
    { name: 'b.png' },
  ]);
  const moved = await json(
    'items',
    'set',
    'a.png',
    '{"filename": "/night/c.png", "metadata": {"site": null}}',
  );
  expect(moved).toMatchObject({ filename: '/night/c.png' });
  expect(moved).not.toHaveProperty('metadata.site');
  expect(await json('items', 'show', 'D/night/c.png')).toEqual(moved);
  await json('tasks', 'create', 'T', '--dataset', 'D');
  const { id } = moved as Made;
  const decided = await json('items', 'status', 'c.png', 'completed', '--task', 'T');
  expect(decided).toMatchObject({ [id]: { status: 'completed' } });
  const cleared = await json('items', 'status', 'c.png', '--task', 'T', '--clear');
  expect(cleared).toMatchObject({ [id]: { status: null } });
  const down = ['items', 'download', '--dataset', 'D', '--to', home.path('out')];
  expect(await json(...down)).toHaveLength(2);
  expect(await readFile(home.path('out', 'night', 'c.png'))).toEqual(
    await readFile(home.path('in', 'a.png')),
  );
  expect((await run(...down.slice(1))).stderr).toContain('is there already: give --overwrite');
  expect(await json(...down, '--overwrite')).toHaveLength(2);
  expect(await json('items', 'delete', 'c.png')).toEqual({ deleted: 1 });
  expect(await json('items', 'delete', '--dataset', 'D')).toEqual({ deleted: 1 });
  expect((await run('list', 'D')).stdout).toBe('There are no items.\n');
});

test('a file that fails is told and stops no other', async () => {
  await writeFile(home.path('in', '0.png'), 'no picture');
  const { code, stdout } = await run('upload', 'D', home.path('in'), '--path', '/again', '--json');
  expect(code).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject([{ op: 'failed' }, { op: 'created' }, { op: 'created' }]);
});

test.each([
  [['show', 'nowhere.png'], 'There is no item "nowhere.png"'],
  [['delete', '--filter', '{}'], 'Name items, or a dataset'],
  [['status', 'a.png', '--task', 'T'], 'Say which status'],
  [['list', 'Nowhere'], 'There is no dataset "Nowhere"'],
  [['upload', 'D', 'no-such-file'], 'no-such-file cannot be read'],
])('%j is refused by its name', async (args, named) => {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(named) });
});
