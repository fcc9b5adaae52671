/** What is asked of a server that may be Dataloop's: the paths and bodies of the reference, and nothing more. */
import { expect, test } from 'vitest';
import { itemJson, platform } from './support/platform.ts';

const page = (...items: readonly object[]) => ({
  body: { totalItemsCount: items.length, items, totalPagesCount: 1, hasNextPage: false },
});
const asked = ({ asked: all }: ReturnType<typeof platform>) =>
  all.map(({ method, path, body }) => [`${method} ${path}`, body]);

test('an item is moved by its filename', async () => {
  const net = platform(() => ({ body: itemJson('a', '/in/a.png') }));
  const item = await (await net.dataset()).items.get({ id: 'a' });
  net.asked.length = 0;
  await item.move('/out/');
  expect(asked(net)).toEqual([['PATCH /items/a', { filename: '/out/a.png' }]]);
});

test('executions and triggers are listed by one query, each as its resource', async () => {
  const trigger = { id: 't', name: 'On', type: 'Event', active: true, projectId: 'p1', spec: { filter: {} } };
  const execution = { id: 'e', latestStatus: { status: 'failed' }, attempts: 1, duration: 2, pipeline: {} };
  const net = platform(({ path, body }) => {
    if (path !== '/query/faas') return { body: path.startsWith('/triggers') ? trigger : execution };
    return page((body as { resource: string }).resource === 'triggers' ? trigger : execution);
  });
  const [found] = await net.session.triggers.list().toArray();
  await found?.pause();
  const [failed] = await net.session.executions.list().toArray();
  await failed?.rerun();
  await failed?.terminate();
  const query = (resource: string) => expect.objectContaining({ resource, page: 0 });
  const sent = asked(net).filter(([request]) => request !== 'GET /executions/e');
  expect(sent).toEqual([
    ['POST /query/faas', query('triggers')],
    ['PATCH /triggers/t', { active: false }],
    ['POST /query/faas', query('executions')],
    ['POST /executions/e/rerun', {}],
    ['POST /executions/e/terminate', {}],
  ]);
});
