/** The annotations of a dataset in one archive, as the SDK downloads and unpacks them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PIXEL } from '../support/parts.ts';
import { annotations, fresh } from './annotations.ts';
import { datasets, projects } from './data.ts';
import { downloadAnnotations, exportOf, jsonPathOf } from './exports.ts';
import { bare, filters } from './filters.ts';
import { items, upload } from './items.ts';
import { readAnnotation, readItem } from './readers.ts';
import { openServed, type Served } from './server.ts';
import { type Client, ClientError, type Json } from './wire.ts';

let served: Served;
let client: Client;
let dataset: Json;
let all: Json[];
beforeAll(async () => {
  served = await openServed();
  client = served.client();
  dataset = await datasets.create(client, await projects.create(client, 'p'), 'inbox');
  for (let n = 0; n < 30; n += 1) {
    const folder = ['', '/day 1', '/day 1/näht', '/a.json'][n % 4];
    const file = { path: `${folder}/${n}.x.png`, bytes: PIXEL, metadata: { user: { n } } };
    const { item } = await upload(client, dataset, file);
    const labels = [n % 2 === 0 ? ['car'] : [], n % 5 === 0 ? ['night'] : []].flat();
    if (labels.length > 0) {
      const made = labels.map((label) => fresh('class', label));
      await annotations.upload(client, item, made);
    }
  }
  all = await items.list(client, dataset);
});
afterAll(async () => await served.close());

const labelsOf = ({ annotations: list }: Json) => list.map(({ label }: Json) => label).toSorted();

test('every item has a JSON file in its folder, with its fields and its annotations', async () => {
  const files = await downloadAnnotations(client, dataset);
  expect(all).toHaveLength(30);
  expect([...files.keys()].toSorted()).toEqual(all.map((item) => jsonPathOf(item)).toSorted());
  for (const item of all) {
    const { annotations: list, ...fields } = files.get(jsonPathOf(item));
    const { url, dataset: at, stream, thumbnail, annotations: listAt, ...same } = item;
    expect(fields).toMatchObject(same);
    readItem({ ...fields, annotations: listAt });
    for (const one of list) readAnnotation(one);
    const wanted = await annotations.list(client, item);
    expect(list.map(({ id, label, type }: Json) => [id, label, type])).toEqual(
      wanted.map(({ id, label, type }: Json) => [id, label, type]),
    );
  }
});

test('the names keep their ends when the SDK wants that', async () => {
  const files = await downloadAnnotations(client, dataset, { version: 'V2' });
  expect([...files.keys()].toSorted()).toEqual(all.map((item) => jsonPathOf(item, 'V2')).toSorted());
});

test('filters of annotations say which items there are, and which annotations only if that is asked for', async () => {
  const night = bare('annotations', { label: 'night' });
  const whole = await downloadAnnotations(client, dataset, { annotations: night });
  expect(whole.size).toBe(6);
  expect(labelsOf(whole.get('0.x.json'))).toEqual(['car', 'night']);
  const cut = await downloadAnnotations(client, dataset, { annotations: night, filterOutput: true });
  expect([cut.size, labelsOf(cut.get('0.x.json'))]).toEqual([6, ['night']]);
});

test('items by filters; without annotations there is no list; what locks and sums up changes nothing', async () => {
  const asked = filters('items', { filename: '/day 1/*' });
  const wanted = { items: asked, include: false, lock: true, summary: true };
  const files = await downloadAnnotations(client, dataset, wanted);
  expect([...files.values()].every((item) => item.dir.startsWith('/day 1'))).toBe(true);
  expect([...files.values()].filter((item) => 'annotations' in item)).toEqual([]);
  expect(files.size).toBe(15);
  const none = filters('items', { filename: '/nothing' });
  expect((await downloadAnnotations(client, dataset, { items: none })).size).toBe(0);
});

test('newer SDKs say which they want, and get the same items in either', async () => {
  const [list, unpacked] = [await exportOf(client, dataset, 'json'), await exportOf(client, dataset, 'zip')];
  const byId = (items: Json[]) => items.toSorted((a, b) => a.id.localeCompare(b.id));
  expect(byId(unpacked)).toEqual(byId(list));
  expect(list).toHaveLength(30);
});

test('of a dataset that is not there nothing is exported', async () => {
  const gone = { id: '0'.repeat(24) };
  await expect(downloadAnnotations(client, gone)).rejects.toThrow(ClientError);
});
