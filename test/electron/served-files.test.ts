/** What the two schemes of the app answer. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorCode } from '#core/errors.ts';
import { serveAppFiles } from '#electron/app-files.ts';
import { helpCalls } from '#electron/help.ts';
import { serveMedia } from '#electron/media-files.ts';

const ID = '0123456789abcdef01234567';
/** Longer than what is read at a time. */
const BYTES = Buffer.from(Array.from({ length: 1_300_000 }, (_, index) => index % 251));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-served-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('media', () => {
  const asked: unknown[] = [];
  let get: (address: string, init?: RequestInit) => Promise<Response>;

  beforeEach(async () => {
    const path = join(folder, 'clip.bin');
    await writeFile(path, BYTES);
    asked.length = 0;
    const handler = serveMedia({
      call: (name, input) => {
        asked.push([name, input]);
        return Promise.resolve({ ok: true, value: { path, mimetype: 'video/mp4', size: BYTES.length } });
      },
    });
    get = (address, init) => handler(new Request(address, init));
  });

  it('serves a whole file', async () => {
    const response = await get(`sluice-media://item/${ID}/original`);
    expect(asked).toEqual([
      ['media.resolve', { itemId: ID, variant: 'original', ticket: expect.any(String) }],
    ]);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'video/mp4',
      'content-length': String(BYTES.length),
      'accept-ranges': 'bytes',
      'access-control-allow-origin': 'sluice-app://app',
      'x-content-type-options': 'nosniff',
    });
    expect(BYTES.equals(Buffer.from(await response.arrayBuffer()))).toBe(true);
  });

  it('serves a range', async () => {
    const response = await get(`sluice-media://item/${ID}/original`, {
      headers: { range: 'bytes=1000-600999' },
    });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes 1000-600999/${BYTES.length}`);
    expect(response.headers.get('content-length')).toBe('600000');
    expect(BYTES.subarray(1000, 601_000).equals(Buffer.from(await response.arrayBuffer()))).toBe(true);
  });

  it('says when there is no byte in a range', async () => {
    const response = await get(`sluice-media://item/${ID}/original`, {
      headers: { range: 'bytes=9999999-' },
    });
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe(`bytes */${BYTES.length}`);
  });

  it('serves an empty file, and headers alone', async () => {
    const head = await get(`sluice-media://item/${ID}/thumb`, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(String(BYTES.length));
    expect(head.headers.get('cache-control')).toContain('immutable');
    expect(head.body).toBeNull();
    await writeFile(join(folder, 'clip.bin'), '');
    const empty = await get(`sluice-media://item/${ID}/original`);
    expect(empty.status).toBe(200);
    expect(await empty.text()).toBe('');
  });

  it('lets go of a file that the page does not want to the end', async () => {
    const response = await get(`sluice-media://item/${ID}/original`);
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect((await reader?.read())?.done).toBe(true);
  });

  it.each([
    'sluice-media://item/',
    `sluice-media://item/${ID}`,
    `sluice-media://item/${ID}/other`,
    `sluice-media://item/${ID}/thumb/more`,
    `sluice-media://item/${ID.toUpperCase()}/thumb`,
    `sluice-media://items/${ID}/thumb`,
    'sluice-media://item/%2e%2e/thumb',
    'sluice-media://item/..%2f..%2fetc%2fpasswd/original',
  ])('refuses %s without asking the engine', async (address) => {
    expect((await get(address)).status).toBe(400);
    expect(asked).toEqual([]);
  });

  it('refuses to write', async () => {
    const response = await get(`sluice-media://item/${ID}/thumb`, { method: 'PUT', body: 'x' });
    expect(response.status).toBe(405);
  });

  it.each<[ErrorCode, number]>([
    ['not-found', 404],
    ['workspace-not-open', 503],
    ['engine-restarted', 503],
    ['media-unreadable', 415],
    ['internal', 500],
  ])('answers %s as %i', async (code, status) => {
    const handler = serveMedia({
      call: () => Promise.resolve({ ok: false, error: { code, message: 'No.', details: {} } }),
    });
    expect((await handler(new Request(`sluice-media://item/${ID}/thumb`))).status).toBe(status);
  });

  it('answers 404 when the file itself is gone', async () => {
    await rm(join(folder, 'clip.bin'));
    expect((await get(`sluice-media://item/${ID}/thumb`)).status).toBe(404);
  });
});

describe('app files', () => {
  beforeEach(async () => {
    await mkdir(join(folder, 'renderer', 'assets'), { recursive: true });
    await writeFile(join(folder, 'renderer', 'index.html'), '<p>page</p>');
    await writeFile(join(folder, 'renderer', 'assets', 'a b.js'), 'export {}');
    await writeFile(join(folder, 'secret.js'), 'secret');
    await writeFile(join(folder, 'renderer', 'notes.txt'), 'notes');
  });

  const get = (address: string, init?: RequestInit): Promise<Response> =>
    serveAppFiles(join(folder, 'renderer'))(new Request(address, init));

  it('serves what is in the folder, under a strict policy', async () => {
    const page = await get('sluice-app://app/index.html');
    expect(await page.text()).toBe('<p>page</p>');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    const script = await get('sluice-app://app/assets/a%20b.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  it.each([
    'sluice-app://app/',
    'sluice-app://app/missing.js',
    'sluice-app://app/notes.txt',
    'sluice-app://app/../secret.js',
    'sluice-app://app/%2e%2e/secret.js',
    'sluice-app://app/..%2fsecret.js',
    'sluice-app://app/%ff.js',
    'sluice-app://other/index.html',
  ])('has no %s', async (address) => {
    expect((await get(address)).status).toBe(404);
  });

  it('takes nothing', async () => {
    expect((await get('sluice-app://app/index.html', { method: 'POST', body: 'x' })).status).toBe(404);
  });
});

describe('help', () => {
  it('lists pages by their first heading and answers their text', async () => {
    await writeFile(join(folder, 'start.md'), 'Intro\n\n# First steps\n\nText');
    await writeFile(join(folder, 'keys.md'), 'no heading');
    await writeFile(join(folder, 'Not A Page.md'), '# x');
    const help = helpCalls(folder);
    expect(await help['help.list']({})).toEqual([
      { name: 'keys', title: 'keys' },
      { name: 'start', title: 'First steps' },
    ]);
    expect(await help['help.page']({ name: 'keys' })).toEqual({ markdown: 'no heading' });
    await expect(help['help.page']({ name: 'missing' })).rejects.toMatchObject({ code: 'not-found' });
    expect(await helpCalls(join(folder, 'none'))['help.list']({})).toEqual([]);
  });
});
