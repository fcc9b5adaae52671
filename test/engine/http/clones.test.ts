import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASE, openApi, type TestApi } from './support/api.ts';
import { fileParts, PARTS, PIXEL, partsBody } from './support/parts.ts';

let api: TestApi;
let projectId: string;
let datasetId: string;
let itemId: string;
beforeAll(async () => {
  api = await openApi();
  projectId = (await api.call('projects.create', { name: 'p' })).id;
  const dataset = await api.sdk('POST', '/datasets', { name: 'd', projects: [projectId] });
  datasetId = dataset.body.id;
  const body = partsBody(fileParts('/a/b.png', PIXEL, '{"user":{"k":1}}'));
  const path = `/datasets/${datasetId}/items`;
  itemId = (await api.send({ method: 'POST', path, headers: PARTS, body })).body.id;
  await api.sdk('POST', `/items/${itemId}/annotations`, [{ type: 'class', label: 'night' }]);
});
afterAll(async () => await api.close());

const clone = async (body: object) => await api.sdk('POST', `/items/${itemId}/clone`, body);
const item = async (id: string) => (await api.sdk('GET', `/items/${id}`)).body;

test('a cloned item is another item of the same file, with annotations and metadata', async () => {
  const { status, body } = await clone({
    targetDatasetId: datasetId,
    remoteFileName: '/c/copy.png',
    metadata: { user: { n: 2 } },
    cloneDatasetParams: { withItemsAnnotations: true, withMetadata: true, withTaskAnnotationsStatus: true },
  });
  expect({ status, body }).toMatchObject({
    status: 200,
    body: { status: 'success', progress: 100, spec: { returnedModelId: [expect.any(String)] } },
  });
  expect((await api.sdk('GET', `/commands/${body.id}`)).body).toEqual(body);
  const made = await item(body.spec.returnedModelId[0]);
  expect(made).toMatchObject({
    filename: '/c/copy.png',
    annotationsCount: 1,
    metadata: { user: { k: 1, n: 2 } },
    srcItem: itemId,
  });
  const stream = await api.app.inject({
    url: `${BASE}/items/${made.id}/stream`,
    headers: { host: '127.0.0.1:7411', authorization: `Bearer ${api.token}` },
  });
  expect(stream.rawPayload.equals(PIXEL)).toBe(true);
});

test('a clone leaves out what is not wanted, and never takes a place that is taken', async () => {
  const params = { withItemsAnnotations: false, withMetadata: false };
  const { body } = await clone({ remoteFileName: '/bare.png', cloneDatasetParams: params });
  const made = await item(body.spec.returnedModelId[0]);
  expect([made.annotationsCount, made.metadata.user]).toEqual([0, {}]);
  expect((await clone({})).status).toBe(409);
  expect((await clone({ allowMany: true })).status).toBe(200);
  expect((await clone({ remoteFileName: '/../x.png' })).status).toBe(400);
  expect((await clone({ targetDatasetId: '0'.repeat(24) })).status).toBe(404);
});

test('what Sluice does not have answers what to do instead', async () => {
  const refused: readonly (readonly ['GET' | 'POST' | 'DELETE', string, string])[] = [
    ['POST', `/datasets/${datasetId}/imports`, 'sluice items upload'],
    ['GET', `/scores/tasks/${itemId}/items/${itemId}`, 'statuses and issues'],
  ];
  const answers = await Promise.all(
    refused.map(([method, path]) => api.sdk(method, path, method === 'GET' ? undefined : {})),
  );
  for (const [at, { status, body }] of answers.entries()) {
    expect(status).toBe(404);
    expect(body.message).toContain(refused[at]?.[2]);
  }
});
