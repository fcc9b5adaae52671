import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unzip } from '#test/support/unzip.ts';
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

test('folders are made, filled and deleted; what was deleted comes back, and tells what happened', async () => {
  await json('datasets', 'create', 'F');
  await json('items', 'upload', 'F', home.path('in', 'a.png'), home.path('in', 'sub', 'b.png'));
  expect(await json('items', 'mkdir', 'F', '/one/two')).toMatchObject({ type: 'dir', filename: '/one/two' });
  expect(await json('items', 'move', 'F/a.png', '--to', '/one/two')).toEqual({ moved: 1 });
  expect(await json('items', 'move', 'F/one/two', '--to', '/')).toEqual({ moved: 1 });
  const move = ['items', 'move', '--dataset', 'F', '--filter', '{"name": "b*"}', '--to', '/new'];
  expect(await json(...move)).toEqual({ moved: 1 });
  const list = async (...args: string[]) =>
    ((await json('items', 'list', 'F', ...args)) as readonly { filename: string }[]).map(
      ({ filename }) => filename,
    );
  expect(await list('--sort', 'name:desc')).toEqual(['/new/b.png', '/two/a.png']);
  expect(await list('--sort', 'mimetype', '--sort', 'filename:desc', '--limit', '1')).toEqual(['/two/a.png']);
  expect(await json('datasets', 'folders', 'F')).toMatchObject([
    { folder: '/new', items: 1 },
    { folder: '/one', items: 0, id: expect.stringMatching(/^[0-9a-f]{24}$/) },
    { folder: '/two', items: 1 },
  ]);
  const many = ['items', 'set', '{"metadata": {"user": {"n": 1}}}', '--dataset', 'F'];
  expect(await json(...many, '--filter', '{"name": "a*"}')).toEqual({ changed: 1 });
  expect(await json(...many)).toEqual({ changed: 2 });
  expect(await list('--filter', '{"metadata.user.n": 1}')).toHaveLength(2);
  const { id } = (await json('items', 'show', 'F/two/a.png')) as Made;
  await json('items', 'mkdir', 'F', '/two/below');
  expect(await json('items', 'delete', 'F/two', 'F/two/below', 'F/new/b.png')).toEqual({ deleted: 2 });
  expect(await list()).toEqual([]);
  expect(await json('items', 'restore', id)).toEqual({ restored: 1 });
  expect(await json('items', 'restore', 'b.png', '--dataset', 'F')).toEqual({ restored: 1 });
  expect(await json('items', 'restore', '--dataset', 'F')).toEqual({ restored: 0 });
  const history = (await json('items', 'history', 'F/two/a.png')) as readonly { kind: string }[];
  expect(history.slice(0, 2)).toMatchObject([
    { kind: 'restored' },
    { kind: 'trashed', actor: expect.any(String), text: 'Moved to the trash' },
  ]);
  expect((await run('history', 'F/two/a.png')).stdout).toContain('Restored from the trash (');
  expect(await json('items', 'delete', '--dataset', 'F')).toEqual({ deleted: 2 });
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
  [['list', 'D', '--sort', 'shoeSize'], 'cannot be sorted by "shoeSize"'],
  [['set', '{"name": "x"}', '--dataset', 'D'], 'items move'],
  [['set', 'nonsense', '--dataset', 'D'], 'JSON object'],
  [['set', 'a.png'], 'Say what is to be changed'],
  [['move', 'nowhere.png', '--to', '/x'], 'no item and no folder "nowhere.png"'],
  [['mkdir', 'D', '/../x'], 'no path'],
  [['restore'], 'Name items, or a dataset'],
  [['restore', 'x.png', '--dataset', 'D'], 'no item "x.png" in the trash'],
  [['upload', 'D', 'no-such-file'], 'no-such-file cannot be read'],
])('%j is refused by its name', async (args, named) => {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(named) });
});

test('datasets are copied, merged and split, and each command tells of it', async () => {
  await json('datasets', 'create', 'Copied');
  await picture(home.path('in'), 'own.png', 30);
  await json('items', 'upload', 'Copied', home.path('in', 'own.png'));
  await json('items', 'clone', 'own.png', '--path', '/x/y.png', '--no-annotations');
  const filter = ['--filter', '{"dir": "/x"}'];
  const copy = await json('datasets', 'clone', 'Copied', 'Second', ...filter);
  expect(copy).toMatchObject({ status: 'success', progress: 100, done: 1 });
  const { code, stdout } = await home.run('datasets', 'merge', 'Both', 'Copied', 'Second', ...workspace());
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^Items: 3, in [0-9a-f]{24}\.\n$/)]);
  const paths = ((await json('items', 'list', 'Both')) as readonly Made[]).map(({ name }) => name);
  expect(paths.toSorted()).toEqual(['own.png', 'y (2).png', 'y.png']);
  const shares = ['--train', '0', '--validation', '0', '--test', '100'];
  expect(await json('datasets', 'split', 'Both', ...shares)).toMatchObject({ done: 3 });
  const refused = await home.run('datasets', 'split', 'Both', '--train', '90', ...workspace());
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('must add up to 100')]);
});

test('a dataset is written as a list, or as a zip with a file of each item', async () => {
  await json('datasets', 'create', 'Zipped');
  const from = home.path('zipped');
  await mkdir(home.path('zipped', 'sub'), { recursive: true });
  await picture(from, 'a.png', 30);
  await picture(home.path('zipped', 'sub'), 'b.png', 40);
  await json('items', 'upload', 'Zipped', from, '--path', '/day');
  const [list, zip, full] = ['all.json', 'all.zip', 'full.zip'].map((name) => home.path(name));
  const written = async (file = '', ...flags: string[]) =>
    await json('datasets', 'export', 'Zipped', file, ...flags);
  expect(await written(list)).toEqual({ file: list, items: 2 });
  const items = JSON.parse(await readFile(list ?? '', 'utf8'));
  expect(await written(zip, '--zip')).toEqual({ file: zip, items: 2 });
  const files = await unzip(zip ?? '');
  expect([...files.keys()]).toEqual(['day/a.json', 'day/sub/b.json']);
  expect([...files.values()].map((one) => JSON.parse(`${one}`))).toEqual(items);
  await written(full, '--zip', '--full-names');
  expect([...(await unzip(full ?? '')).keys()]).toEqual(['day/a.png.json', 'day/sub/b.png.json']);
});
