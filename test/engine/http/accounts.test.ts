/** People with accounts: logging in, what their tokens may do, and that nobody but owners manages them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROLES } from '#core/model/api.ts';
import { createTries } from '#engine/http/accounts/tries.ts';
import { openApi, type TestApi } from './support/api.ts';

const ADA = 'ada@example.com';
const EVE = 'eve@example.com';
const PASSWORD = 'correct horse battery';

let api: TestApi;
beforeEach(async () => {
  api = await openApi();
});
afterEach(async () => await api.close());

const gate = (body: object) => api.send({ method: 'POST', path: '//token?default', body, token: null });
const logIn = (username: string, password: string) => gate({ type: 'user_credentials', username, password });
const me = (token: string) => api.send({ path: '/users/me', token });
const ask = (name: string, body: object, token = api.token) =>
  api.send({ method: 'POST', path: `//call/${name}`, body, token });

describe('an account', () => {
  test('is logged in to with address and password, as clients do, and the log-in is renewed', async () => {
    await api.call('users.add', { email: EVE, role: 'developer', password: PASSWORD });
    const { status, body } = await logIn('EVE@example.com', PASSWORD);
    expect(status).toBe(200);
    expect((await me(body.id_token)).body).toMatchObject({ email: EVE, role: 'developer' });
    const renewed = await gate({ type: 'refresh_token', refresh_token: body.refresh_token });
    expect((await me(renewed.body.id_token)).body).toMatchObject({ email: EVE });
    expect(await api.call('users.list', {})).toEqual([
      expect.objectContaining({
        email: EVE,
        tokens: 1,
        logins: 1,
        seen: { at: expect.any(Number), from: '127.0.0.1' },
      }),
    ]);
  });

  test('wrong ones, strangers and accounts without a password are answered alike', async () => {
    await api.call('users.add', { email: EVE, role: 'developer', password: PASSWORD });
    await api.call('users.add', { email: 'bot@example.com', role: 'developer' });
    const answers = await Promise.all([
      logIn(EVE, 'wrong password'),
      logIn('nobody@example.com', PASSWORD),
      logIn('bot@example.com', PASSWORD),
      logIn('bot@example.com', ''),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect(new Set(answers.map(({ body }) => body.message)).size).toBe(1);
  });

  test("is kept where only the hub's user reads it, and the password nowhere", async () => {
    await api.call('users.add', { email: EVE, role: 'developer', password: PASSWORD });
    const folder = join(api.folder, 'api', 'users');
    const [name = ''] = readdirSync(folder);
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, name), 'utf8')).not.toContain(PASSWORD);
    expect(JSON.stringify(await api.call('users.list', {}))).not.toMatch(/hash|salt/);
  });

  test('bounds what its tokens may do, from the moment on that it is changed', async () => {
    const made = await api.tokenFor('owner', EVE);
    await api.call('users.add', { email: EVE, role: 'annotator', password: PASSWORD });
    const { body } = await logIn(EVE, PASSWORD);
    const roles = async () =>
      await Promise.all([made, body.id_token].map(async (token) => (await me(token)).body.role));
    expect(await roles()).toEqual(['annotator', 'annotator']);
    expect((await ask('users.list', {}, made)).status).toBe(403);
    await api.call('users.update', { email: EVE, role: 'developer' });
    expect(await roles()).toEqual(['developer', 'developer']);
    const weak = await api.tokenFor('annotator', EVE);
    expect((await me(weak)).body.role).toBe('annotator');
  });

  test('that is disabled opens nothing by any way, until it is enabled again', async () => {
    const made = await api.tokenFor('developer', EVE);
    await api.call('users.add', { email: EVE, role: 'developer', password: PASSWORD });
    const { body } = await logIn(EVE, PASSWORD);
    await api.call('users.update', { email: EVE, isDisabled: true });
    const refresh = { type: 'refresh_token', refresh_token: body.refresh_token };
    const refused = [
      await me(made),
      await me(body.id_token),
      await gate(refresh),
      await logIn(EVE, PASSWORD),
    ];
    for (const answer of refused) {
      expect(answer).toMatchObject({
        status: 401,
        body: { message: expect.stringContaining('switched off') },
      });
    }
    await api.call('users.update', { email: EVE, isDisabled: false });
    expect((await me(body.id_token)).status).toBe(200);
  });

  test('a new password ends the log-ins made with the one before, not the tokens', async () => {
    const made = await api.tokenFor('developer', EVE);
    await api.call('users.add', { email: EVE, role: 'developer', password: PASSWORD });
    const { body } = await logIn(EVE, PASSWORD);
    await api.call('users.update', { email: EVE, password: 'another password' });
    expect([(await me(body.id_token)).status, (await me(made)).status]).toEqual([401, 200]);
    expect((await logIn(EVE, PASSWORD)).status).toBe(401);
    expect((await logIn(EVE, 'another password')).status).toBe(200);
    expect(await api.call('users.revoke', { email: EVE })).toEqual({ revoked: 2 });
    expect((await me(made)).status).toBe(401);
  });

  test('makes its owner a member of every project', async () => {
    const project = await api.call('projects.create', { name: 'Roads' });
    await api.call('users.add', { email: EVE, role: 'annotator' });
    const members = async () => (await api.send({ path: `/projects/${project.id}/members` })).body;
    expect(await members()).toContainEqual({ id: EVE, email: EVE, username: EVE, role: 'annotator' });
    await api.call('users.update', { email: EVE, isDisabled: true });
    expect(JSON.stringify(await members())).not.toContain(EVE);
  });

  test('is not added twice, not found when it is not there, and needs a password worth the name', async () => {
    const add = (more: object) => ask('users.add', { email: EVE, role: 'annotator', ...more });
    expect((await add({ password: 'short' })).status).toBe(400);
    expect((await add({})).status).toBe(200);
    expect((await add({})).status).toBe(409);
    expect((await ask('users.update', { email: 'x@example.com', role: 'owner' })).status).toBe(404);
  });
});

test('nobody takes their own rights away by the API', async () => {
  await api.call('users.add', { email: ADA, role: 'owner', password: PASSWORD });
  expect((await ask('users.update', { email: ADA, role: 'annotator' })).status).toBe(409);
  expect((await ask('users.update', { email: 'ADA@example.com', isDisabled: true })).status).toBe(409);
  expect((await ask('users.update', { email: ADA, role: 'owner' })).status).toBe(200);
});

const FOR_OWNERS = [
  ['users.list', {}],
  ['users.add', { email: EVE, role: 'owner' }],
  ['users.update', { email: ADA, password: PASSWORD }],
  ['users.revoke', { email: ADA }],
  ['api.tokens', {}],
  ['api.createToken', { email: EVE, role: 'owner' }],
  ['api.revokeToken', { id: '0'.repeat(24) }],
] as const;

test.each(FOR_OWNERS)('%s is for owners only', async (name, input) => {
  for (const role of ROLES.slice(0, -1)) {
    const token = await api.tokenFor(role);
    expect((await ask(name, input, token)).status).toBe(403);
  }
  const { token } = await api.tokens.create({ email: 'lead@example.com', role: 'owner', seconds: 600 });
  expect((await ask(name, input, token)).status).not.toBe(403);
});

describe('wrong passwords', () => {
  test('are slowed down for whoever tries, and not for others', async () => {
    await api.call('users.add', { email: EVE, role: 'developer', password: PASSWORD });
    await api.call('users.add', { email: ADA, role: 'owner', password: PASSWORD });
    const tried = [...Array.from({ length: 7 }, () => 'wrong password'), PASSWORD];
    const tries = await Promise.all(tried.map((password) => logIn(EVE, password)));
    // Not even with the right one.
    expect(tries.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401, 429, 429]);
    expect((await logIn(ADA, PASSWORD)).status).toBe(200);
  });

  test('cost twice as long each time, up to five minutes, and are forgotten', () => {
    let now = 1_000_000;
    const tries = createTries({ now: () => now });
    const names = [{ name: 'eve', free: 2 }];
    const waits: number[] = [];
    for (let at = 0; at < 14; at += 1) {
      tries.begin(names);
      const from = now;
      for (;;) {
        try {
          tries.begin([{ name: 'eve', free: Number.MAX_SAFE_INTEGER }]);
          break;
        } catch {
          now += 500;
        }
      }
      waits.push(now - from);
      tries.right([]);
    }
    expect(waits[0]).toBe(0);
    expect(Math.max(...waits)).toBe(300_000);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    now += 3_600_001;
    expect(() => tries.begin(names)).not.toThrow();
    expect(() => tries.begin(names)).not.toThrow();
  });
});
