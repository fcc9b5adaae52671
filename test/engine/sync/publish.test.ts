/** A dataset of one person's workspace becomes one of the team's hub. */

import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CallOutput } from '#contract/index.ts';
import { type CutProxy, cutProxy } from './support/cut-proxy.ts';
import { addPicture, BOX, createTeam, linkTo, type Side, type Team, tokenOf } from './support/sides.ts';

const FILES = 6;
const red = async (at: number) => {
  const background = { r: 20 * at, g: 0, b: 0 };
  return await sharp({ create: { width: 8, height: 8, channels: 3, background } })
    .png()
    .toBuffer();
};

let team: Team;
let hub: Side;
let ada: Side;
let proxy: CutProxy;
let dataset: CallOutput<'datasets.create'>;
let remoteId: CallOutput<'sync.connect'>['id'];

beforeEach(async () => {
  team = createTeam();
  hub = await team.open('hub', 'lead@example.com');
  proxy = await cutProxy((await hub.host.serve({ port: 0 })).port);
  ada = await team.open('ada', 'ada@example.com');
  const { id: projectId } = await ada.call('projects.create', { name: 'Roads' });
  dataset = await ada.call('datasets.create', { projectId, name: 'Mine', createRecipe: true });
  const labels = [{ name: 'car', color: '#ff0000' }];
  await ada.call('recipes.update', {
    recipeId: dataset.recipeId ?? ('' as never),
    labels,
    instructions: 'Only cars.',
  });
  for (let at = 0; at < FILES; at += 1) {
    const itemId = await addPicture(ada, dataset.id, `${at}.png`, await red(at));
    await ada.call('annotations.add', { itemId, annotations: [BOX] });
  }
  await connect('developer');
});
afterEach(async () => {
  await proxy.close();
  await team.close();
});

async function connect(role: 'developer' | 'annotator') {
  const { token } = await hub.call('api.createToken', { email: 'ada@example.com', role, seconds: 3600 });
  ({ id: remoteId } = await ada.call('sync.connect', { address: proxy.address, credentials: { token } }));
}
const publish = () => ada.call('sync.publish', { remoteId, datasetId: dataset.id });
const now = () => ada.call('sync.now', { remoteId });
const datasetsThere = async () => {
  const projects = await hub.call('projects.list', {});
  return (await Promise.all(projects.map(({ id }) => hub.call('datasets.list', { projectId: id })))).flat();
};

test('its items, labels and recipe are there, and others label it', async () => {
  await publish();
  expect(await now()).toMatchObject({ state: 'idle', queued: 0, parked: 0 });
  const [there, ...others] = await datasetsThere();
  expect(others).toEqual([]);
  expect(there).toMatchObject({ name: 'Mine', itemCount: FILES });
  const recipe = await hub.call('recipes.get', { recipeId: there?.recipeId ?? ('' as never) });
  expect(recipe).toMatchObject({ labels: [{ name: 'car' }], instructions: 'Only cars.' });

  const ben = await team.open('ben', 'ben@example.com');
  await linkTo(ben, proxy.address, await tokenOf(hub, 'ben@example.com'), there?.id ?? '');
  const listed = await ben.call('items.list', { datasetId: there?.id ?? ('' as never) });
  // They went there on several ways at once.
  const items = listed.items.toSorted((a, b) => a.name.localeCompare(b.name));
  expect(items.map(({ name, annotationCount }) => [name, annotationCount])).toEqual(
    Array.from({ length: FILES }, (_, at) => [`${at}.png`, 1]),
  );
  await ben.call('annotations.add', { itemId: items[0]?.id ?? ('' as never), annotations: [BOX] });
  const { id: ofBen } = (await ben.call('sync.remotes', {}))[0] ?? { id: '' as never };
  await ben.call('sync.now', { remoteId: ofBen });
  await now();
  const own = (await ada.call('items.list', { datasetId: dataset.id })).items;
  expect(own).toHaveLength(FILES);
  expect(own.find(({ name }) => name === '0.png')?.annotationCount).toBe(2);
  const { recipeId } = await ada.call('datasets.get', { datasetId: dataset.id });
  expect(await ada.call('recipes.get', { recipeId: recipeId ?? ('' as never) })).toMatchObject({
    labels: [{ name: 'car' }],
  });
  await expect(publish()).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('linked'),
  });
});

test('what is broken off is gone on with, and nothing is there twice', async () => {
  const lost = { code: 'remote-offline' };
  for (const path of [/\/projects$/, /\/datasets$/, /\/recipes/]) {
    // The hub does it, and its reply does not arrive.
    proxy.limit(1, path);
    await expect(publish()).rejects.toMatchObject(lost);
  }
  proxy.limit(1, /\/items\?/);
  await publish();
  expect(await now()).toMatchObject({ state: 'offline', queued: 2 * FILES });
  await ada.host.close();
  proxy.limit(null);
  ada = await team.open('ada', 'ada@example.com');
  expect(await now()).toMatchObject({ state: 'idle', queued: 0, parked: 0 });
  const all = await datasetsThere();
  expect(all).toMatchObject([{ name: 'Mine', itemCount: FILES }]);
  expect((await hub.call('projects.list', {})).map(({ name }) => name)).toEqual(['Roads']);
});

test('a token that may not make datasets is told so, and nothing is linked', async () => {
  await connect('annotator');
  await expect(publish()).rejects.toMatchObject({
    ...{ code: 'remote-refused', message: expect.stringContaining('developer') },
  });
  expect(await ada.call('sync.files', {})).toEqual([]);
});

test('one of that name with items of its own is not mixed with it', async () => {
  const { id: projectId } = await hub.call('projects.create', { name: 'Roads' });
  const { id } = await hub.call('datasets.create', { projectId, name: 'Mine' });
  await addPicture(hub, id, 'other.png');
  await expect(publish()).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('rename'),
  });
});
