import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { broken } from '../support/network.ts';
import { itemJson, platform } from '../support/platform.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-upload-'));
  await mkdir(join(folder, 'in', 'sub'), { recursive: true });
  await mkdir(join(folder, 'beside', 'sub'), { recursive: true });
  await writeFile(join(folder, 'in', 'a.png'), 'first');
  await writeFile(join(folder, 'in', 'sub', 'b.jpg'), 'second');
  await writeFile(join(folder, 'in', '.hidden'), 'no');
  const annotations = [{ type: 'class', label: 'car', attributes: null, metadata: {} }];
  await writeFile(
    join(folder, 'beside', 'sub', 'b.json'),
    JSON.stringify({ filename: '/sub/b.jpg', annotations }),
  );
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

/** The path that a form names, and the bytes of its file. */
function formIn(body: unknown): { path: string; content: string } {
  const parts = String(body).split('\r\n\r\n');
  const path = /name="path"\r\n\r\n(.*)\r\n/.exec(String(body))?.[1] ?? '';
  return { path, content: String(parts.at(-1)).split('\r\n--')[0] ?? '' };
}

/** Takes whatever comes. */
const taking = () =>
  platform(({ body, path }) => {
    if (path.endsWith('/annotations'))
      return { body: (body as object[]).map((one, at) => ({ id: `n${at}`, ...one })) };
    const form = formIn(body);
    const json = itemJson(`i-${form.path}`, form.path, { size: form.content.length });
    return { body: json, headers: { 'x-item-op': 'created' } };
  });

test('a form has its fields in order, and the file last', async () => {
  const net = taking();
  const items = (await net.dataset()).items;
  const item = await items.upload(join(folder, 'in', 'a.png'), {
    remotePath: 'train',
    mode: 'overwrite',
    metadata: { user: { k: 1 } },
    description: 'A picture',
  });
  expect(item.filename).toBe('/train/a.png');
  const { method, path, headers, body } = net.asked.at(-1) ?? {};
  expect(`${method} ${path}`).toBe('POST /datasets/d1/items?mode=overwrite');
  const boundary = /^multipart\/form-data; boundary=(\S+)$/.exec(headers?.get('content-type') ?? '')?.[1];
  expect(body).toBe(
    `${[
      ['form-data; name="type"', 'file'],
      ['form-data; name="path"', '/train/a.png'],
      ['form-data; name="metadata"', '{"user":{"k":1}}'],
      ['form-data; name="description"', 'A picture'],
      ['form-data; name="file"; filename="a.png"\r\ncontent-type: image/png', 'first'],
    ]
      .map(([head, text]) => `--${boundary}\r\ncontent-disposition: ${head}\r\n\r\n${text}\r\n`)
      .join('')}--${boundary}--\r\n`,
  );
});

test('bytes, blobs, addresses of files and streams are uploaded, with progress', async () => {
  const { items } = await taking().dataset();
  const text = new TextEncoder().encode('bytes');
  const seen: unknown[] = [];
  await items.upload(text, { remoteName: 'a.bin', onProgress: (progress) => void seen.push(progress) });
  expect(seen).toEqual([{ filename: '/a.bin', sentBytes: 5, totalBytes: 5 }]);
  const many: number[] = [];
  const onProgress = ({ sentBytes }: { sentBytes: number }) => void many.push(sentBytes);
  await items.upload(new Uint8Array(600_000).fill(97), { remoteName: 'big.bin', onProgress });
  expect(many).toEqual([262_144, 524_288, 600_000]);
  const sources = [
    new Blob([text]),
    new Blob([text]).stream(),
    () => new Blob([text]).stream(),
    async function* () {
      yield text.subarray(0, 2);
      yield text.subarray(2);
    },
  ];
  for (const source of sources) {
    expect((await items.upload(source, { remoteName: 'b.bin' })).metadata.system['size']).toBe(5);
  }
  expect((await items.upload(pathToFileURL(join(folder, 'in', 'a.png')))).filename).toBe('/a.png');
  expect((await items.upload(new File([text], 'named.txt'))).filename).toBe('/named.txt');
  await expect(items.upload(text)).rejects.toThrow('Bytes and streams have no name');
  await expect(items.upload(join(folder, 'nothing.png'))).rejects.toThrow('ENOENT');
});

