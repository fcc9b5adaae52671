/** Who the client is: the life of a token, and how refusals come to it (reference section 2.1). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loginM2m, loginToken, projects, sdkCheck } from './data.ts';
import { openServed, type Served } from './server.ts';
import { askGate, type Client, ClientError, isGood, TokenExpired } from './wire.ts';

let served: Served;
beforeAll(async () => {
  served = await openServed();
});
afterAll(async () => await served.close());

const status = (code: number) => expect.objectContaining({ name: 'ClientError', status: code });
const token = (seconds: number, email = 'ada@example.com') =>
  served.api.tokens.create({ email, role: 'developer', seconds });

describe('a token', () => {
  test('setenv, login_token, projects.get: the requests in the order of the reference', async () => {
    const client = served.client({ token: null });
    expect(await loginToken(client, { token: served.api.token })).toBe(true);
    await sdkCheck(client);
    const made = await projects.create(client, 'p1');
    await projects.get(client, made.id);
    await expect(projects.get(client, 'nope')).rejects.toEqual(status(404));
    expect(client.sent).toEqual([
      'GET /users/me',
      'POST /sdk/check',
      'POST /projects',
      `GET /projects/${made.id}`,
      'GET /projects/nope',
    ]);
  });

  test('the check may come before the login, and the login keeps the token before when it is refused', async () => {
    const client = served.client();
    expect(await sdkCheck(client)).toMatchObject({ level: expect.any(String) });
    const { token: revoked, id } = await token(3600);
    served.api.tokens.revoke(id);
    expect(await loginToken(client, { token: revoked })).toBe(false);
    expect(await projects.list(client)).toBeInstanceOf(Array);
  });

  test('has what the client looks for: three parts, a number for its end, an address', async () => {
    const client = served.client({ token: (await token(3600)).token });
    expect(isGood(client.token())).toBe(true);
    expect(client.email()).toBe('ada@example.com');
    expect(await client.ask('GET', '/users/me')).toMatchObject({
      id: expect.any(String),
      email: 'ada@example.com',
      username: expect.any(String),
    });
  });

  test('that ends soon is renewed at the gate before anything is sent; without a refresh token nothing is sent', async () => {
    const { token: short, refreshToken } = await token(30);
    const client = served.client({ token: short, refreshToken });
    await projects.list(client).catch((error: unknown) => error);
    // What the gate gives lasts as long as the first one did: too short for the client, but for this request it did.
    expect(client.token()).not.toBeNull();
    expect(client.sent).toEqual(['GET /projects']);
    const alone = served.client({ token: short });
    await expect(projects.list(alone)).rejects.toBeInstanceOf(TokenExpired);
    expect(alone.sent).toEqual([]);
    const { refreshToken: good, id } = await token(3600);
    const renewed = served.client({ token: null, refreshToken: good });
    expect(await projects.list(renewed)).toBeInstanceOf(Array);
    expect(isGood(renewed.token())).toBe(true);
    served.api.tokens.revoke(id);
    const late = served.client({ token: null, refreshToken: good });
    await expect(projects.list(late)).rejects.toEqual(status(401));
  });

  test('machines log in at the gate with an address and a token as the password', async () => {
    const made = await token(3600, 'bot@example.com');
    for (const password of [made.refreshToken, made.token]) {
      const client = served.client({ token: null });
      await loginM2m(client, 'bot@example.com', password);
      expect(isGood(client.token())).toBe(true);
      expect(await client.ask('GET', '/users/me')).toMatchObject({ email: 'bot@example.com' });
    }
    const stranger = served.client({ token: null });
    await expect(loginM2m(stranger, 'bot@example.com', 'secret')).rejects.toEqual(status(401));
    await expect(loginM2m(stranger, 'eve@example.com', made.token)).rejects.toEqual(status(401));
    await expect(askGate(served.environment, { type: 'nonsense' })).rejects.toEqual(status(400));
  });
});

describe('refusals', () => {
  /** Whatever is asked, the answer is a status that the client knows and a text that it shows. */
  const refusal = async (
    client: Client,
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    json?: unknown,
  ) => {
    const error = await client.ask(method, path, json).catch((caught: unknown) => caught);
    if (error instanceof ClientError) return error.status;
    throw error;
  };

  test('401 for a token that is not good here', async () => {
    const forged = served.api.token.replace(/\.[^.]*$/, '.');
    expect(isGood(forged)).toBe(true);
    expect(await refusal(served.client({ token: forged }), 'GET', '/projects')).toBe(401);
    const none = await fetch(`${served.environment.url}/projects`);
    expect([none.status, await none.json()]).toMatchObject([401, { message: expect.any(String) }]);
  });

  test('403 for what the role may not do', async () => {
    const annotator = await served.clientOf('annotator', 'eve@example.com');
    const [project] = await projects.list(annotator);
    expect(await refusal(annotator, 'DELETE', `/projects/${project?.id}`)).toBe(403);
    const form = { name: 'x' };
    await expect(annotator.request('POST', '/projects', { form })).rejects.toEqual(status(403));
  });

  test('404 for what is not there, 400 for what is wrong, always with a text', async () => {
    const client = served.client();
    const id = '0'.repeat(24);
    for (const path of [
      'projects',
      'datasets',
      'items',
      'annotations',
      'recipes',
      'ontologies',
      'annotationtasks',
    ]) {
      expect(await refusal(client, 'GET', `/${path}/${id}`)).toBe(404);
      expect(await refusal(client, 'GET', `/${path}/nope`)).toBe(404);
    }
    for (const path of ['assignments', 'pipelines', 'commands', 'executions', 'triggers', 'compositions']) {
      expect(await refusal(client, 'GET', `/${path}/${id}`)).toBe(404);
    }
    for (const path of ['models', 'packages', 'services', 'feature_sets', 'orgs', 'nonsense', 'settings']) {
      expect(await refusal(client, 'GET', `/${path}/x`)).toBe(404);
    }
    expect(await refusal(client, 'POST', '/datasets', { name: 5 })).toBe(400);
    expect(await refusal(client, 'POST', '/pipelines', {})).toBe(400);
    expect(await refusal(client, 'POST', `/pipelines/${id}/execute`, { pipeline: {} })).toBe(404);
  });
});
