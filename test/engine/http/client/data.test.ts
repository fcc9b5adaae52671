/** A project from its beginning to its end: datasets with labels, files, pages, diffs. */
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PIXEL } from '../support/parts.ts';
import { annotations, fresh } from './annotations.ts';
import { datasets, ontologies, projects, recipes, rootOf } from './data.ts';
import { filters, pagesOf } from './filters.ts';
import { download, items, makeDir, upload } from './items.ts';
import { readItem } from './readers.ts';
import { openServed, type Served } from './server.ts';
import { type Client, ClientError, type Json } from './wire.ts';

let served: Served;
let client: Client;
let project: Json;
let dataset: Json;
/** Four items, numbered from 0. */
let filtered: Json;
beforeAll(async () => {
  served = await openServed();
  client = served.client();
  project = await projects.create(client, 'Straßen & cars');
  dataset = await datasets.create(client, project, 'inbox');
  filtered = await datasets.create(client, project, 'filtered');
  for (const n of [0, 1, 2, 3]) {
    const user = { n, list: [{ k: n }, { k: -1 }], ...(n % 2 === 1 ? { odd: true } : {}) };
    const { item } = await upload(client, filtered, {
      path: `/ops/f${n}.png`,
      bytes: PIXEL,
      metadata: { user },
    });
    if (n === 0) await annotations.upload(client, item, [fresh('class', 'car')]);
  }
});
afterAll(async () => await served.close());

const png = (name: string, more: object = {}) =>
  upload(client, dataset, { path: name, bytes: PIXEL, ...more });
const notFound = expect.objectContaining({ name: 'ClientError', status: 404 });

describe('projects', () => {
  test('a form makes one, and every key of it is there however it is asked for', async () => {
    expect(project).toMatchObject({ name: 'Straßen & cars', creator: 'ada@example.com' });
    expect(await projects.get(client, project.id)).toEqual(project);
    expect(await projects.named(client, project.name)).toEqual(project);
    expect(await projects.list(client)).toContainEqual(project);
  });

  test('the whole of it goes back, and what only the server says stays', async () => {
    const other = await projects.create(client, 'other');
    await projects.update(client, { ...other, name: 'renamed', creator: 'eve@example.com', role: 'x' });
    const now = await projects.get(client, other.id);
    expect(now).toMatchObject({ name: 'renamed', creator: 'ada@example.com', role: 'owner' });
    await projects.delete(client, other.id);
    await expect(projects.get(client, other.id)).rejects.toEqual(notFound);
    await expect(projects.named(client, 'renamed')).rejects.toEqual(notFound);
  });
});

