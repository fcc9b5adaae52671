/** Annotations of every type, on pictures and videos: uploads in batches, lists, diffs, statuses (reference 1.4, 2.5). */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clip } from '#test/support/clips.ts';
import { PIXEL } from '../support/parts.ts';
import { annotations, COORDINATES, fresh, ofEveryType } from './annotations.ts';
import { datasets, ontologies, projects, recipes } from './data.ts';
import { bare, filters } from './filters.ts';
import { items, upload } from './items.ts';
import { openServed, type Served } from './server.ts';
import type { Client, Json } from './wire.ts';

let served: Served;
let client: Client;
let dataset: Json;
let item: Json;
beforeAll(async () => {
  served = await openServed();
  client = served.client();
  dataset = await datasets.create(client, await projects.create(client, 'annotations'), 'inbox');
  item = (await upload(client, dataset, { path: '/annotated.png', bytes: PIXEL })).item;
});
afterAll(async () => await served.close());

const notFound = expect.objectContaining({ name: 'ClientError', status: 404 });

describe('annotations', () => {
  test('one of every type is kept as it was sent, with all that the server adds', async () => {
    const stored = await annotations.upload(client, item, ofEveryType());
    for (const one of stored) {
      expect(one.coordinates).toEqual(COORDINATES[one.type]);
      expect(one).toMatchObject({ itemId: item.id, datasetId: dataset.id, creator: 'ada@example.com' });
      expect(await annotations.get(client, one.id)).toEqual(one);
    }
    const listed = await annotations.list(client, item);
    expect(listed.map(({ type }) => type)).not.toContain('note');
    expect(listed.map(({ type }) => type)).not.toContain('item_description');
    const all = await annotations.list(client, item, bare('annotations', { itemId: item.id }));
    expect(all).toHaveLength(stored.length);
    const described = bare('annotations', { type: 'item_description' }, { itemId: item.id });
    expect(await annotations.list(client, item, described)).toMatchObject([{ label: 'item.description' }]);
    await annotations.deleteAll(client, item);
    expect(await annotations.list(client, item)).toEqual([]);
  });

  test('250 go in batches and come back by keyset', async () => {
    const made = Array.from({ length: 250 }, (_, at) => fresh('point', `p${at}`, { x: at, y: 0, z: 0 }));
    const stored = await annotations.upload(client, item, made);
    const asked = { ...filters('annotations', { itemId: item.id }), pageSize: 100 };
    const listed = await annotations.list(client, item, asked);
    expect(listed.map(({ id }) => id)).toEqual(stored.map(({ id }) => id));
    await annotations.deleteSome(
      client,
      item,
      listed.slice(0, 249).map(({ id }) => id),
    );
    expect(await annotations.list(client, item)).toMatchObject([{ label: 'p249' }]);
    await annotations.delete(client, stored[249].id);
    await expect(annotations.get(client, stored[249].id)).rejects.toEqual(notFound);
  });

  test('attributes, users and statuses are changed by diffs', async () => {
    const made = fresh('box', 'car', [...(COORDINATES['box'] as object[]), 30], {
      attributes: { '1': ['a'], '4': true },
    });
    const [box] = await annotations.upload(client, item, [made]);
    expect(box).toMatchObject({
      coordinates: [{}, {}, 30],
      metadata: { system: { attributes: { '4': true } } },
    });
    const after = structuredClone(box);
    after.label = 'bus';
    after.metadata.user = { model: { name: 'm', confidence: 0.5, model_id: null } };
    after.metadata.system.attributes = { '1': ['b'] };
    const changed = await annotations.update(client, box, after, true);
    expect(changed).toMatchObject({
      label: 'bus',
      metadata: { user: { model: { name: 'm', confidence: 0.5 } }, system: { attributes: { '1': ['b'] } } },
    });
    expect(changed.metadata.system.attributes).toEqual({ '1': ['b'] });
    const listed = await annotations.update(client, changed, { ...changed, attributes: ['big'] });
    expect(listed.attributes).toEqual(['big']);
    expect((await annotations.update(client, listed, { ...listed, attributes: [] })).attributes).toEqual([]);
    const issue = await annotations.setStatus(client, changed, 'issue');
    expect(issue.metadata.system.status).toBe('issue');
    const clear = await annotations.setStatus(client, issue, null);
    expect(clear.metadata.system.status ?? null).toBeNull();
  });
});

