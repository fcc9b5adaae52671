import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { API_PATH } from '#engine/http/server.ts';
import { BASE, FORM, openApi, type TestApi } from './support/api.ts';
import { fileParts as file, PARTS, type Part, partsBody } from './support/parts.ts';

let api: TestApi;
let datasetId: string;
beforeAll(async () => {
  api = await openApi();
  const project = await api.call('projects.create', { name: 'p' });
  datasetId = (await api.call('datasets.create', { projectId: project.id, name: 'd', recipeId: null })).id;
});
afterAll(async () => await api.close());

const png = (shade: number) =>
  sharp({ create: { width: 12, height: 8, channels: 3, background: { r: shade, g: 7, b: 9 } } })
    .png()
    .toBuffer();

async function upload(parts: readonly Part[], mode = '', headers: Record<string, string> = PARTS) {
  const answer = await api.app.inject({
    method: 'POST',
    url: `${API_PATH}/datasets/${datasetId}/items${mode}`,
    headers: { host: '127.0.0.1:7411', authorization: `Bearer ${api.token}`, ...headers },
    payload: partsBody(parts),
  });
  return { status: answer.statusCode, headers: answer.headers, body: JSON.parse(answer.payload) };
}

const kept = async () =>
  (await readdir(join(api.folder, 'workspace', 'scratch'))).filter((name) => /upload/.test(name));

test('a file that is uploaded becomes an item, with its size, its metadata and its address', async () => {
  const bytes = await png(1);
  const { status, headers, body } = await upload(file('/a/b.png', bytes, '{"user":{"k":1}}'));
  expect({ status, type: headers['content-type'], op: headers['x-item-op'] }).toEqual({
    status: 200,
    type: expect.stringMatching(/^application\/json/),
    op: 'created',
  });
  const url = `${BASE}/items/${body.id}`;
  expect(body).toMatchObject({
    url,
    datasetId,
    dataset: `${BASE}/datasets/${datasetId}`,
    dir: '/a',
    filename: '/a/b.png',
    name: 'b.png',
    type: 'file',
    spec: null,
    hidden: false,
    annotated: false,
    annotationsCount: 0,
    creator: 'ada@example.com',
    stream: `${url}/stream`,
    thumbnail: `${url}/thumbnail`,
    annotations: `${url}/annotations`,
    srcItem: null,
    metadata: {
      user: { k: 1 },
      system: {
        originalname: 'b.png',
        mimetype: 'image/png',
        size: bytes.length,
        width: 12,
        height: 8,
        encoding: '7bit',
        isBinary: true,
        refs: [],
        taskStatusLog: [],
      },
    },
  });
  expect((await api.sdk('GET', `/items/${body.id}`)).body).toEqual(body);
  expect(await kept()).toEqual([]);
});

test('what is at the path already stays, or goes to the trash', async () => {
  const [first, second] = [await png(2), await png(3)];
  const made = await upload(file('/same.png', first));
  const skipped = await upload(file('/same.png', second), '?mode=skip');
  expect([skipped.headers['x-item-op'], skipped.body.id]).toEqual(['skipped', made.body.id]);
  const again = await upload(file('/same.png', first, '{"user":{"n":2}}'), '?mode=overwrite');
  expect([again.headers['x-item-op'], again.body.id]).toEqual(['overwrite', made.body.id]);
  expect(again.body.metadata.user).toEqual({ n: 2 });
  const other = await upload(file('/same.png', second), '?mode=overwrite');
  expect([other.headers['x-item-op'], other.body.filename]).toEqual(['overwrite', '/same.png']);
  expect(other.body.id).not.toBe(made.body.id);
  expect(await api.call('items.get', { itemId: made.body.id })).toMatchObject({ trashed: true });
});

test('a revision puts another file in the place of an item, which stays in the trash', async () => {
  const [first, second] = [await png(21), await png(22)];
  const made = await upload(file('/r/report.png', first, '{"user":{"run":1}}'));
  const revise = async (id: string, parts: readonly Part[]) => {
    const answer = await api.app.inject({
      method: 'POST',
      url: `${API_PATH}/items/${id}/revisions`,
      headers: auth(PARTS),
      payload: partsBody(parts),
    });
    return { status: answer.statusCode, headers: answer.headers, body: JSON.parse(answer.payload) };
  };
  const content = (bytes: Buffer) => file('/x/other.png', bytes).filter(({ name }) => name === 'file');
  const revised = await revise(made.body.id, content(second));
  expect(revised).toMatchObject({
    status: 200,
    headers: { 'x-item-op': 'overwrite' },
    body: {
      filename: '/r/report.png',
      metadata: { user: { run: 1 }, system: { size: second.length } },
    },
  });
  expect(await api.call('items.get', { itemId: made.body.id })).toMatchObject({ trashed: true });
  expect((await revise(revised.body.id, content(second))).body.id).toBe(revised.body.id);
  expect((await revise(made.body.id, content(first))).status).toBe(404);
  expect((await revise(revised.body.id, [])).status).toBe(400);
  expect((await api.sdk('POST', `/items/${revised.body.id}/revisions`, {})).status).toBe(400);
  expect(await kept()).toEqual([]);
});