describe('datasets, recipes and ontologies', () => {
  test('a dataset with labels: no recipe at first, then an ontology, a recipe, and the whole dataset sent back', async () => {
    const labels = [rootOf('car', '#ff0000', [rootOf('wheel', '#00ff00')]), rootOf('tree', '#0000ff')];
    const before = client.sent.length;
    const made = await datasets.create(client, project, 'labelled', labels);
    expect(client.sent.slice(before)).toEqual([
      'POST /datasets',
      'POST /ontologies',
      'POST /recipes',
      `PATCH /datasets/${made.id}?system=true`,
    ]);
    const stored = await datasets.get(client, made.id);
    const [recipeId] = stored.metadata.system.recipes;
    expect(stored.metadata.system.recipes).toEqual(made.metadata.system.recipes);
    const recipe = await recipes.get(client, recipeId);
    expect(recipe).toMatchObject({
      title: 'labelled Default Recipe',
      projectIds: [project.id],
      uiSettings: { allowObjectIdAutoAssign: true, studioV2App: true },
    });
    const ontology = await ontologies.get(client, recipe.ontologyIds[0]);
    expect(ontology.roots).toMatchObject(labels);
    await datasets.delete(client, made.id);
    await expect(datasets.get(client, made.id)).rejects.toEqual(notFound);
  });

  test('they are found by name and by project', async () => {
    expect(await datasets.get(client, dataset.id)).toEqual(dataset);
    const byName = await datasets.list(client, project, filters('datasets', { name: 'inbox' }));
    expect(byName).toEqual([dataset]);
    expect(byName).toMatchObject([{ id: dataset.id, projects: [project.id] }]);
    expect(await datasets.list(client, project, filters('datasets', { name: 'nope' }))).toEqual([]);
    const [recipeId] = dataset.metadata.system.recipes;
    const listed = await recipes.list(client, project);
    expect(listed.map(({ id }) => id)).toContain(recipeId);
    const [{ ontologyIds }] = listed.filter(({ id }) => id === recipeId);
    expect(await ontologies.list(client, project, ontologyIds)).toMatchObject([{ id: ontologyIds[0] }]);
  });

  test('the whole of a dataset goes back; what only the server says stays', async () => {
    const metadata = { ...dataset.metadata, user: { k: [1] } };
    await datasets.update(client, { ...dataset, metadata, itemsCount: 99, readonly: true, creator: 'x' });
    const now = await datasets.get(client, dataset.id);
    expect(now).toMatchObject({ metadata: { user: { k: [1] } }, itemsCount: 0, creator: 'ada@example.com' });
    dataset = now;
  });

  test('labels and attributes are added, changed, kept with a tree and taken away', async () => {
    const ontology = await ontologies.create(client, project, [rootOf('car', '#ff0000')]);
    const added = await ontologies.addLabels(client, ontology.id, [
      { tag: 'car.wheel', color: '#010203', attributes: [], displayLabel: 'Wheel', displayData: {} },
      { tag: 'car', color: '#040506', attributes: [], displayLabel: 'car', displayData: {} },
    ]);
    expect(added.roots).toMatchObject([
      {
        value: { tag: 'car', color: '#040506' },
        children: [{ value: { tag: 'wheel', displayLabel: 'Wheel', color: '#010203' } }],
      },
    ]);
    const scope = ['*'];
    const range = { min: 0, max: 10, step: 1 };
    const wanted = [
      { title: 'Sides', key: '1', type: 'options', multi: true, values: ['a', 'b'], scope, optional: true },
      { title: 'Kind', key: '2', type: 'options', multi: false, values: ['x'], scope: ['car'] },
      { title: 'Speed', key: '3', type: 'range', range, scope },
      { title: 'Parked', key: '4', type: 'boolean', scope },
      { title: 'Note', key: '5', type: 'freeText', scope },
    ];
    for (const attribute of wanted) await ontologies.addAttribute(client, ontology.id, attribute);
    const [first] = wanted;
    await ontologies.addAttribute(client, ontology.id, { ...first, title: 'All sides' });
    await ontologies.deleteAttributes(client, ontology.id, ['5']);
    const now = await ontologies.get(client, ontology.id);
    expect(now.metadata.attributes).toMatchObject([{ ...first, title: 'All sides' }, ...wanted.slice(1, 4)]);
    const back = await ontologies.update(
      client,
      { ...now, roots: [...now.roots, rootOf('sky', '#112233')] },
      true,
    );
    expect(back).toMatchObject({
      roots: [...now.roots, { value: { tag: 'sky' } }],
      metadata: { attributes: now.metadata.attributes },
    });
    await ontologies.delete(client, ontology.id);
    await expect(ontologies.get(client, ontology.id)).rejects.toEqual(notFound);
  });

  test('a recipe is changed, copied with and without its ontology, and deleted', async () => {
    const recipe = await recipes.get(client, dataset.metadata.system.recipes[0]);
    const changed = await recipes.update(client, { ...recipe, title: 'New title', creator: 'x' }, true);
    expect(changed).toMatchObject({ id: recipe.id, title: 'New title', creator: 'ada@example.com' });
    const shallow = await recipes.clone(client, recipe.id, true);
    expect(shallow.ontologyIds).toEqual(recipe.ontologyIds);
    const deep = await recipes.clone(client, recipe.id, false);
    expect(deep.ontologyIds).not.toEqual(recipe.ontologyIds);
    await recipes.delete(client, shallow.id);
    await recipes.delete(client, deep.id, true);
    await expect(recipes.get(client, deep.id)).rejects.toEqual(notFound);
  });
});