describe('videos', () => {
  let video: Json;
  beforeAll(async () => {
    const bytes = await readFile((await clip('constant')).path);
    video = (await upload(client, dataset, { path: '/clip.mp4', bytes })).item;
  });

  /** A keyframe as the SDK writes it. */
  const frame = (at: number, more: object = {}) => ({
    frame: at,
    fixed: true,
    label: 'car',
    type: 'box',
    objectVisible: true,
    data: COORDINATES['box'],
    namedAttributes: {},
    ...more,
  });

  test('an item says how fast it is: the SDK makes seconds of frames by that', async () => {
    expect(video.metadata).toMatchObject({ fps: expect.any(Number), startTime: expect.any(Number) });
    expect(video.metadata.system.mimetype).toMatch(/^video/);
    const { fps } = video.metadata;
    const system = { frame: 2, endFrame: 8, startTime: 2 / fps, endTime: 8 / fps, objectId: '1' };
    const snapshots_ = [frame(4), frame(6, { objectVisible: false, fixed: false }), frame(8)];
    const sent = fresh('box', 'car', COORDINATES['box'], { ...system, snapshots_ });
    const [stored] = await annotations.upload(client, video, [sent]);
    expect(stored.metadata.system).toMatchObject({ ...system, snapshots_ });
    expect(stored.coordinates).toEqual(COORDINATES['box']);
    // The SDK sends frames alone when somebody moves the end: seconds follow.
    const after = structuredClone(stored);
    after.metadata.system.endFrame = 9;
    const changed = await annotations.update(client, stored, after, true);
    expect(changed.metadata.system.endTime).toBeCloseTo(9 / fps);
    const moved = structuredClone(changed);
    moved.metadata.system.snapshots_ = [frame(7)];
    const again = await annotations.update(client, changed, moved, true);
    expect(again.metadata.system.snapshots_).toEqual([frame(7)]);
  });

  test('a subtitle and a class over a range', async () => {
    const system = { frame: 0, endFrame: 5, startTime: 0, endTime: 0.2 };
    const made = [
      fresh('subtitle', 'speech', { text: 'hello' }, system),
      fresh('class', 'rain', undefined, system),
    ];
    const stored = await annotations.upload(client, video, made);
    expect(stored.map(({ metadata }) => metadata.system)).toMatchObject([system, system]);
  });
});

describe('what surrounds them', () => {
  test('before an upload the labels are looked at: dataset, recipe, ontology', async () => {
    const { metadata } = await datasets.get(client, item.datasetId);
    const recipe = await recipes.get(client, metadata.system.recipes[0]);
    const ontology = await ontologies.get(client, recipe.ontologyIds[0]);
    expect(ontology.roots).toBeInstanceOf(Array);
    await ontologies.addLabels(client, ontology.id, [
      { tag: 'car', color: '#ff0000', attributes: [], displayData: {} },
    ]);
    expect(await annotations.upload(client, item, [fresh('class', 'car')])).toHaveLength(1);
  });

  test('a description is an annotation and a part of the metadata, changed and taken away', async () => {
    const described = bare('annotations', { type: 'item_description' }, { itemId: item.id });
    for (const text of ['one', 'two']) {
      for (const old of await annotations.list(client, item, described))
        await annotations.delete(client, old.id);
      const definition = fresh('item_description', 'item.description', { text }, { system: true });
      await annotations.upload(client, item, [definition]);
      const before = await items.get(client, item.id);
      const description = { editor: client.email(), text };
      await items.update(client, before, { ...before, metadata: { ...before.metadata, description } });
    }
    expect(await annotations.list(client, item, described)).toMatchObject([{ coordinates: { text: 'two' } }]);
    const now = await items.get(client, item.id);
    expect(now.metadata.description).toEqual({ editor: 'ada@example.com', text: 'two' });
    const { description: _gone, ...metadata } = now.metadata;
    await items.update(client, now, { ...now, metadata });
    expect((await items.get(client, item.id)).metadata).not.toHaveProperty('description');
  });

  test('a file of annotations as the SDK keeps one: unknown keys come back', async () => {
    const own = { ...fresh('box', 'own', COORDINATES['box']), description: 'kept', labelSuggestions: ['a'] };
    const [stored] = await annotations.upload(client, item, [own]);
    expect(stored).toMatchObject({ description: 'kept', labelSuggestions: ['a'] });
    // A copy is sent with all that the server said of the first one: it is another annotation.
    const [copy] = await annotations.upload(client, item, [{ ...stored, id: null }]);
    expect(copy.id).not.toBe(stored.id);
  });
});
