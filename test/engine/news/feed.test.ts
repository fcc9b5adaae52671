import { expect, test } from 'vitest';
import { createNewsFeed, type ToldNews } from '#engine/news/feed.ts';
import type { News } from '#engine/news/news.ts';

const news = (id: string): News => ({
  type: 'item.created',
  id,
  at: '2026-01-01T00:00:00.000Z',
  projectId: null,
  datasetId: null,
  itemId: id,
});
const MINUTE = 60_000;

function rig() {
  const clock = { at: 0 };
  const feed = createNewsFeed({ now: () => clock.at });
  const heard: ToldNews[] = [];
  const listen = (after: string | null = null) => feed.listen((told) => heard.push(...told), after);
  return { clock, feed, heard, listen, ids: () => heard.map((one) => one.news.id) };
}

test('nothing is gathered until somebody listens, and for a while after', () => {
  const { clock, feed, listen } = rig();
  expect(feed.wanted()).toBe(false);
  const { stop } = listen();
  expect(feed.wanted()).toBe(true);
  stop();
  clock.at += 9 * MINUTE;
  expect(feed.wanted()).toBe(true);
  clock.at += MINUTE;
  expect(feed.wanted()).toBe(false);
});

test('who comes back in time hears what was missed', () => {
  const { feed, heard, listen, ids } = rig();
  const { stop } = listen();
  feed.tell([news('a'), news('b')]);
  stop();
  feed.tell([news('c')]);
  expect(ids()).toEqual(['a', 'b']);
  const [a, b] = heard;
  expect(listen(a?.id).missed?.map((one) => one.news.id)).toEqual(['b', 'c']);
  expect(listen(b?.id).missed?.map((one) => one.news.id)).toEqual(['c']);
  expect(listen().missed).toEqual([]);
});

test('who comes back too late is told so, even when somebody else listens by then', () => {
  const { clock, feed, heard, listen } = rig();
  const { stop } = listen();
  feed.tell([news('a')]);
  stop();
  clock.at += 11 * MINUTE;
  listen();
  expect(listen(heard[0]?.id).missed).toBeNull();
  expect(listen('elsewhere-1').missed).toBeNull();
});

test('more than are kept are told as missed', () => {
  const { feed, heard, listen } = rig();
  listen();
  feed.tell(Array.from({ length: 10_002 }, (_, at) => news(String(at))));
  expect(listen(heard[0]?.id).missed).toBeNull();
  expect(listen(heard[2]?.id).missed).toHaveLength(9_999);
});
