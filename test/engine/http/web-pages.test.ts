/** Addresses that clients open in a browser lead into the app. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDeepLink } from '#electron/deep-links.ts';
import { openApi, type TestApi } from './support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(async () => await api.close());

const [P, D, I] = ['1', '2', '3'].map((digit) => digit.repeat(24));
const get = async (url: string, headers: Record<string, string> = {}) =>
  await api.app.inject({ method: 'GET', url, headers: { host: '127.0.0.1:7411', ...headers } });

test.each([
  [`/projects/${P}`, `sluice://projects/${P}`],
  [`/projects/${P}/pipelines`, `sluice://projects/${P}`],
  [`/projects/${P}/pipelines/${I}`, `sluice://pipelines/${I}`],
  [`/projects/${P}/tasks/${I}`, `sluice://tasks/${I}`],
  [`/projects/${P}/datasets/${D}/items`, `sluice://datasets/${D}`],
  [`/projects/${P}/datasets/${D}/items/${I}`, `sluice://items/${I}`],
])('%s leads to %s, without a token', async (path, address) => {
  const { statusCode, headers, body } = await get(path);
  expect(statusCode).toBe(200);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(body).toContain(`content="0;url=${address}"`);
  expect(body).toContain(`<a href="${address}">`);
  expect(body).not.toContain('<script');
  // And the app takes it.
  expect(readDeepLink(address)).not.toBeNull();
});

test('nothing but ids gets into the page, and it tells nothing of what there is', async () => {
  for (const bad of [
    `/projects/${P}/pipelines/%22%3E%3Cscript%3E`,
    `/projects/x/pipelines/${I}`,
    `/projects/${P}/pipelines/${'A'.repeat(24)}`,
  ]) {
    const { statusCode, body } = await get(bad);
    expect(statusCode).toBe(404);
    expect(body).not.toContain('<script');
  }
  const project = await api.call('projects.create', { name: 'p' });
  const real = await get(`/projects/${project.id}`);
  const made = await get(`/projects/${P}`);
  expect(real.body.replaceAll(project.id, P ?? '')).toBe(made.body);
  // A page of somebody else may not send people here.
  expect((await get(`/projects/${P}`, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
});
