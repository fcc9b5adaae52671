import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROLES } from '#core/model/api.ts';
import { ROUTES } from '#engine/http/table.ts';
import { FORM, openApi, type TestApi } from './support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(async () => await api.close());

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
const soon = () => Math.floor(Date.now() / 1000) + 3600;

test('a token is what the SDK takes for one', () => {
  const parts = api.token.split('.');
  expect(parts).toHaveLength(3);
  const claims = claimsOf(api.token);
  expect(claims).toMatchObject({
    email: 'ada@example.com',
    role: 'owner',
    jti: expect.any(String),
    iat: expect.any(Number),
  });
  expect(claims.exp).toBeGreaterThan(Date.now() / 1000 + 60);
});

test('tokens that nobody made open nothing', async () => {
  const { jti } = claimsOf(api.token);
  const claims = { email: 'ada@example.com', role: 'owner', use: 'access', jti, exp: soon() };
  const other = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.alloc(32, 7));
  const secret = Buffer.from(readFileSync(join(api.folder, 'api', 'secret'), 'utf8'), 'hex');
  const wrongAlgorithm = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS512' })
    .sign(Buffer.concat([secret, secret]));
  const expired = await new SignJWT({ ...claims, exp: 1000 })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(secret);
  const unknown = await new SignJWT({ ...claims, jti: 'f'.repeat(24) })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(secret);
  const path = await new SignJWT({ ...claims, jti: '../secret' })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(secret);
  const [head, , signature] = api.token.split('.');
  const forged = [
    null,
    'wrong',
    `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`,
    `${head}.${part(claims)}.${signature}`,
    other,
    wrongAlgorithm,
    expired,
    unknown,
    path,
    `${api.token}x`,
  ];
  for (const token of forged) {
    const { status, body, headers } = await api.send({ path: '/users/me', token });
    expect({ token, status, challenge: headers['www-authenticate'] }).toEqual({
      token,
      status: 401,
      challenge: 'Bearer',
    });
    expect(body).toEqual({ message: expect.any(String) });
  }
  expect(
    (await api.send({ path: '/users/me', headers: { authorization: `Basic ${api.token}` }, token: null }))
      .status,
  ).toBe(401);
});

test("the secret and the tokens are their owner's alone, and the token itself is not kept", async () => {
  const { token, id } = await api.tokens.create({ email: 'x@y.z', role: 'developer', seconds: 600 });
  for (const file of ['secret', join('tokens', `${id}.json`)]) {
    expect(statSync(join(api.folder, 'api', file)).mode & 0o777).toBe(0o600);
  }
  expect(readFileSync(join(api.folder, 'api', 'tokens', `${id}.json`), 'utf8')).not.toContain(
    token.split('.')[2],
  );
});

test('a token is taken back at once', async () => {
  const { token, id, refreshToken } = await api.tokens.create({
    email: 'x@y.z',
    role: 'developer',
    seconds: 600,
  });
  expect((await api.send({ path: '/users/me', token })).status).toBe(200);
  await api.call('api.revokeToken', { id });
  expect((await api.send({ path: '/users/me', token })).status).toBe(401);
  const refresh = { type: 'refresh_token', refresh_token: refreshToken };
  expect(
    (await api.send({ method: 'POST', path: '//token?default', body: refresh, token: null })).status,
  ).toBe(401);
});

test('the gate gives new tokens: for a refresh token, and for an address with a token as its password', async () => {
  const { token, refreshToken } = await api.tokens.create({
    email: 'bot@y.z',
    role: 'developer',
    seconds: 600,
  });
  const ask = (body: object) => api.send({ method: 'POST', path: '//token?default', body, token: null });
  const refreshed = await ask({ type: 'refresh_token', refresh_token: refreshToken });
  expect((await api.send({ path: '/users/me', token: refreshed.body.id_token })).body.email).toBe('bot@y.z');
  // What only gets tokens opens nothing itself.
  expect((await api.send({ path: '/users/me', token: refreshToken })).status).toBe(401);
  for (const password of [token, refreshToken]) {
    const { status, body } = await ask({ type: 'user_credentials', username: 'bot@y.z', password });
    expect({
      status,
      known: (await api.send({ path: '/users/me', token: body.id_token })).body.email,
    }).toEqual({ status: 200, known: 'bot@y.z' });
  }
  for (const password of [token, refreshToken]) {
    expect((await ask({ type: 'user_credentials', username: 'other@y.z', password })).status).toBe(401);
  }
  expect((await ask({ type: 'user_credentials', username: 'bot@y.z', password: 'secret' })).status).toBe(401);
  expect((await ask({ type: 'something' })).status).toBe(400);
});

test('there is no page to log in by, and who asks for it is told what to do instead', async () => {
  const path = '//login?callback=http://localhost:3001';
  const { status, body } = await api.send({ path, token: null });
  expect({ status, body }).toEqual({ status: 404, body: { message: expect.stringContaining('login_m2m') } });
});

test('a role bounds what its token may do, on every route', async () => {
  const tokens = new Map(
    await Promise.all(ROLES.map(async (role) => [role, await api.tokenFor(role)] as const)),
  );
  for (const route of ROUTES.filter((one) => !one.open)) {
    const path = route.path.replaceAll(/:\w+/g, '0'.repeat(24));
    for (const role of ROLES.slice(0, ROLES.indexOf(route.role))) {
      const { status, body } = await api.send({
        method: route.method,
        path,
        token: tokens.get(role) ?? null,
      });
      expect({ path, role, status }).toEqual({ path, role, status: 403 });
      expect(body.message).toContain(route.role);
    }
    const allowed = await api.send({ method: route.method, path, token: tokens.get(route.role) ?? null });
    expect([401, 403]).not.toContain(allowed.status);
  }
  const developer = tokens.get('developer') ?? null;
  const call = await api.send({ method: 'POST', path: '//call/projects.list', body: {}, token: developer });
  expect(call).toMatchObject({ status: 403, body: { ok: false, error: { code: 'forbidden' } } });
});

