/** The page for owners of a hub: its files, what it may do, and that it says what it means to say. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROLES } from '#core/model/api.ts';
import { openApi, type TestApi } from './support/api.ts';

const ROOT = join(import.meta.dirname, '../../..');
const FOLDER = join(ROOT, 'resources', 'hub');

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(async () => await api.close());

const get = async (url: string, headers: Record<string, string> = {}) =>
  await api.app.inject({ method: 'GET', url, headers: { host: '127.0.0.1:7411', ...headers } });

const scripts = readdirSync(FOLDER).filter((name) => name.endsWith('.js'));

test('it is there without a token, with all that it asks for, under a policy that runs nothing else', async () => {
  const page = await get('/admin');
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  const policy = String(page.headers['content-security-policy']);
  for (const part of [
    "default-src 'none'",
    "script-src 'self'",
    "frame-ancestors 'none'",
    "form-action 'none'",
  ]) {
    expect(policy).toContain(part);
  }
  expect(policy).not.toContain('unsafe');
  // Neither a script nor a style nor a listener within the page.
  expect(page.body).not.toMatch(/<script(?![^>]*src=)|<style|\son\w+=|style=/);
  const texts = [page.body, ...scripts.map((name) => readFileSync(join(FOLDER, name), 'utf8'))];
  const wanted = texts.flatMap((text) =>
    [...text.matchAll(/(?:from '\.|fetch\('|href="|src=")(\/[\w./-]+)/g)].map(([, path = '']) =>
      path.startsWith('/admin') ? path : `/admin${path}`,
    ),
  );
  expect(wanted).toContain('/admin/words.json');
  for (const path of [...wanted, ...scripts.map((name) => `/admin/${name}`)]) {
    expect({ path, status: (await get(path)).statusCode }).toEqual({ path, status: 200 });
  }
});

test('nothing else of the folder is handed out, and no other page gets it', async () => {
  for (const path of ['/admin/tsconfig.json', '/admin/../../package.json', '/admin/%2e%2e/client.js']) {
    expect((await get(path)).statusCode).toBeGreaterThanOrEqual(400);
  }
  expect((await get('/admin', { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
});

test('its own requests are answered, those of other pages are not', async () => {
  const ask = (origin: string, site: string) =>
    api.send({
      method: 'POST',
      path: '//call/users.list',
      body: {},
      headers: { origin, 'sec-fetch-site': site },
    });
  expect((await ask('http://127.0.0.1:7411', 'same-origin')).status).toBe(200);
  expect((await ask('http://evil.example', 'cross-site')).status).toBe(403);
});

test('all that it calls is for owners only', async () => {
  const calls = scripts.flatMap((name) =>
    [...readFileSync(join(FOLDER, name), 'utf8').matchAll(/call\('([\w.]+)'/g)].map(([, call = '']) => call),
  );
  expect(calls.length).toBeGreaterThan(10);
  for (const role of ROLES.slice(0, -1)) {
    const token = await api.tokenFor(role);
    for (const call of new Set(calls)) {
      const { status } = await api.send({ method: 'POST', path: `//call/${call}`, body: {}, token });
      expect({ call, role, status }).toEqual({ call, role, status: 403 });
    }
  }
});

test('every text that it asks for is there, and every text that is there is asked for', () => {
  const words = JSON.parse(readFileSync(join(ROOT, 'resources', 'i18n', 'en', 'hub.json'), 'utf8')) as object;
  const keysOf = (part: object, start = ''): string[] =>
    Object.entries(part).flatMap(([key, value]) =>
      typeof value === 'string' ? [start + key] : keysOf(value as object, `${start}${key}.`),
    );
  const keys = keysOf(words);
  const sources = scripts.map((name) => readFileSync(join(FOLDER, name), 'utf8')).join('\n');
  const literal = [...sources.matchAll(/'((?:\w+\.)*\w+)'/g)].map(([, text = '']) => text);
  const patterns = [...sources.matchAll(/t\(`([^`]+)`/g)].map(
    ([, text = '']) => new RegExp(`^${text.replaceAll('.', '\\.').replaceAll(/\$\{.*\}/g, '\\w+')}$`),
  );
  const asked = [...sources.matchAll(/\bt\((?:\w+ \? )?'([\w.]+)'/g)].map(([, text = '']) => text);
  expect(asked.filter((key) => !keys.includes(key))).toEqual([]);
  expect(keys.filter((key) => !literal.includes(key) && !patterns.some((one) => one.test(key)))).toEqual([]);
});

test('the record is told latest first, and what has kept in step with the hub', async () => {
  await api.send({ path: '/projects', token: 'wrong' });
  await api.send({ method: 'POST', path: '/projects', body: { name: 'Roads' } });
  const [last, before] = await api.call('api.audit', { limit: 2 });
  expect(last).toMatchObject({ who: 'ada@example.com', what: 'POST /api/v1/projects', status: 200 });
  expect(before).toMatchObject({ who: null, what: 'GET /api/v1/projects', status: 401 });
  const parcel = { session: 'a'.repeat(20), number: 1, changes: [] };
  await api.send({ method: 'POST', path: '/hub/parcels', body: parcel });
  expect(await api.call('users.workstations', {})).toEqual([
    { email: 'ada@example.com', from: '127.0.0.1', at: expect.any(Number), received: 0, clashes: 0 },
  ]);
});