test('a name cannot end its own line in the form', async () => {
  const net = taking();
  await (await net.dataset()).items.upload(new Blob(['x']), { remoteName: 'a"\r\nb.png' });
  expect(net.asked.at(-1)?.body).toContain('filename="a%22%0D%0Ab.png"');
});

test('an upload that breaks off begins again, but a stream that is used up does not', async () => {
  const breaking = () =>
    platform(({ body }, nth) =>
      nth === 2
        ? broken('ECONNRESET')
        : { body: itemJson('i1', '/a', { size: formIn(body).content.length }) },
    );
  const net = breaking();
  await (await net.dataset()).items.upload(new Blob(['abc']), { remoteName: 'a' });
  expect(net.asked).toHaveLength(3);
  const once = breaking();
  const { items } = await once.dataset();
  await expect(items.upload(new Blob(['abc']).stream(), { remoteName: 'a' })).rejects.toThrow('ECONNRESET');
  expect(once.asked).toHaveLength(2);
});

test('an item of which not all has come in is taken back and sent again, in the end with an error', async () => {
  const net = platform(({ method }) =>
    method === 'DELETE' ? { status: 204 } : { body: itemJson('i1', '/a', { size: 1 }) },
  );
  const { items } = await net.dataset();
  await expect(items.upload(new Blob(['abc']), { remoteName: 'a' })).rejects.toThrow(
    '/a: of 3 bytes only 1 came in',
  );
  const posts = net.asked.filter(({ method }) => method === 'POST');
  expect([posts.length, net.asked.filter(({ method }) => method === 'DELETE').length]).toEqual([3, 3]);
});

test('what was skipped is given as it is there, whatever its size, and gets no annotations', async () => {
  const skipped = { body: itemJson('i1', '/a', { size: 999 }), headers: { 'x-item-op': 'skipped' } };
  const net = platform(() => skipped);
  const { items } = await net.dataset();
  const item = await items.upload(new Blob(['abc']), {
    remoteName: 'a',
    annotations: [{ type: 'class', label: 'x' }],
  });
  expect(item.id).toBe('i1');
  expect(net.asked).toHaveLength(2);
});

test('a folder goes up with its folders, and with the annotations beside it', async () => {
  const net = taking();
  const { items } = await net.dataset();
  const beside = join(folder, 'beside');
  const report = await items.uploadFolder(join(folder, 'in'), {
    remotePath: '/train',
    annotations: beside,
    parallel: 1,
  });
  expect(report.items.map(({ filename }) => filename)).toEqual(['/train/a.png', '/train/sub/b.jpg']);
  expect(report.counts).toEqual({ created: 2, overwritten: 0, skipped: 0 });
  const added = net.asked.filter(({ path }) => path.endsWith('/annotations'));
  expect(added.map(({ path, body }) => [path, body])).toMatchObject([
    ['/items/i-%2Ftrain%2Fsub%2Fb.jpg/annotations', [{ label: 'car' }]],
  ]);
});

test('many go up at once, what fails stops no other, and progress counts them', async () => {
  let open = 0;
  let most = 0;
  const net = platform(({ body }) => {
    const { path, content } = formIn(body);
    if (path === '/3.txt') return { status: 400, body: { message: 'Not this one.' } };
    return { body: itemJson(path, path, { size: content.length }), headers: { 'x-item-op': 'overwrite' } };
  });
  const { items } = await net.dataset();
  const entries = Array.from({ length: 20 }, (_, at) => ({
    source: async function* () {
      open += 1;
      most = Math.max(most, open);
      yield new TextEncoder().encode(`content ${at}`);
      open -= 1;
    },
    remoteName: `${at}.txt`,
  }));
  const done: number[] = [];
  const report = await items.uploadMany(entries, {
    parallel: 4,
    onProgress: ({ doneItems }) => void done.push(doneItems),
  });
  expect(report.counts.overwritten).toBe(19);
  expect(report.failed).toMatchObject([
    { filename: '3.txt', error: { status: 400, message: 'Not this one.' } },
  ]);
  expect(done.at(-1)).toBe(20);
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(4);
});

test('an abort ends many uploads with its reason', async () => {
  const stop = new AbortController();
  const { items } = await taking().dataset();
  async function* entries() {
    yield { source: new Blob(['a']), remoteName: 'a' };
    stop.abort(new Error('enough'));
    yield { source: new Blob(['b']), remoteName: 'b' };
  }
  await expect(items.uploadMany(entries(), { signal: stop.signal, parallel: 1 })).rejects.toThrow('enough');
});