describe('items', () => {
  test('an upload in chunks: fields before the file, the same bytes back, and again it is skipped', async () => {
    const bytes = Buffer.concat([PIXEL, randomBytes(70_000)]);
    const file = { path: '/a/späße 1.png', bytes, metadata: { user: { k: 1 } }, description: 'what' };
    const { item, op } = await upload(client, dataset, file);
    expect({ op, item }).toMatchObject({
      op: 'created',
      item: {
        filename: file.path,
        dir: '/a',
        name: 'späße 1.png',
        description: 'what',
        metadata: { user: { k: 1 } },
      },
    });
    expect(await upload(client, dataset, { ...file, bytes: PIXEL })).toMatchObject({
      op: 'skipped',
      item: { id: item.id },
    });
    const hash = (one: Buffer) => createHash('sha256').update(one).digest('hex');
    expect(await items.at(client, dataset, file.path)).toEqual(item);
    expect(hash(await download(client, item))).toBe(hash(bytes));
    expect(hash(await download(client, item, [10, 4000]))).toBe(hash(bytes));
    const replaced = await upload(client, dataset, { ...file, bytes: PIXEL, mode: 'overwrite' });
    expect(replaced.op).toBe('overwrite');
    expect(await download(client, await items.at(client, dataset, file.path))).toEqual(PIXEL);
    const thumbnail = await client.request('GET', `/items/${replaced.item.id}/thumbnail`);
    expect(thumbnail.headers['content-type']).toMatch(/^image\//);
  });

  test('many clients at once: no file is lost, and none is another', async () => {
    const many = await datasets.create(client, project, 'at once');
    const clients = Array.from({ length: 8 }, () => served.client());
    const files = Array.from({ length: 40 }, (_, at) => ({
      path: `/at once/${at}.png`,
      bytes: Buffer.concat([PIXEL, randomBytes(at * 100)]),
    }));
    await Promise.all(
      clients.map(async (one, at) => {
        for (const file of files.filter((_, index) => index % clients.length === at))
          await upload(one, many, file);
      }),
    );
    const stored = await items.list(client, many);
    expect(stored.map(({ filename }) => filename).toSorted()).toEqual(
      files.map(({ path }) => path).toSorted(),
    );
    for (const { path, bytes } of files) {
      const item = stored.find(({ filename }) => filename === path);
      expect((await download(client, item)).equals(bytes)).toBe(true);
    }
  });

  test('a folder is made by a form, and the tree tells of those with items', async () => {
    expect(await makeDir(client, dataset, '/newdir')).toMatchObject({ type: 'dir', filename: '/newdir' });
    await png('/deep/er/x.png');
    const tree = await datasets.tree(client, dataset.id);
    const deep = tree.children.find(({ name }: Json) => name === 'deep');
    expect(deep).toMatchObject({ path: '/deep', children: [{ name: 'er', path: '/deep/er' }] });
  });

  test('all pages by keyset: every item once, in order, each page asked for by the last id of the one before', async () => {
    const many = await datasets.create(client, project, 'many');
    const names = Array.from({ length: 7 }, (_, at) => `/p/${at}.png`);
    for (const path of names) await upload(client, many, { path, bytes: PIXEL });
    const asked = { ...filters('items'), pageSize: 3 };
    const pages: number[] = [];
    const seen: Json[] = [];
    for await (const page of pagesOf(client, `/datasets/${many.id}/query`, asked, readItem)) {
      pages.push(page.items.length);
      seen.push(...page.items);
    }
    expect(pages).toEqual([3, 3, 1]);
    const ids = seen.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].toSorted());
    expect(seen.map(({ filename }) => filename).toSorted()).toEqual(names);
    const bySort = await items.list(client, many, { ...asked, sort: { filename: 'descending' } });
    expect(bySort.map(({ filename }) => filename)).toEqual(names.toReversed());
    expect(await items.page(client, many, { ...asked, page: 1 })).toMatchObject({
      totalItemsCount: 7,
      totalPagesCount: 3,
    });
    const inFolder = filters(
      'items',
      { dir: '/p' },
      { filename: '/p/**' },
      { 'metadata.system.mimetype': 'image/*' },
    );
    expect(await items.list(client, many, inFolder)).toHaveLength(7);
    expect(await items.list(client, many, filters('items', { filename: '/p/3.png' }))).toHaveLength(1);
    const joined = {
      ...filters('items'),
      join: {
        on: { resource: 'annotations', local: 'itemId', forigen: 'id' },
        filter: { $and: [{ label: 'here' }] },
      },
    };
    await annotations.upload(client, seen[2], [fresh('class', 'here')]);
    expect(await items.list(client, many, joined)).toMatchObject([{ id: seen[2].id, annotated: true }]);
  });

  test('a file that is refused is told so, however much of it is still to come', async () => {
    const big = { path: '/big.png', bytes: Buffer.concat([PIXEL, randomBytes(8_000_000)]) };
    await expect(upload(client, { id: '0'.repeat(24) }, big)).rejects.toEqual(notFound);
    const wrong = { ...big, path: '/../../x.png' };
    await expect(upload(client, dataset, wrong)).rejects.toMatchObject({ status: 400 });
    const stranger = await served.clientOf('annotator', 'eve@example.com', 3600);
    expect((await upload(stranger, dataset, { path: '/by eve.png', bytes: PIXEL })).op).toBe('created');
  });

  test.each([
    [{ 'metadata.user.n': 2 }, [2]],
    [{ 'metadata.user.n': { $eq: 2 } }, [2]],
    [{ 'metadata.user.n': { $ne: 2 } }, [0, 1, 3]],
    [{ 'metadata.user.n': { $in: [1, 3, 9] } }, [1, 3]],
    [{ 'metadata.user.n': { $nin: [1, 3] } }, [0, 2]],
    [{ 'metadata.user.n': { $gt: 1 } }, [2, 3]],
    [{ 'metadata.user.n': { $gte: 2 } }, [2, 3]],
    [{ 'metadata.user.n': { $lt: 1 } }, [0]],
    [{ 'metadata.user.n': { $lte: 1 } }, [0, 1]],
    [{ 'metadata.user.odd': { $exists: true } }, [1, 3]],
    [{ 'metadata.user.odd': { $exists: false } }, [0, 2]],
    [{ filename: { $regex: '[12].png$' } }, [1, 2]],
    [{ filename: { $glob: '/ops/*3.png' } }, [3]],
    [{ filename: '/ops/**' }, [0, 1, 2, 3]],
    [{ name: 'f*' }, [0, 1, 2, 3]],
    [{ $or: [{ name: 'f0.png' }, { 'metadata.user.n': 3 }] }, [0, 3]],
    [{ $and: [{ name: 'f*' }, { 'metadata.user.odd': true }] }, [1, 3]],
    [{ 'metadata.user.list': { $match: { k: 3 } } }, [3]],
    [{ 'metadata.user.list.k': 2 }, [2]],
    [{ annotated: true }, [0]],
    [{ 'metadata.system.size': { $gt: 1 } }, [0, 1, 2, 3]],
  ])('a filter %j', async (condition, numbers) => {
    const found = await items.list(client, filtered, filters('items', condition));
    expect(found.map(({ metadata }) => metadata.user.n).toSorted()).toEqual(numbers);
  });

  test('a diff changes deeply, null takes away, and without one nothing is sent', async () => {
    const { item } = await png('/diff.png', {
      metadata: { user: { keep: 1, gone: 2, deep: { a: 1, b: 2 } } },
    });
    const before = client.sent.length;
    await items.update(client, item, structuredClone(item));
    expect(client.sent.length).toBe(before);
    const after = structuredClone(item);
    delete after.metadata.user.gone;
    after.metadata.user.deep.b = [3];
    after.metadata.system.own = 'not without system=true';
    const changed = await items.update(client, item, after);
    expect(changed.metadata.user).toEqual({ keep: 1, deep: { a: 1, b: [3] } });
    expect(changed.metadata.system).not.toHaveProperty('own');
    const moved = { ...structuredClone(changed), filename: '/elsewhere/y.png' };
    moved.metadata.system.own = 'with it';
    const system = await items.update(client, changed, moved, true);
    expect(system).toMatchObject({ filename: '/elsewhere/y.png', metadata: { system: { own: 'with it' } } });
    expect(await items.get(client, item.id)).toEqual(system);
  });

  test('all that match are changed and deleted by one request', async () => {
    for (const name of ['/q/1.png', '/q/2.png']) await png(name);
    const matching = filters('items', { dir: '/q' });
    await items.updateMatching(client, dataset, matching, { batch: 7 }, { tags: { train: true } });
    const [first] = await items.list(client, dataset, filters('items', { 'metadata.user.batch': 7 }));
    expect(first.metadata).toMatchObject({ user: { batch: 7 }, system: { tags: { train: true } } });
    await items.deleteMatching(client, dataset, matching);
    expect(await items.list(client, dataset, matching)).toEqual([]);
    const { item } = await png('/q/3.png');
    await items.delete(client, item.id);
    await expect(items.get(client, item.id)).rejects.toEqual(notFound);
    await expect(
      items.list(client, dataset, { ...matching, sort: { nonsense: 'ascending' } }),
    ).rejects.toBeInstanceOf(ClientError);
  });
});
