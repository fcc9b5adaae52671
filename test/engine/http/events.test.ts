/** Events for scripts, over a real connection. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { open } from '#contract/envelope.ts';
import type { CallInput, CallName, CallOutput } from '#contract/index.ts';
import { createHost, type Host } from '#engine/host.ts';
import { createNewsFeed, type NewsFeed } from '#engine/news/feed.ts';
import { systemPorts } from '#engine/ports.ts';
import { addItem } from './support/items.ts';

type Event = { readonly id?: string; readonly event: string; readonly data: ReturnType<typeof JSON.parse> };

let folder: string;
let host: Host;
let news: NewsFeed;
let address: string;
let authorization: string;
let datasetId: string;
let projectId: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-events-'));
  const ports = systemPorts({ logFile: null });
  news = createNewsFeed(ports.clock);
  host = createHost({ ports, configDir: folder, packagedDir: null, version: '1.2.3', news });
  await call('workspaces.open', { path: join(folder, 'workspace') });
  ({ address } = await host.serve({ port: 0 }));
  const { token } = await call('api.createToken', { email: 'eve@example.com', role: 'annotator' });
  authorization = `Bearer ${token}`;
  projectId = (await call('projects.create', { name: 'p' })).id;
  datasetId = (await call('datasets.create', { projectId: projectId as never, name: 'd' })).id;
});
afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  return open(await host.call(name, input)) as CallOutput<N>;
}

/** Listens; `next` waits for so many events. */
async function listen(query = '', headers: Record<string, string> = {}) {
  const ending = new AbortController();
  const response = await fetch(`${address}/api/v1/events${query}`, {
    headers: { authorization, ...headers },
    signal: ending.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const more = async () => {
    text += (await reader?.read())?.value ?? '';
  };
  // From the first line on it listens.
  while (!text.includes('\n\n')) await more();
  text = text.slice(text.indexOf('\n\n') + 2);
  return {
    status: response.status,
    async next(count: number): Promise<Event[]> {
      while (text.split('\n\n').length <= count) await more();
      const blocks = text.split('\n\n');
      text = blocks.slice(count).join('\n\n');
      return blocks.slice(0, count).map((block) => {
        const fields = Object.fromEntries(
          block
            .split('\n')
            .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
        );
        return { ...fields, data: JSON.parse(fields['data'] ?? '{}') } as Event;
      });
    },
    end: () => ending.abort(),
  };
}

const annotate = (itemId: string, label: string) =>
  call('annotations.add', {
    itemId: itemId as never,
    annotations: [{ label, geometry: { type: 'class' }, attributes: {} }],
  });
const newItem = (dataset = datasetId) => addItem({ folder }, dataset);

test('what happens is told with its place', async () => {
  const itemId = newItem();
  const reader = await listen();
  const [made] = await annotate(itemId, 'car');
  if (!made) throw new Error('one was added');
  await call('annotations.remove', { annotationId: made.id });
  await call('items.trash', { itemIds: [itemId as never] });
  const events = await reader.next(3);
  const place = { itemId, datasetId, projectId, at: expect.stringMatching(/Z$/) };
  expect(events.map(({ event, data }) => ({ event, data }))).toEqual([
    { event: 'annotation.created', data: { type: 'annotation.created', id: made.id, ...place } },
    { event: 'annotation.deleted', data: { type: 'annotation.deleted', id: made.id, ...place } },
    { event: 'item.deleted', data: { type: 'item.deleted', id: itemId, ...place, status: null } },
  ]);
  reader.end();
});

test('a reader that comes back misses nothing', async () => {
  const itemId = newItem();
  const first = await listen();
  await annotate(itemId, 'a');
  const [seen] = await first.next(1);
  first.end();
  const missed = await annotate(itemId, 'b');
  const second = await listen('', { 'last-event-id': seen?.id ?? '' });
  const later = await annotate(itemId, 'c');
  const events = await second.next(2);
  expect(events.map(({ data }) => data.id)).toEqual([missed[0]?.id, later[0]?.id]);
  second.end();
  const stranger = await listen('', { 'last-event-id': 'x-1' });
  expect((await stranger.next(1))[0]?.event).toBe('reset');
  stranger.end();
});

test('only what is asked for comes', async () => {
  const other = (await call('datasets.create', { projectId: projectId as never, name: 'other' })).id;
  const [here, there] = [newItem(), newItem(other)];
  const [byDataset, byType] = [await listen(`?dataset=${other}`), await listen('?type=item,cycle.ended')];
  await annotate(here, 'a');
  const [made] = await annotate(there, 'b');
  await call('items.trash', { itemIds: [there as never] });
  expect((await byDataset.next(1))[0]?.data.id).toBe(made?.id);
  expect((await byType.next(1))[0]?.data).toMatchObject({ type: 'item.deleted', id: there });
  byDataset.end();
  byType.end();
});

test('a reader that is far behind is let go, and goes on where it was when it comes back', async () => {
  const asked = get(`${address}/api/v1/events`, { headers: { authorization } });
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const place = { itemId: null, datasetId, projectId, at: new Date(0).toISOString(), status: null };
  // More than the connection itself holds; nobody reads meanwhile.
  const all = Array.from({ length: 8000 }, (_, at) => ({
    ...place,
    type: 'item.created' as const,
    id: `${at}`.padStart(4000, '0'),
  }));
  for (let at = 0; at < all.length; at += 100) news.tell(all.slice(at, at + 100));
  const read = await text(response);
  expect(read).toMatch(/\nevent: behind\ndata: \{"message":"You read too slowly[^\n]*\n\n$/);
  const ids = [...read.matchAll(/^id: (.*)$/gm)].map(([, id]) => id ?? '');
  expect(ids.length).toBeLessThan(all.length);
  const again = await listen('', { 'last-event-id': ids.at(-1) ?? '' });
  const [next] = await again.next(1);
  expect(next?.data.id).toBe(all[ids.length]?.id);
  again.end();
});

test.each([
  ['?type=unicorn', {}, 400],
  ['', { authorization: 'Bearer x' }, 401],
])('%s is refused with %j', async (query, headers, status) => {
  const response = await fetch(`${address}/api/v1/events${query}`, {
    headers: { authorization, ...headers },
  });
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ message: expect.any(String) });
});