test('one content at two paths is two items, and one that was deleted comes anew', async () => {
  const bytes = await png(4);
  const one = await upload(file('/x/1.png', bytes));
  const two = await upload(file('/y/2.png', bytes));
  expect(two.headers['x-item-op']).toBe('created');
  expect(new Set([one.body.id, two.body.id]).size).toBe(2);
  expect((await api.sdk('DELETE', `/items/${one.body.id}`)).status).toBe(200);
  const three = await upload(file('/x/1.png', bytes));
  expect(three.headers['x-item-op']).toBe('created');
  expect([one.body.id, two.body.id]).not.toContain(three.body.id);
  const streams = await Promise.all(
    [two, three].map(({ body }) =>
      api.app.inject({ url: `${API_PATH}/items/${body.id}/stream`, headers: auth() }),
    ),
  );
  for (const stream of streams) expect(stream.rawPayload.equals(bytes)).toBe(true);
});

const auth = (more: Record<string, string> = {}) => ({
  host: '127.0.0.1:7411',
  authorization: `Bearer ${api.token}`,
  ...more,
});

test('a stream answers the file whole, from a byte on, and says what it cannot', async () => {
  const bytes = await png(5);
  const { body } = await upload(file('/range.png', bytes));
  const get = (range?: string) =>
    api.app.inject({
      url: `${API_PATH}/items/${body.id}/stream`,
      headers: auth({ 'x-dl-sanitize': '0', ...(range ? { range } : {}) }),
    });
  const whole = await get('bytes=0-');
  expect([whole.statusCode, whole.headers['content-range'], whole.headers['content-type']]).toEqual([
    206,
    `bytes 0-${bytes.length - 1}/${bytes.length}`,
    'image/png',
  ]);
  expect(createHash('sha256').update(whole.rawPayload).digest()).toEqual(
    createHash('sha256').update(bytes).digest(),
  );
  const rest = await get(`bytes=${bytes.length - 10}-`);
  expect(rest.rawPayload.equals(bytes.subarray(-10))).toBe(true);
  expect((await get()).statusCode).toBe(200);
  expect((await get(`bytes=${bytes.length}-`)).statusCode).toBe(416);
  const thumbnail = await api.app.inject({ url: `${API_PATH}/items/${body.id}/thumbnail`, headers: auth() });
  expect([thumbnail.statusCode, thumbnail.headers['content-type']]).toEqual([200, 'image/webp']);
});

test('a folder is made by a form, and is there as soon as something is in it', async () => {
  const { status, body } = await api.send({
    method: 'POST',
    path: `/datasets/${datasetId}/items`,
    headers: FORM,
    body: 'type=dir&path=%2Fnewdir',
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({ type: 'dir', filename: '/newdir', name: 'newdir', dir: '/' });
});

test('what cannot be taken in is refused with a reason, and leaves nothing behind', async () => {
  const good = await png(6);
  const before = await api.call('items.count', {
    datasetId: (await api.call('datasets.get', { datasetId: datasetId as never })).id,
  });
  const refused = await Promise.all([
    upload(file('/notes.txt', Buffer.from('hello'))),
    upload(file('/broken.png', good.subarray(0, 40))),
    upload(file('/../../etc/passwd.png', good)),
    upload(file('/a/./b.png', good)),
    upload(file('/a\u0007.png', good)),
    upload(file(`/${'x'.repeat(256)}.png`, good)),
    upload(file('/m.png', good, 'no json')),
    upload(file('/folder/', good)),
    upload([{ name: 'type', value: 'file' }]),
    upload([
      { name: 'path', value: '/huge.png' },
      { name: 'metadata', value: 'x'.repeat(5_000_000) },
    ]),
    upload(file('/a.png', good), '', { 'content-type': 'multipart/form-data' }),
  ]);
  expect(refused.map(({ status }) => status)).toEqual([
    400, 400, 400, 400, 400, 400, 400, 400, 400, 413, 400,
  ]);
  for (const { body } of refused) expect(body.message).toMatch(/\S/);
  expect(refused[0]?.body.message).toContain('notes.txt');
  expect(
    await api.call('items.count', {
      datasetId: (await api.call('datasets.get', { datasetId: datasetId as never })).id,
    }),
  ).toEqual(before);
  expect(await kept()).toEqual([]);
  const whole = partsBody(file('/cut.png', good));
  for (const length of [whole.length - 3, whole.length - 40, 250, 200, 120, 60, 10, 0]) {
    const cut = await api.app.inject({
      method: 'POST',
      url: `${API_PATH}/datasets/${datasetId}/items`,
      headers: { ...auth(), ...PARTS },
      payload: whole.subarray(0, length),
    });
    expect([length, cut.statusCode]).toEqual([length, 400]);
  }
  expect(await kept()).toEqual([]);
});

test('what was in a deleted dataset is gone, and is not changed any more', async () => {
  const { projectId } = await api.call('datasets.get', { datasetId });
  const { id } = await api.call('datasets.create', { projectId, name: 'short', recipeId: null });
  const path = `/datasets/${id}/items`;
  const sent = {
    method: 'POST' as const,
    path,
    headers: PARTS,
    body: partsBody(file('/a/b.png', await png(9))),
  };
  const item = (await api.send(sent)).body;
  const folder = (await api.send({ method: 'POST', path, headers: FORM, body: 'type=dir&path=/c' })).body;
  await api.call('datasets.delete', { datasetId: id });
  const before = await api.call('items.get', { itemId: item.id });
  for (const one of [item, folder]) {
    expect((await api.sdk('PATCH', `/items/${one.id}`, { name: 'other' })).status).toBe(404);
    expect((await api.sdk('GET', `/items/${one.id}`)).status).toBe(404);
  }
  expect(await api.call('items.get', { itemId: item.id })).toEqual(before);
});
