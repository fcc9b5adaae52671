/** The document that describes the API says what the server does, no more and no less. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '#engine/http/table.ts';
import { openApi, type TestApi } from './support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(async () => await api.close());

type Operation = {
  operationId: string;
  parameters: { name: string; in: string }[];
  requestBody?: object;
  responses: object;
};

test('every route is described once, and nothing else', async () => {
  const { body } = await api.send({ path: '/openapi.json', token: null });
  expect(body).toMatchObject({ openapi: '3.1.0', info: { title: 'Sluice', version: '1.2.3' } });
  const described = Object.entries(body.paths as Record<string, Record<string, unknown>>).flatMap(
    ([path, item]) =>
      Object.keys(item)
        .filter((key) => key !== 'servers')
        .map((method) => `${method.toUpperCase()} ${path}`),
  );
  const routes = ROUTES.map((route) => `${route.method} ${route.path.replaceAll(/:(\w+)/g, '{$1}')}`);
  // What happens is told by a stream, which is no route.
  expect(described.toSorted()).toEqual([...routes, 'GET /events'].toSorted());
});

test('parameters, bodies and replies are those of the code', async () => {
  const { body } = await api.send({ path: '/openapi.json', token: null });
  const ids = new Set<string>();
  for (const route of ROUTES) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    const operation: Operation = body.paths[path][route.method.toLowerCase()];
    const inPath = operation.parameters.filter((one) => one.in === 'path').map((one) => one.name);
    expect({ path, inPath }).toEqual({
      path,
      inPath: [...route.path.matchAll(/:(\w+)/g)].map((found) => found[1]),
    });
    expect({ path, hasBody: operation.requestBody !== undefined }).toEqual({
      path,
      hasBody: route.body !== undefined,
    });
    expect(operation.responses).toHaveProperty('204' in operation.responses ? '204' : '200');
    ids.add(operation.operationId);
  }
  expect(ids.size).toBe(ROUTES.length);
});

test('the server answers every route that is described, and 404 names what is missing elsewhere', async () => {
  for (const { method, path, open } of ROUTES) {
    const { status } = await api.send({
      method,
      path: (open ? '/' : '') + path.replaceAll(/:\w+/g, '0'.repeat(24)),
      token: null,
    });
    expect({ path, status }).not.toEqual({ path, status: 404 });
  }
  const missing = await api.send({ path: '/models/x' });
  expect(missing).toMatchObject({ status: 404, body: { message: expect.stringContaining('models') } });
  const elsewhere = await api.send({ path: '//nowhere' });
  expect(elsewhere).toMatchObject({ status: 404, body: { message: expect.stringContaining('/api/v1') } });
});

test('the page for people needs no script and nothing from elsewhere', async () => {
  const { body, headers } = await api.send({ path: '/docs', token: null });
  expect(headers['content-type']).toMatch(/^text\/html/);
  expect(body).not.toMatch(/<script|<link|<img|url\(/);
  for (const { method, path, atRoot } of ROUTES)
    expect(body).toContain(`${method} ${atRoot ? '' : '/api/v1'}${path}`);
});
