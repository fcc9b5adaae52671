import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAnnouncer } from '#engine/ingest/announcer.ts';
import { createRounds } from '#engine/ingest/rounds.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function rounds(takesMs: number, occupied = () => false) {
  const started: number[] = [];
  const from = performance.now();
  const made = createRounds({
    work: async () => {
      started.push(Math.round(performance.now() - from));
      await new Promise((resolve) => setTimeout(resolve, takesMs));
      return takesMs;
    },
    periodMs: () => 1000,
    quietMs: 50,
    changed: () => undefined,
    occupied,
  });
  return { made, started };
}

test('a round follows a round, less often when they take long', async () => {
  const quick = rounds(10);
  const slow = rounds(200);
  quick.made.now();
  slow.made.now();
  await vi.advanceTimersByTimeAsync(9000);
  expect(quick.started.slice(0, 3)).toEqual([0, 1010, 2020]);
  expect(slow.started).toEqual([0, 4200, 8400]);
  await Promise.all([quick.made.close(), slow.made.close()]);
  expect(vi.getTimerCount()).toBe(0);
});

test('rounds that are asked for during one are one more', async () => {
  const { made, started } = rounds(100);
  made.now();
  for (let at = 0; at < 5; at += 1) made.now();
  expect(made.busy()).toBe(true);
  await vi.advanceTimersByTimeAsync(500);
  expect(started).toEqual([0, 100]);
  expect(made.busy()).toBe(false);
  await made.close();
});

test('soon waits for what is being worked on, for ten times the moment at most', async () => {
  let working = true;
  const { made, started } = rounds(1, () => working);
  made.soon();
  await vi.advanceTimersByTimeAsync(180);
  expect(started).toEqual([]);
  working = false;
  await vi.advanceTimersByTimeAsync(50);
  expect(started).toEqual([200]);
  working = true;
  made.soon();
  await vi.advanceTimersByTimeAsync(600);
  expect(started).toEqual([200, 730]);
  await made.close();
});

test('soon means when it has been quiet for a moment', async () => {
  const { made, started } = rounds(1);
  for (let at = 0; at < 5; at += 1) {
    made.soon();
    await vi.advanceTimersByTimeAsync(30);
  }
  expect(started).toEqual([]);
  await vi.advanceTimersByTimeAsync(30);
  expect(started).toEqual([170]);
  made.soon();
  const closing = made.close();
  await vi.advanceTimersByTimeAsync(1000);
  await closing;
  expect(started).toEqual([170]);
});

test('soon comes in the end where it is never quiet', async () => {
  const { made, started } = rounds(1);
  for (let at = 0; at < 50; at += 1) {
    made.soon();
    await vi.advanceTimersByTimeAsync(20);
  }
  const closing = made.close();
  await vi.advanceTimersByTimeAsync(10);
  await closing;
  expect(started).toEqual([500, 1000]);
});

test('changes are told at once, then now and then, and the last one always', async () => {
  const told: string[] = [];
  const announcer = createAnnouncer((id) => told.push(id), 100);
  for (let at = 0; at < 10; at += 1) announcer.mark('a');
  announcer.mark('b');
  expect(told).toEqual(['a', 'b']);
  await vi.advanceTimersByTimeAsync(100);
  expect(told).toEqual(['a', 'b', 'a']);
  await vi.advanceTimersByTimeAsync(1000);
  expect(told).toHaveLength(3);
  announcer.mark('a');
  announcer.mark('a');
  announcer.close();
  await vi.advanceTimersByTimeAsync(1000);
  expect(told).toHaveLength(4);
  expect(vi.getTimerCount()).toBe(0);
});