test("what is made with a token is its owner's", async () => {
  const token = await api.tokenFor('developer', 'eve@example.com');
  const { body } = await api.send({ method: 'POST', path: '/projects', body: { name: 'eve' }, token });
  expect(body.creator).toBe('eve@example.com');
  const mine = await api.call('projects.create', { name: 'mine' });
  expect(mine.creator).toBe('ada@example.com');
});

test.each([
  ['a foreign name', { host: 'evil.example:7411' }],
  ['a foreign port', { host: '127.0.0.1:1' }],
  ['no port', { host: '127.0.0.1' }],
  ['a page of another origin', { origin: 'https://evil.example' }],
  ['a page without an origin', { origin: 'null' }],
  ['a page of another server here', { origin: 'http://127.0.0.1:3000' }],
  ['what a page loads', { 'sec-fetch-site': 'cross-site' }],
  ['what a page of the same site loads', { 'sec-fetch-site': 'same-site' }],
])('%s gets nothing, token or not', async (_what, headers) => {
  for (const path of ['/projects', '/docs', '//health']) {
    const { status, headers: received } = await api.send({ path, headers });
    expect({ path, status }).toEqual({ path, status: 403 });
    expect(received).not.toHaveProperty('access-control-allow-origin');
  }
});

test('answers are to be kept, framed and guessed at by nobody', async () => {
  for (const path of ['/projects', '/nowhere', '/docs', '/openapi.json']) {
    const { headers } = await api.send({ path });
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'referrer-policy': 'no-referrer',
    });
  }
});

test('bodies have the type, the size and the depth that are wanted', async () => {
  const post = { method: 'POST', path: '/datasets' } as const;
  const bad = [
    [{ ...post, headers: FORM, body: 'name=x' }, 400, 'application/json'],
    [{ ...post, headers: { 'content-type': 'text/plain' }, body: '{}' }, 400, 'application/json'],
    [{ ...post, headers: { 'content-type': 'application/json' }, body: '{' }, 400, 'JSON'],
    [
      { ...post, headers: { 'content-type': 'application/json' }, body: '{"__proto__":{"x":1}}' },
      400,
      'JSON',
    ],
    [
      { ...post, headers: { 'content-type': 'application/json' }, body: '['.repeat(100_000) },
      400,
      'inside one another',
    ],
    [{ ...post, body: { name: 'x'.repeat(17 * 1024 * 1024) } }, 413, 'larger than'],
    [{ ...post, body: { name: 'x', projects: ['nope'] } }, 400, 'projects.0'],
  ] as const;
  for (const [sent, status, words] of bad) {
    const answer = await api.send(sent);
    expect({ status: answer.status, message: answer.body.message }).toEqual({
      status,
      message: expect.stringContaining(words),
    });
  }
});

test.each([
  '/datasets/..%2f..%2fsecret',
  '/projects/%2e%2e',
  '/recipes/%00',
  '/%ff',
  `/projects/${'a'.repeat(3000)}`,
])('an address that leads elsewhere leads nowhere: %s', async (path) => {
  const { status, body } = await api.send({ path });
  expect([400, 404]).toContain(status);
  expect(body.message).toEqual(expect.any(String));
});

test('changes and refusals are noted down, reading is not, and lines are only added', async () => {
  const file = join(api.folder, 'api', 'audit.jsonl');
  const lines = () =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  const before = lines().length;
  await api.send({ method: 'POST', path: '/projects', body: { name: 'noted' } });
  await api.sdk('GET', '/projects');
  await api.sdk('POST', '/datasets/query', { filter: {} });
  await api.send({ path: '/projects', token: 'stranger' });
  await api.send({ method: 'DELETE', path: `/projects/${'0'.repeat(24)}` });
  await expect.poll(() => lines().length).toBe(before + 3);
  const what = {
    what: 'POST /api/v1/projects',
    status: 200,
    who: 'ada@example.com',
    token: expect.any(String),
  };
  expect(lines().slice(before)).toEqual([
    expect.objectContaining(what),
    expect.objectContaining({ what: 'GET /api/v1/projects', status: 401, who: null }),
    expect.objectContaining({ what: expect.stringContaining('DELETE'), status: 404 }),
  ]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a token has a limit of its own, and strangers one for guessing', async () => {
  const limited = await openApi({ limits: { perToken: 5, perStranger: 3 } });
  try {
    const ask = async (token: string | null | undefined) =>
      (await limited.send({ path: '/users/me', ...(token === undefined ? {} : { token }) })).status;
    const own = [];
    for (let at = 0; at < 6; at += 1) own.push(await ask(undefined));
    expect(own).toEqual([200, 200, 200, 200, 200, 429]);
    expect(await ask(await limited.tokenFor('owner'))).toBe(200);
    const strangers = [];
    for (let at = 0; at < 4; at += 1) strangers.push(await ask('guess'));
    expect(strangers).toEqual([401, 401, 401, 429]);
  } finally {
    await limited.close();
  }
});
