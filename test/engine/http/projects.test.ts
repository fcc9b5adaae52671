import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASE, FORM, openApi, type TestApi } from './support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(async () => await api.close());

const NOWHERE = '0'.repeat(24);

test('the calls of a first session: check, me, create by a form, get, and one that is not there', async () => {
  const check = await api.send({
    method: 'POST',
    path: '/sdk/check',
    headers: FORM,
    body: 'version=1.124.2&email=a%40b.c',
  });
  expect(check).toMatchObject({ status: 200, body: { level: expect.any(String), msg: expect.any(String) } });
  const me = await api.sdk('GET', '/users/me');
  expect(me.body).toMatchObject({
    id: 'ada@example.com',
    email: 'ada@example.com',
    username: 'ada@example.com',
  });
  const made = await api.send({ method: 'POST', path: '/projects', headers: FORM, body: 'name=p1' });
  expect(made).toMatchObject({ status: 200, body: { name: 'p1', creator: 'ada@example.com' } });
  const { id } = made.body;
  expect((await api.sdk('GET', `/projects/${id}`)).body).toEqual(made.body);
  expect(await api.sdk('GET', '/projects/nope')).toMatchObject({
    status: 404,
    body: { message: 'There is no project "nope".' },
  });
});

test('a project has every key, so that nothing is fetched again', async () => {
  const { body } = await api.send({ method: 'POST', path: '/projects', headers: FORM, body: 'name=whole' });
  expect(body).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{24}$/),
    name: 'whole',
    url: `${BASE}/projects/${body.id}`,
    createdAt: expect.stringMatching(/Z$/),
    updatedAt: expect.stringMatching(/Z$/),
    creator: 'ada@example.com',
    org: { id: 'local', name: 'local' },
    account: null,
    contributors: [],
    groups: [],
    guests: [],
    role: 'owner',
    featureConstraints: [],
    archived: false,
    isBlocked: false,
    metadata: {},
  });
});

test('projects are listed as an array, and found by name', async () => {
  await api.send({ method: 'POST', path: '/projects', headers: FORM, body: 'name=two+words' });
  const all = await api.sdk('GET', '/projects');
  expect(all.body.map((project: { name: string }) => project.name)).toContain('two words');
  expect((await api.sdk('GET', '/projects/two%20words/name')).body).toMatchObject([{ name: 'two words' }]);
  expect((await api.sdk('GET', '/projects/none/name')).status).toBe(404);
});

test('an update is a diff: keys are kept, null takes away, what is ours stays ours', async () => {
  const { body: made } = await api.send({
    method: 'POST',
    path: '/projects',
    headers: FORM,
    body: 'name=diff',
  });
  const path = `/projects/${made.id}?system=true`;
  await api.sdk('PATCH', path, {
    name: 'renamed',
    metadata: { user: { a: 1, b: { c: 2 } } },
    creator: 'me',
    id: 'x',
  });
  const { body } = await api.sdk('PATCH', path, { metadata: { user: { a: null, b: { d: 3 } } } });
  expect(body).toMatchObject({
    id: made.id,
    name: 'renamed',
    creator: 'ada@example.com',
    metadata: { user: { b: { c: 2, d: 3 } } },
  });
  expect(body.metadata.user).not.toHaveProperty('a');
  expect((await api.sdk('PATCH', path, { name: 7 })).status).toBe(400);
});

test('a deleted project is gone with its datasets, unless a pipeline of it runs', async () => {
  const { body: project } = await api.send({
    method: 'POST',
    path: '/projects',
    headers: FORM,
    body: 'name=gone',
  });
  const { body: dataset } = await api.sdk('POST', '/datasets', { name: 'd', projects: [project.id] });
  expect((await api.sdk('DELETE', `/projects/${project.id}`)).status).toBe(200);
  expect((await api.sdk('GET', `/projects/${project.id}`)).status).toBe(404);
  expect((await api.sdk('GET', `/datasets/${dataset.id}`)).status).toBe(404);
  const running = await api.call('projects.setUp', { name: 'Running' });
  expect(await api.sdk('DELETE', `/projects/${running.project.id}`)).toMatchObject({
    status: 409,
    body: { message: expect.stringContaining('Video to QA') },
  });
});

test('members are those who have a token', async () => {
  const { body: project } = await api.send({
    method: 'POST',
    path: '/projects',
    headers: FORM,
    body: 'name=members',
  });
  await api.tokenFor('annotator', 'bob@example.com');
  const { body } = await api.sdk('GET', `/projects/${project.id}/members`);
  expect(body).toContainEqual({
    id: 'bob@example.com',
    email: 'bob@example.com',
    username: 'bob@example.com',
    role: 'annotator',
  });
  expect((await api.sdk('GET', `/projects/${NOWHERE}/members`)).status).toBe(404);
});

test('a member is who has a token; for others it is said what to do', async () => {
  const { body: project } = await api.send({
    method: 'POST',
    path: '/projects',
    headers: FORM,
    body: 'name=people',
  });
  const at = (email: string) => `/projects/${project.id}/members/${email}`;
  const ada = { email: 'ada@example.com', role: 'owner' };
  expect(await api.sdk('POST', at(ada.email), { role: 'owner' })).toMatchObject({ status: 200, body: ada });
  expect(await api.sdk('PATCH', at(ada.email), {})).toMatchObject({ status: 200, body: ada });
  const refused = [
    await api.sdk('PATCH', at(ada.email), { role: 'annotator' }),
    await api.sdk('POST', at('eve@example.com'), { role: 'developer' }),
    await api.sdk('DELETE', at(ada.email)),
    await api.sdk('DELETE', at('eve@example.com')),
    await api.sdk('POST', `/projects/${NOWHERE}/members/${ada.email}`, {}),
  ];
  expect(refused.map(({ status }) => status)).toEqual([400, 400, 400, 404, 404]);
  expect(refused[0]?.body.message).toContain('ada@example.com is owner here');
  expect(refused[1]?.body.message).toContain('sluice users add eve@example.com --role developer');
  expect(refused[2]?.body.message).toContain('sluice users revoke');
});
