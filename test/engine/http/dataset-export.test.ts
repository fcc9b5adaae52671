import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi, type TestApi } from './support/api.ts';
import { settled } from './support/commands.ts';
import { fileParts, PARTS, PIXEL, partsBody } from './support/parts.ts';

/** More than a part of a command does. */
const MANY = 130;

let api: TestApi;
let datasetId: string;

beforeAll(async () => {
  api = await openApi();
  const projectId = (await api.call('projects.create', { name: 'p' })).id;
  datasetId = (await api.sdk('POST', '/datasets', { name: 'd', projects: [projectId] })).body.id;
  const body = partsBody(fileParts('/a/0.png', PIXEL, '{"user":{"k":1}}'));
  const path = `/datasets/${datasetId}/items`;
  const first = (await api.send({ method: 'POST', path, headers: PARTS, body })).body.id;
  await api.sdk('POST', `/items/${first}/annotations`, [
    { type: 'class', label: 'night' },
    { type: 'class', label: 'rain' },
  ]);
  for (let at = 1; at < MANY; at += 1) {
    const cloneDatasetParams = { withItemsAnnotations: false };
    await api.sdk('POST', `/items/${first}/clone`, {
      remoteFileName: `/a/${at} "ü".png`,
      cloneDatasetParams,
    });
  }
});
afterAll(async () => await api.close());

const DEFAULTS = { $and: [{ hidden: false }, { type: 'file' }] };

/** What a client does: asks, waits, gets the item, downloads it by a range. */
async function exported(body: object) {
  const sent = { exportType: 'json', ...body };
  const answer = await api.sdk('POST', `/datasets/${datasetId}/export`, sent);
  const { status, spec } = await settled(api, answer);
  expect(status).toBe('success');
  const item = (await api.sdk('GET', `/items/${spec.outputItemId}`)).body;
  const headers = { range: 'bytes=0-', 'x-dl-sanitize': '0' };
  const file = await api.send({ method: 'GET', path: `/items/${item.id}/stream`, headers });
  expect(file.status).toBe(206);
  expect(Number(file.headers['content-length'])).toBe(item.metadata.system.size);
  return { item, items: file.body };
}

const QUERY = { filter: DEFAULTS, page: 0, pageSize: 1000, resource: 'items' };

test('all items with their annotations come in one file', async () => {
  const { item, items } = await exported({
    itemsQuery: QUERY,
    annotations: { include: true, convertSemantic: false },
  });
  expect(item).toMatchObject({ type: 'file', hidden: true, name: `${item.id}.json`, datasetId });
  expect(items).toHaveLength(MANY);
  expect(new Set(items.map(({ id }: { id: string }) => id)).size).toBe(MANY);
  expect(items[0]).toMatchObject({ filename: '/a/0.png', metadata: { user: { k: 1 } } });
  expect(items[0].annotations.map(({ label }: { label: string }) => label)).toEqual(['night', 'rain']);
  expect(items[1].annotations).toEqual([]);
});

test('as the filters say, and without annotations unless they are asked for', async () => {
  const itemsQuery = { ...QUERY, filter: { $and: [...DEFAULTS.$and, { filename: '/a/0.png' }] } };
  const plain = await exported({ itemsQuery });
  expect(plain.items).toHaveLength(1);
  expect(plain.items[0].annotations).toBeTypeOf('string');
  const annotationsQuery = { filter: { $and: [{ label: 'rain' }] }, resource: 'annotations' };
  const rain = await exported({ itemsQuery, annotations: { include: true }, annotationsQuery });
  expect(rain.items[0].annotations.map(({ label }: { label: string }) => label)).toEqual(['rain']);
  const annotations = { include: true, filter: false };
  const both = await exported({ itemsQuery, annotations, annotationsQuery });
  expect(both.items[0].annotations).toHaveLength(2);
  const none = { ...QUERY, filter: { $and: [{ filename: '/nothing.png' }] } };
  expect((await exported({ itemsQuery: none })).items).toEqual([]);
});

test('the file is in no list, and goes when it is deleted', async () => {
  const { item } = await exported({ itemsQuery: QUERY });
  const { body } = await api.sdk('POST', `/datasets/${datasetId}/query`, { resource: 'items', filter: {} });
  expect(body.items.map(({ id }: { id: string }) => id)).not.toContain(item.id);
  expect((await api.sdk('GET', `/datasets/${datasetId}`)).body.itemsCount).toBe(MANY);
  expect((await api.sdk('GET', `/items/${item.id}/thumbnail`)).status).toBe(404);
  const folder = join(api.folder, 'workspace', 'exports', 'api');
  expect(readdirSync(folder)).toContain(`${item.id}.json`);
  expect((await api.sdk('DELETE', `/items/${item.id}`)).status).toBe(200);
  expect((await api.sdk('GET', `/items/${item.id}`)).status).toBe(404);
  expect(readdirSync(folder)).not.toContain(`${item.id}.json`);
});

test('what cannot be is refused, and says what can', async () => {
  const path = `/datasets/${datasetId}/export`;
  const tar = await api.sdk('POST', path, { exportType: 'tar' });
  expect(tar.status).toBe(400);
  expect(tar.body.message).toMatch(/exportType.*"json".*"zip"/);
  expect((await api.sdk('POST', path, { exportVersion: 'V3' })).status).toBe(400);
  const parts = await api.sdk('POST', `${path}/v3`, { mode: 'full', format: 'ndjson', force: false });
  expect(parts).toMatchObject({ status: 404, body: { message: expect.stringContaining('/export') } });
  expect((await api.sdk('POST', path, { itemsQuery: { filter: { a: { $no: 1 } } } })).status).toBe(400);
  expect((await api.sdk('POST', `/datasets/${'0'.repeat(24)}/export`, {})).status).toBe(404);
});
