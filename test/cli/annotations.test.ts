import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '#engine/db/driver.ts';
import { type CliHome, sharedCliHome } from './support/cli.ts';

const DATASET = 'd'.repeat(24);
const ITEM = 'a'.repeat(24);
const CORNERS = [
  { x: 1, y: 2, z: 0 },
  { x: 3, y: 4, z: 0 },
];

type Made = { readonly id: string; readonly type: string; readonly label: string; readonly metadata: object };

let home: CliHome;
const workspace = () => ['--workspace', home.path('w')];
const json = async (...args: string[]) =>
  (await home.json('annotations', ...args, ...workspace())) as readonly Made[];
const run = (...args: string[]) => home.run('annotations', ...args, ...workspace());

beforeAll(async () => {
  home = await sharedCliHome();
  await home.run('tasks', 'list', ...workspace());
  const database = openDatabase(join(home.path('w'), 'sluice.db'));
  database.script(`INSERT INTO project (id, name, created_at) VALUES ('${'c'.repeat(24)}', 'P', 0);
    INSERT INTO dataset (id, project_id, name, created_at) VALUES ('${DATASET}', '${'c'.repeat(24)}', 'D', 0);
    INSERT INTO item (id, dataset_id, identity, kind, name, folder, mimetype, size, width, height, storage, location,
      metadata, created_at, updated_at)
    VALUES ('${ITEM}', '${DATASET}', 'x', 'image', 'a.png', '/', 'image/png', 1, 9, 9, 'stored', 'x', '{}', 0, 0);`);
  database.close();
});
afterAll(async () => await home[Symbol.asyncDispose]());

test('annotations are added from a file, listed, changed and deleted', async () => {
  const file = home.path('labels.json');
  const annotations = [
    { type: 'box', label: 'car', coordinates: CORNERS },
    { type: 'class', label: 'night' },
  ];
  await writeFile(file, JSON.stringify({ filename: '/a.png', annotations }));
  const made = await json('add', ITEM, file);
  expect(made).toMatchObject(annotations);
  const [car, night] = made;
  if (!car || !night) throw new Error('two were added');
  expect(await json('list', '--dataset', DATASET, '--filter', '{"type": "box"}')).toEqual([car]);
  const changed = await home.json(
    'annotations',
    'update',
    car.id,
    '{"label": "van", "metadata": {"system": {"status": "issue"}}}',
    ...workspace(),
  );
  expect(changed).toMatchObject({ label: 'van', metadata: { system: { status: 'issue' } } });
  expect(await json('get', car.id)).toEqual(changed);
  expect(await json('delete', car.id)).toEqual({ deleted: 1 });
  const { stdout } = await run('list', '--item', ITEM);
  expect(stdout).toContain('night');
  expect(stdout).not.toContain('van');
  expect(await json('delete', '--dataset', DATASET)).toEqual({ deleted: 1 });
  expect(await json('list', '--item', ITEM)).toEqual([]);
});

test.each([
  [['get', 'x'], '"x" is not the id of an annotation'],
  [['add', ITEM, 'no such file'], 'no such file cannot be read'],
])('%j is refused by its name', async (args, named) => {
  const { code, stderr } = await run(...args);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(named) });
});
